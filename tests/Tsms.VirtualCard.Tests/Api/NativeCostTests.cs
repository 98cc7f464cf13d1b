using System.Globalization;
using Tsms.JavaCard.Exports;
using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>What native methods take of a command's byte codes. Units are counted, nothing is timed.</summary>
public sealed class NativeCostTests
{
    private const int Short = 64;

    // An offset and a length behind an array of bytes, or behind any array.
    private static readonly string[] Ranges = ["[BSS", "Ljava/lang/Object;SS"];

    public static TheoryData<string> MethodsWithARange() =>
        [.. CardApi.Natives(ApiProfile.JavaCard32).Bodies.Keys.Where(b => Ranges.Any(r => b.Contains(r, StringComparison.Ordinal)) && !b.Contains(".setShort(", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Cost_OfARange_GrowsWithIt()
    {
        var unproven = new List<string>();
        var proven = 0;
        foreach (var body in MethodsWithARange().Select(r => r.Data))
        {
            var (least, most) = (Cost(body, Short), Cost(body, NativeWork.Long));
            if (most - least >= (NativeWork.Long - Short) / 8)
            {
                proven++;
            }
            else if (least < NativeCost.Exception / 4 && most < NativeCost.Exception / 4 && !Refuses(body))
            {
                unproven.Add(string.Create(CultureInfo.InvariantCulture, $"{body}: {least}, {most}"));
            }
        }

        Assert.True(unproven.Count == 0, string.Join('\n', unproven));
        Assert.True(proven >= 60, string.Create(CultureInfo.InvariantCulture, $"{proven} methods looked at the range they were given."));
    }

    [Theory]
    [InlineData("javacard/security/RandomData$Card.generateData([BSS)V", 10)]
    [InlineData("javacard/security/Checksum$Card.update([BSS)V", 1)]
    [InlineData("javacard/security/Signature$Card.update([BSS)V", 8)]
    [InlineData("javacardx/crypto/Cipher$Card.update([BSS[BS)S", 8)]
    [InlineData("javacardx/crypto/AEADCipher$Card.update([BSS[BS)S", 8)]
    [InlineData("javacard/security/MessageDigest$Card.update([BSS)V", 1)]
    public void Cost_OfCryptography_IsThatOfItsAlgorithm(string method, int byteCodesPerByte) =>
        Assert.InRange((Cost(method, NativeWork.Long) - Cost(method, Short)) / (NativeWork.Long - Short), byteCodesPerByte, (4 * byteCodesPerByte) + 4);

    [Theory]
    [InlineData("arrayCompareGeneric(Ljava/lang/Object;SLjava/lang/Object;SS)B")]
    [InlineData("arrayFindGeneric(Ljava/lang/Object;S[BS)S")]
    public void Cost_OfArraysOfShorts_GrowsWithThem(string signature)
    {
        long Of(int length)
        {
            var card = new ApiMachine();
            var array = card.Vm.NewArray(ObjectKind.ShortArray, length);
            object[] arguments = signature.StartsWith("arrayFind", StringComparison.Ordinal) ? [array, 0, card.Bytes(1, 1), 0] : [array, 0, array, 0, length];
            card.Vm.Refuel();
            card.Static("javacardx/framework/util/ArrayLogic", signature, arguments);
            return card.Vm.ByteCodesRun;
        }

        Assert.True(Of(10_000) - Of(100) > 9_900);
    }

    [Fact]
    public void Cost_OfTheWorstSearch_IsThatOfComparingEverywhere()
    {
        var card = new ApiMachine();
        var text = card.Bytes(new byte[20_000]);
        var part = card.Bytes([.. new byte[5_000], 1, .. new byte[4_999]]);
        card.Vm.Refuel();
        Assert.Equal(-1, card.Static("javacardx/framework/string/StringUtil", "indexOf([BSS[BSS)S", text, 0, 20_000, part, 0, 10_000));
        Assert.True(card.Vm.ByteCodesRun > 20_000 * 10_000 / 512);
    }

    [Fact]
    public void Replace_ThatWouldGrowBeyondTheTarget_IsRefusedBeforeItGrows()
    {
        var card = new ApiMachine();
        var text = card.Bytes(new byte[30_000]);
        Assert.Equal(
            0,
            ApiMachine.Throws(KnownClass.ArrayIndexOutOfBoundsException, () => card.Static(
                "javacardx/framework/string/StringUtil", "replace([BSS[BSS[BSS[BS)S",
                text, 0, 30_000, text, 0, 1, text, 0, 30_000, text, 0)));
    }

    [Fact]
    public void Cost_OfKeysAndTheirUse_GrowsWithTheirLength()
    {
        Assert.True(CryptoCost.RsaKey(2048) >= 4 * CryptoCost.RsaKey(1024));
        Assert.True(CryptoCost.Power(2048, 2048) > 6 * CryptoCost.Power(1024, 1024));
        Assert.True(CryptoCost.Point(521) > 6 * CryptoCost.Point(256));
        var limits = new MachineLimits();
        Assert.True(3 * CryptoCost.RsaKey(2048) < limits.ByteCodesPerCommand, "a few keys of 2,048 bits are made in one command");
        Assert.True(CryptoCost.RsaKey(4096) < limits.ByteCodesPerCommand, "a key of any length is made in one command");
    }

    [Fact]
    public void Cost_OfAKeyPair_IsTakenWhenItIsMade()
    {
        var card = new ApiMachine();
        var pair = card.New("javacard/security/KeyPair", "(BS)V", 5, 256);
        card.Vm.Refuel();
        card.Call(pair, "genKeyPair()V");
        Assert.True(card.Vm.ByteCodesRun > CryptoCost.Point(256));
    }

    [Fact]
    public void Cost_OfAnAbortedTransaction_GrowsWithTheHeapThatIsSearched()
    {
        long Of(int objects)
        {
            var card = new ApiMachine();
            for (var i = 0; i < objects; i++)
            {
                card.Bytes();
            }

            card.Vm.Refuel();
            card.Static("javacard/framework/JCSystem", "beginTransaction()V");
            card.Bytes(1);
            card.Static("javacard/framework/JCSystem", "abortTransaction()V");
            return card.Vm.ByteCodesRun;
        }

        Assert.True(Of(10_000) - Of(10) > 10_000);
    }

    [Fact]
    public void Journal_OfACommandWithoutEnd_EndsInAFault()
    {
        var card = new ApiMachine();
        var memory = card.Vm.Heap.Memory;
        var array = card.Bytes(new byte[30_000]);
        var mark = memory.BeginCommand();
        Assert.Throws<MachineFault>(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                memory.TryWriteBytes(array, 0, new byte[30_000]);
            }
        });
        memory.RollBackCommand(mark);
        Assert.False(memory.IsTorn);
        memory.Atomically(() => Assert.True(memory.TryWriteBytes(array, 0, new byte[30_000])));
    }

    private static bool Refuses(string body)
    {
        var (card, method, words) = Prepare(body, Short);
        try
        {
            card.Vm.Call(method, card.Owner, words);
            return false;
        }
        catch (JavaThrow)
        {
            return true; // it looks at something else first
        }
    }

    private static long Cost(string body, int length)
    {
        var (card, method, words) = Prepare(body, length);
        return NativeWork.Run(card, method, words);
    }

    // Every range begins at 0 and has the length asked for; every other word is 0.
    private static (ApiMachine Card, MethodInfo Method, short[] Words) Prepare(string body, int length)
    {
        var card = new ApiMachine(ApiProfile.JavaCard32 with { Packages = ApiTables.All.ToDictionary(t => t.Name, t => (int)t.Minor) });
        card.Vm.Jcre = new TestJcre(card);
        var work = new NativeWork(card);
        var dot = body.IndexOf('.', StringComparison.Ordinal);
        var (type, signature) = (card.Vm.ApiClass(body[..dot]), body[(dot + 1)..]);
        var fixedMethod = type.DeclaredMethods.FirstOrDefault(m => m?.Signature == signature);
        var method = fixedMethod ?? type.PublicMethods.Concat(type.InterfaceMethods.SelectMany(m => m)).First(m => m?.Signature == signature)!;
        var words = new List<short>();
        if (fixedMethod is null || signature.StartsWith("<init>", StringComparison.Ordinal))
        {
            words.Add((short)(work.Instance(type.Name) ?? card.Vm.NewObject(type)).Handle);
        }

        var descriptor = signature[(signature.IndexOf('(', StringComparison.Ordinal) + 1)..signature.IndexOf(')', StringComparison.Ordinal)];
        for (var afterArray = 0; descriptor.Length > 0;)
        {
            var end = descriptor[0] == 'L' ? descriptor.IndexOf(';', StringComparison.Ordinal) + 1 : descriptor[0] == '[' ? 2 : 1;
            var argument = descriptor[..end];
            descriptor = descriptor[end..];
            afterArray = argument is "[B" or "Ljava/lang/Object;" ? 1 : afterArray + 1;
            words.Add(argument is "[B" or "Ljava/lang/Object;" ? (short)work.Array.Handle : afterArray == 3 && argument == "S" ? (short)length : (short)0);
        }

        while (words.Count < method.ArgumentWords)
        {
            words.Add(0);
        }

        return (card, method, [.. words]);
    }
}
