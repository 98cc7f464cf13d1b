namespace Tsms.VirtualCard.Machine;

/// <summary>Names of the classes that the machine itself needs.</summary>
internal static class KnownClass
{
    public const string Object = "java/lang/Object";
    public const string Throwable = "java/lang/Throwable";
    public const string ArithmeticException = "java/lang/ArithmeticException";
    public const string ArrayIndexOutOfBoundsException = "java/lang/ArrayIndexOutOfBoundsException";
    public const string ArrayStoreException = "java/lang/ArrayStoreException";
    public const string ClassCastException = "java/lang/ClassCastException";
    public const string NegativeArraySizeException = "java/lang/NegativeArraySizeException";
    public const string NullPointerException = "java/lang/NullPointerException";
    public const string SecurityException = "java/lang/SecurityException";
    public const string Applet = "javacard/framework/Applet";
    public const string Aid = "javacard/framework/AID";
    public const string Apdu = "javacard/framework/APDU";
    public const string AppletEvent = "javacard/framework/AppletEvent";
    public const string CardException = "javacard/framework/CardException";
    public const string CardRuntimeException = "javacard/framework/CardRuntimeException";
    public const string ExtendedLength = "javacardx/apdu/ExtendedLength";
    public const string IsoException = "javacard/framework/ISOException";
    public const string MultiSelectable = "javacard/framework/MultiSelectable";
    public const string Shareable = "javacard/framework/Shareable";
    public const string SystemException = "javacard/framework/SystemException";
    public const string TransactionException = "javacard/framework/TransactionException";
}

/// <summary>Reasons of the exceptions that the machine throws (Java Card API 3.0.5).</summary>
internal static class ReasonCode
{
    /// <summary>SystemException.ILLEGAL_VALUE.</summary>
    public const short IllegalValue = 1;

    /// <summary>SystemException.NO_TRANSIENT_SPACE.</summary>
    public const short NoTransientSpace = 2;

    /// <summary>SystemException.ILLEGAL_TRANSIENT.</summary>
    public const short IllegalTransient = 3;

    /// <summary>SystemException.ILLEGAL_AID.</summary>
    public const short IllegalAid = 4;

    /// <summary>SystemException.NO_RESOURCE.</summary>
    public const short NoResource = 5;

    /// <summary>TransactionException.BUFFER_FULL.</summary>
    public const short BufferFull = 3;
}
