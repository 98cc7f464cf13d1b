using Tsms.JavaCard;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Fuzz;

/// <summary>A load file with something changed.</summary>
/// <param name="Applet">Which one it was.</param>
/// <param name="Block">The load file data block as it is now.</param>
internal sealed record Mutation(string Applet, byte[] Block)
{
    /// <summary>Package and module as the file has them; where it cannot be read, as it had them.</summary>
    public (string Package, string Module) Names
    {
        get
        {
            try
            {
                var cap = CapFile.FromLoadFile(Block);
                return (cap.Aid.ToString(), cap.Applet is { Applets: [var first, ..] } ? first.Aid.ToString()[..Math.Min(30, first.Aid.ToString().Length)] : Story.CarKeyModule);
            }
            catch (CapFormatException)
            {
                return Applet == "Vault" ? (Story.VaultPackage, Story.VaultModule) : (Story.CarKeyPackage, Story.CarKeyModule);
            }
        }
    }

    /// <summary>The file and how much of it was changed.</summary>
    public override string ToString() => $"{Applet}, {Block.Length} bytes, {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Block))[..16]}";
}

/// <summary>Changes load files: single bytes, mostly inside the components that hold code and references; sometimes lengths, pieces cut out or doubled.</summary>
internal static class LoadFileMutator
{
    private static readonly (string Name, byte[] Block)[] Sources =
    [
        .. new[] { "CarKey", "Vault" }.Select(name => (name, Story.LoadFile(name))),
    ];

    public static Mutation Make(Random chance)
    {
        var (name, original) = Sources[chance.Next(Sources.Length)];
        var bytes = original.ToList();
        for (var changes = chance.Next(1, 6); changes > 0; changes--)
        {
            var at = chance.Next(bytes.Count);
            switch (chance.Next(12))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(chance.Next(1, 8), bytes.Count - at));
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(chance.Next(1, 8), bytes.Count - at)));
                    break;
                case < 7:
                    bytes[at] ^= (byte)(1 << chance.Next(8));
                    break;
                default:
                    bytes[at] = (byte)chance.Next(256);
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add(0);
            }
        }

        return new Mutation(name, [.. bytes]);
    }
}
