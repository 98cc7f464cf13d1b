using CsCheck;
using Tsms.JavaCard;
using Tsms.JavaCard.Bytecode;
using Tsms.VirtualCard.Runtime;
using OpcodeTable = Tsms.JavaCard.Bytecode.Opcodes;

namespace Tsms.VirtualCard.Tests.Malicious;

/// <summary>
/// Programs that chance writes of all instructions, with operands that point to locals, constants, places and references of their own and of the victim:
/// type confusion, forged references, wild jumps, games with the stack. Nothing is verified.
/// </summary>
public sealed class MaliciousProgramsTests(ITestOutputHelper output)
{
    private const int BytecodesPerCommand = 5_000;
    private const int Switch = 13;

    // Small numbers are locals, constants, distances and references that mean something; the others are anything.
    private static readonly Gen<byte> Operand = Gen.Frequency((7, Gen.Byte[0, 15]), (2, Gen.Byte[0xF0, 0xFF]), (1, Gen.Byte));

    private static readonly Gen<string> Raw = Gen.Select(Gen.Int[0, OpcodeTable.Count - 1], Operand.Array[Switch]).Select((number, operands) =>
    {
        var info = OpcodeTable.All[number];
        var length = info.Length == OpcodeInfo.Variable ? Switch : info.Length - 1;
        return $"bytes {(byte)info.Opcode:X2}{Convert.ToHexString(operands.AsSpan(0, length))}";
    });

    private static readonly Gen<string> Line = Gen.Frequency(
        (12, Raw),
        (2, OneOf("sspush SECRET", "sspush VICTIM", "aload_0", "aload_1", "aload_2", "sconst_0", "sconst_1")),
        (1, OneOf(
            "invokestatic javacard/framework/Util.arrayCopy([BS[BSS)S",
            "invokestatic javacard/framework/Util.arrayFillNonAtomic([BSSB)S",
            "invokestatic javacard/framework/JCSystem.beginTransaction()V",
            "invokestatic javacard/framework/JCSystem.makeTransientByteArray(SB)[B",
            "invokevirtual javacard/framework/APDU.getBuffer()[B",
            "invokespecial Attacker.attack(Ljavacard/framework/APDU;[B)V")));

    private static Gen<string> OneOf(params string[] lines) => Gen.Int[0, lines.Length - 1].Select(i => lines[i]);

    [Fact]
    public void Program_OfChance_GetsNothingAndTheCardGoesOn()
    {
        var (runs, refused, ended, answered) = (0, 0, 0, 0);
        Line.Array[1, 40].Sample(
            lines =>
            {
                var card = new MaliciousCard(BytecodesPerCommand);
                string answer;
                try
                {
                    answer = card.Attack(string.Join('\n', lines.Append("return")));
                }
                catch (Exception e) when (e is CardFault or CapFormatException)
                {
                    Interlocked.Increment(ref refused);
                    return;
                }

                Interlocked.Increment(ref runs);
                Interlocked.Increment(ref answer == "6F00" ? ref ended : ref answered);
                for (var i = 0; i < MaliciousCard.Secret.Length - 8; i += 4)
                {
                    Assert.DoesNotContain(MaliciousCard.Secret[i..(i + 8)], answer, StringComparison.Ordinal);
                }
            },
            iter: 100);
        output.WriteLine($"{runs} programs ran, of which {ended} were ended with 6F00 and {answered} answered; {refused} were refused at load.");
        Assert.True(runs > 0);
    }
}
