namespace Tsms.Keys;

/// <summary>Why a key store refused.</summary>
public enum KeyStoreError
{
    /// <summary>There is no key of this name, version or kind.</summary>
    NotFound,

    /// <summary>There is a key of this name and version already; nothing is overwritten.</summary>
    AlreadyExists,

    /// <summary>The passphrase does not open the file.</summary>
    WrongPassphrase,

    /// <summary>The file was changed or cut.</summary>
    Damaged,

    /// <summary>The file is of a newer format than this program knows.</summary>
    NewerFormat,

    /// <summary>Another process has the file open.</summary>
    InUse,

    /// <summary>The file cannot be read or written.</summary>
    Unavailable,

    /// <summary>A wrapped key set does not open with this transport key.</summary>
    UnwrapFailed,

    /// <summary>A publicly known test key where test keys are refused.</summary>
    TestKeyRefused,

    /// <summary>A change of this key set is under way, or none is.</summary>
    ChangeState,
}

/// <summary>A key store refused; the message says what, where and what to do, and holds nothing secret.</summary>
public sealed class KeyStoreException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public KeyStoreException(KeyStoreError error, string message, Exception? inner = null) : base(message, inner) => Error = error;

    /// <summary>What is wrong.</summary>
    public KeyStoreError Error { get; }
}
