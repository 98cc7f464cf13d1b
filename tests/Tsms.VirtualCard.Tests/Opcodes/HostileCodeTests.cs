using CsCheck;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Tests.Opcodes;

/// <summary>Code that no verifier would pass: the machine ends it and nothing else happens.</summary>
public sealed class HostileCodeTests
{
    private static readonly Gen<byte[]> Code = Gen.OneOf(
        Gen.Byte.Array[1, 64],
        Gen.Int[0, 184].Select(op => (byte)op).Array[1, 64],
        Gen.Select(Gen.Int[0, 184], Gen.Int[0, 18]).Array[1, 24].Select(pairs => pairs.SelectMany(p => new[] { (byte)p.Item1, (byte)0, (byte)p.Item2 }).ToArray()));

    [Fact]
    public void Call_OfAnyBytes_EndsAsTheMachineSays() => Code.Sample(
        code =>
        {
            var machine = new OpcodeMachine(byteCodes: 20_000);
            var thrown = Record.Exception(() => machine.RunBytes(code));
            Assert.True(thrown is null or JavaThrow or MachineFault, $"{Convert.ToHexString(code)}: {thrown}");
            Assert.True(machine.IsAtRest);
        },
        iter: 3000);

    [Theory]
    [InlineData("FE")] // no byte code
    [InlineData("B9")] // no byte code
    [InlineData("3B")] // an empty stack
    [InlineData("1540")] // a local that is not there
    [InlineData("7080")] // a branch out of the code
    [InlineData("7200")] // ret to nowhere
    [InlineData("8D0001")] // a call of what is no method
    [InlineData("8D7FFF")] // a call of what is not in the constant pool
    [InlineData("9009")] // an array of no type
    [InlineData("1893")] // throws what is no Throwable
    [InlineData("1993")] // throws an array
    [InlineData("00")] // the end of the code
    public void Call_OfBrokenCode_IsAFault(string hex) =>
        Assert.Throws<MachineFault>(() => new OpcodeMachine(byteCodes: 1000).RunBytes(Convert.FromHexString(hex)));
}
