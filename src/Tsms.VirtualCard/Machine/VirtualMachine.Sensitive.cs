namespace Tsms.VirtualCard.Machine;

/// <content>What javacardx.security.SensitiveResult asserts.</content>
internal sealed partial class VirtualMachine
{
    /// <summary>The result of the last sensitive method of the API.</summary>
    internal StoredResult StoredResult { get; } = new();
}

/// <summary>The result of a sensitive method. It counts within one command; nothing is stored when a method throws.</summary>
internal sealed class StoredResult
{
    private object? _command;

    /// <summary>What is stored: <c>Z</c>, <c>S</c>, <c>L</c> after the result's type, or 0 for nothing.</summary>
    public char Kind { get; private set; }

    /// <summary>The boolean as 0 or 1, the short, or the reference.</summary>
    public short Value { get; private set; }

    /// <summary>Stores the result of a method that has just ended.</summary>
    public void Store(VirtualMachine vm, char type) => (Kind, Value, _command) = (type == 'B' ? 'S' : type, (short)vm.ResultInt, vm.Apdu);

    /// <summary>Forgets it.</summary>
    public void Reset() => (Kind, Value, _command) = ('\0', 0, null);

    /// <summary>True when a result of a kind was stored in the command in work.</summary>
    public bool Has(VirtualMachine vm, char kind) => Kind == kind && _command == vm.Apdu;
}
