using System.Security.Cryptography;
using Tsms.SmartCard;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.CardManager;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard;

/// <summary>
/// A secure component in software: a GlobalPlatform 2.3.1 card operating system over a Java Card runtime. The same card with the same commands gives
/// the same
/// answers: it has no clock and draws its random numbers from a generator that is seeded when it is made. One command at a time; put it behind
/// <see cref="SmartCard.Transports.InProcessCard"/> to share it. Holds keys: dispose it.
/// </summary>
public sealed partial class SecureComponent : ICardProcessor, IDisposable
{
    private readonly JavaCardRuntime _runtime;
    private readonly CardOs _os;
    private readonly HmacDrbg _random;
    private readonly byte[] _randomState;
    private readonly HalfDuplexLink? _link;
    private bool _powered;
    private int? _recoveryCut;
    private int? _commandsLeft;

    private SecureComponent(CardProfile profile, CardRegistry registry, byte[] randomState, JavaCardRuntime runtime, HmacDrbg random)
    {
        Profile = profile;
        _randomState = randomState;
        _random = random;
        _runtime = runtime;
        _os = new CardOs(runtime.PersistentMemory, registry, profile, random, runtime);
        runtime.Attach(_os);
        _link = profile.GetResponseByHost ? new HalfDuplexLink(bytes => _os.Process(bytes), runtime.TakeUnchained) : null;
    }

    /// <summary>What the card is like.</summary>
    public CardProfile Profile { get; }

    /// <summary>Persistent writes since the card was made or restored in this process; what <see cref="CutPowerAfterWrites"/> counts.</summary>
    public long Writes => _runtime.PersistentMemory.Writes;

    /// <summary>
    /// Grows with everything that makes the image another, persistent writes and random numbers: an answer may leave the card when an image of this number is
    /// kept, else a card that is killed would give the same random challenge twice.
    /// </summary>
    public long Changes => Writes + _random.Changes;

    /// <summary>Memory as hosts are told it.</summary>
    public CardMemory Memory
    {
        get
        {
            var report = _os.Memory;
            return new CardMemory(report.PersistentTotal, report.PersistentFree, report.TransientTotal, report.TransientFree);
        }
    }

    /// <summary>Byte codes that the last command of an applet ran, for the bench.</summary>
    internal long ByteCodesRun => _runtime.Machine.ByteCodesRun;

    /// <summary>The registry, for tests.</summary>
    internal CardRegistry Registry => _os.Registry;

    /// <summary>Objects and packages, for tests.</summary>
    internal JavaCardRuntime Runtime => _runtime;

    /// <summary>What applets ask of the operating system, for tests.</summary>
    internal ICardServices Services => _os;

    /// <summary>An error of this software that a command ran into and that was answered 6F00; null when there was none. Tests look at it.</summary>
    internal Exception? LastFault { get; private set; }

    /// <summary>Makes a new card. It has no power until <see cref="Reset"/>.</summary>
    /// <param name="profile">What the product is like.</param>
    /// <param name="personalization">Issuer's keys and numbers of this card; still the caller's, and not needed afterwards.</param>
    /// <param name="seed">Seed of the card's random numbers, 16 bytes or more; with the same seed the same card.</param>
    /// <exception cref="ArgumentException">Keys or numbers do not fit the profile, or the seed is too short.</exception>
    /// <exception cref="FormatException">Something in the profile is malformed.</exception>
    public static SecureComponent Create(CardProfile profile, CardPersonalization personalization, ReadOnlySpan<byte> seed)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(personalization);
        if (seed.Length < 16)
        {
            throw new ArgumentException($"The seed of a card has at least 16 bytes, not {seed.Length}.", nameof(seed));
        }

        var registry = CardMaker.Make(profile, personalization);
        var state = new byte[HmacDrbg.StateLength];
        var random = new HmacDrbg(state);
        state.AsSpan(state.Length / 2).Fill(1);
        random.Mix(seed);
        return new SecureComponent(profile, registry, state, new JavaCardRuntime(MachineSetting.Limits(profile), MachineSetting.Library(profile), random), random);
    }

    /// <summary>Makes a new card whose seed comes from a random number generator.</summary>
    /// <inheritdoc cref="Create(CardProfile, CardPersonalization, ReadOnlySpan{byte})"/>
    public static SecureComponent Create(CardProfile profile, CardPersonalization personalization, RandomNumberGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var seed = new byte[32];
        random.GetBytes(seed);
        try
        {
            return Create(profile, personalization, seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Reset()
    {
        var memory = _runtime.PersistentMemory;
        _commandsLeft = null;
        memory.CutAt = _recoveryCut is { } writes ? memory.Writes + writes + 1 : null;
        _recoveryCut = null;
        try
        {
            _os.Reset();
        }
        catch (PowerLost)
        {
            _powered = false;
            return default;
        }

        memory.CutAt = null;
        _link?.Reset();
        _powered = true;
        var atr = Convert.FromHexString(Profile.Atr);
        return _os.Registry.HistoricalBytes is { } historical ? AnswerToReset.WithHistoricalBytes(atr, historical.AsSpan()) : atr;
    }

    /// <inheritdoc/>
    public void PowerOff() => _powered = false;

    /// <summary>
    /// Processes one command APDU and returns the response. Without power, and when power is cut meanwhile, the answer is empty: a card that is mute.
    /// </summary>
    public ReadOnlyMemory<byte> Process(ReadOnlyMemory<byte> command)
    {
        if (!_powered)
        {
            return default;
        }

        try
        {
            var answer = _link is null ? _os.Process(command) : _link.Process(command);
            if (_commandsLeft is not { } left)
            {
                return answer;
            }

            _commandsLeft = left - 1;
            _powered = left > 0;
            return _powered ? answer : default;
        }
        catch (PowerLost)
        {
            _powered = false;
            return default;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A card does not throw. What went wrong is kept for tests; what was half done is taken back.
            LastFault = e;
            return TryMend() ? new[] { StatusWord.Unknown.Sw1, StatusWord.Unknown.Sw2 } : default;
        }
    }

    private bool TryMend()
    {
        try
        {
            if (_runtime.PersistentMemory.IsTorn)
            {
                _runtime.PersistentMemory.RollBackAll();
            }

            return true;
        }
        catch (PowerLost)
        {
            _powered = false;
            return false;
        }
    }

    /// <summary>
    /// Cuts the power at the write after the next <paramref name="writes"/>: those happen, it does not, and the card is mute until <see
    /// cref="Reset"/>, which forgets the cut.
    /// </summary>
    /// <param name="writes">0 or more.</param>
    public void CutPowerAfterWrites(int writes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(writes);
        _runtime.PersistentMemory.CutAt = _runtime.PersistentMemory.Writes + writes + 1;
    }

    /// <summary>
    /// Cuts the power after the next <paramref name="commands"/>, between what the command after them does and its answer: the card has done it, the host hears
    /// nothing, and the card is mute until <see cref="Reset"/>, which forgets the cut.
    /// </summary>
    /// <param name="commands">0 or more; commands to applets, to security domains and to the card itself count alike.</param>
    public void CutPowerAfterCommands(int commands)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(commands);
        _commandsLeft = commands;
    }

    /// <summary>
    /// Cuts the power while the next <see cref="Reset"/> mends what was left half done, at the write after the next <paramref name="writes"/>: the card does not
    /// start then, and the reset after that goes on mending. Without so many writes nothing is cut.
    /// </summary>
    /// <param name="writes">0 or more.</param>
    public void CutPowerInRecovery(int writes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(writes);
        _recoveryCut = writes;
    }

    /// <summary>A copy of the card as it is, which goes its own way: it shares nothing with this one. It has no power until <see cref="Reset"/>.</summary>
    public SecureComponent Clone()
    {
        var image = Save();
        try
        {
            return Restore(image);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(image);
        }
    }

    /// <summary>Zeroes keys; the card answers nothing any more.</summary>
    public void Dispose()
    {
        _powered = false;
        _os.Dispose();
        _random.Dispose();
        CryptographicOperations.ZeroMemory(_randomState);
    }
}
