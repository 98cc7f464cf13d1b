using Tsms.JavaCard;
using Tsms.JavaCard.Assembling;
using Tsms.JavaCard.Exports;
using Tsms.SmartCard;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Runtime;

/// <summary>A card that verifies what is loaded.</summary>
public sealed class CodeVerificationTests
{
    private const string Library = """
        package eu/example/lib F0000000DD01 1.0
        export
        import java/lang
        public class Maths
          public static method twice(S)S
            sload_0
            sload_0
            sadd
            sreturn
          end
        """;

    private static readonly MachineLimits Verifying = new() { VerifiesCode = true };

    [Fact]
    public void Load_OfVerifiedPackages_LinksThem()
    {
        var card = new TestCard(Verifying);
        var library = CapAssembler.Assemble(Library);
        card.Runtime.Load(library);
        card.Runtime.Load(User(library, "sreturn", "S"));
        Assert.Equal(2, card.Runtime.Packages.Count());
    }

    [Fact]
    public void Load_OfForgedReference_IsRefusedAndLeavesNothing()
    {
        var card = new TestCard(Verifying);
        var library = CapAssembler.Assemble(Library);
        card.Runtime.Load(library);
        var free = card.Runtime.Memory;
        var fault = Assert.Throws<CardFault>(() => card.Runtime.Load(User(library, "areturn", "Ljava/lang/Object;")));
        Assert.Equal(StatusWord.WrongData, fault.Sw);
        Assert.Contains("reference is wanted", fault.Message, StringComparison.Ordinal);
        Assert.Equal(free, card.Runtime.Memory);

        // The same code is taken by a card that trusts who loads.
        var trusting = new TestCard();
        trusting.Runtime.Load(library);
        trusting.Runtime.Load(User(library, "areturn", "Ljava/lang/Object;"));
    }

    [Fact]
    public void Load_WithoutDescriptor_IsRefused()
    {
        var cap = CapFile.FromLoadFile(CapAssembler.Assemble(Library).LoadFileDataBlock());
        var fault = Assert.Throws<CardFault>(() => new TestCard(Verifying).Runtime.Load(cap));
        Assert.Equal(StatusWord.WrongData, fault.Sw);
        Assert.Contains("Descriptor", fault.Message, StringComparison.Ordinal);
    }

    private static CapFile User(CapFile library, string leave, string type)
    {
        var exports = ExportLookup.Api.With(ExportFile.Of(library));
        Assert.True(exports.TryFind(library.Aid, out var found));
        var maths = found.Classes[0];
        return CapAssembler.Assemble(
            $"""
            package eu/example/user F0000000DD02 1.0
            import java/lang
            import {found.Package.Name} F0000000DD01
            class User
              static method four(){type}
                sconst_2
                invokestatic {maths.Name}.{maths.Methods[0].Name}(S)S
                {leave}
              end
            """,
            exports);
    }
}
