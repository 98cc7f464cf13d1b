namespace Tsms.SmartCard.Transports.Pcsc;

/// <summary>A connection to the smart card service. One call at a time, but <see cref="Cancel"/>.</summary>
internal sealed class PcscContext : IDisposable
{
    private readonly nint _context;
    private int _isDisposed;

    private PcscContext(PcscLibrary library, nint context) => (Library, _context) = (library, context);

    ~PcscContext() => Release();

    public PcscLibrary Library { get; }

    public nint Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
            return _context;
        }
    }

    /// <exception cref="TransportException">No library, or the service does not run.</exception>
    public static PcscContext Open()
    {
        var library = PcscLibrary.Current;
        var code = library.EstablishContext(out var context);
        return code == PcscError.Success ? new(library, context) : throw PcscError.Fail("The smart card service cannot be reached", code);
    }

    public void Cancel() => Library.Cancel(Value);

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Library.ReleaseContext(_context);
        }
    }
}
