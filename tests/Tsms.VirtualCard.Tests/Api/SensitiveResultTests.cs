namespace Tsms.VirtualCard.Tests.Api;

/// <summary>javacardx.security.SensitiveResult.</summary>
public sealed class SensitiveResultTests
{
    private const string Result = "javacardx/security/SensitiveResult";
    private const string Util = "javacard/framework/Util";
    private readonly ApiMachine _card = new();

    [Fact]
    public void Results_AreAssertedByTheirType()
    {
        var bytes = _card.Hex("010203");
        _card.Static(Util, "arrayCompare([BS[BSS)B", bytes, 0, bytes, 1, 2);
        _card.Static(Result, "assertNegative()V");
        _card.Static(Result, "assertLessThan(S)V", 0);
        _card.Static(Result, "assertEquals(S)V", -1);
        Refused("assertZero()V");
        Refused("assertPositive()V");
        Refused("assertGreaterThan(S)V", 0);
        Refused("assertTrue()V");
        _card.Static(Util, "arrayCopy([BS[BSS)S", bytes, 0, bytes, 1, 1);
        _card.Static(Result, "assertPositive()V");
        _card.Static(Result, "assertGreaterThan(S)V", 1);
        _card.Static(Util, "arrayCompare([BS[BSS)B", bytes, 0, bytes, 1, 1);
        _card.Static(Result, "assertZero()V");
        _card.Static(Result, "reset()V");
        Refused("assertZero()V");
    }

    [Fact]
    public void BooleansReferencesAndExceptions_AreTold()
    {
        var pin = _card.New("javacard/framework/OwnerPIN", "(BB)V", 3, 4);
        var value = _card.Hex("31323334");
        _card.Call(pin, "update([BSB)V", value, 0, 4);
        _card.Call(pin, "check([BSB)Z", value, 0, 3);
        _card.Static(Result, "assertFalse()V");
        Refused("assertTrue()V");
        _card.Call(pin, "check([BSB)Z", value, 0, 4);
        _card.Static(Result, "assertTrue()V");
        ApiMachine.Throws("java/lang/ArrayIndexOutOfBoundsException", () => _card.Static(Util, "arrayCompare([BS[BSS)B", value, 3, value, 0, 2));
        Refused("assertTrue()V");
        _card.Vm.Jcre = new TestJcre(_card);
        var aid = _card.Object("javacard/framework/JCSystem", "getAID()Ljavacard/framework/AID;");
        _card.Static(Result, "assertEquals(Ljava/lang/Object;)V", aid);
        Refused("assertEquals(Ljava/lang/Object;)V", value);
        Refused("assertEquals(S)V", 0);
    }

    private void Refused(string signature, params object?[] arguments) =>
        ApiMachine.Throws("java/lang/SecurityException", () => _card.Static(Result, signature, arguments));
}
