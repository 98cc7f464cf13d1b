Console.WriteLine("tsms");
