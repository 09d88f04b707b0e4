using Telltale.Journal;
using Telltale.Ports;
using Telltale.Sealing;

namespace Telltale.Endurance;

/// <summary>Keys, seal and journal as the unit uses them, from one start-up to the next.</summary>
public sealed class KeyedJournal
{
    /// <summary>The unit's id.</summary>
    public const string UnitId = "k7m2p9x4";

    private readonly UnitSealer? _sealer;
    private readonly byte[] _payload;
    private readonly byte[] _frame;

    /// <summary>Starts the unit on its volume.</summary>
    public KeyedJournal(ICryptography cryptography, IFileVolume volume, JournalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Keys = new UnitKeys(cryptography, volume);
        UnitKeyState state = Keys.Load(7);
        Journal = new FrameJournal(volume, settings);
        Journal.Recover(Keys.StreamId, Keys.SequenceFloor, Keys.SequenceCeiling);
        IsReady = state != UnitKeyState.NotEnrolled && Keys.BeginEpoch(Journal.NextSequence);
        _sealer = IsReady ? new UnitSealer(cryptography, Keys) : null;
        _frame = new byte[settings.MaximumFrameBytes];
        _payload = new byte[settings.MaximumFrameBytes - FrameSealer.MaximumOverhead];
    }

    /// <summary>The owner's root key.</summary>
    public static byte[] Root { get; } = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    /// <summary>False where the keys could not be read or written.</summary>
    public bool IsReady { get; }

    /// <summary>The keys.</summary>
    public UnitKeys Keys { get; }

    /// <summary>The journal.</summary>
    public FrameJournal Journal { get; }

    /// <summary>Called with each sealed frame before it is journalled; the array may be longer.</summary>
    public Action<byte[], int>? Sealed { get; set; }

    /// <summary>Makes a volume that of an enrolled unit.</summary>
    public static void Enroll(ICryptography cryptography, IFileVolume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        byte[] identity = UnitEnrolment.CreateIdentity(cryptography, Root, UnitId);
        volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
    }

    /// <summary>The payload that makes a batch's frame as long as wished, or up to 15 bytes longer.</summary>
    public static int PayloadFor(int frameBytes) => Math.Max(1, ((frameBytes - 36 + 15) / 16 * 16) - 1);

    /// <summary>Seals a payload of so many bytes, made from the sequence, and journals it.</summary>
    /// <returns>False when it was not sealed or not journalled.</returns>
    public bool TryAppend(FrameKind kind, FramePriority priority, bool isPinned, int payloadBytes)
    {
        int sequence = Journal.NextSequence;
        for (int index = 0; index < payloadBytes; index++)
        {
            _payload[index] = (byte)(sequence + index);
        }

        int length = _sealer is null ? 0 : _sealer.Seal(kind, priority, sequence, 0, _payload, 0, payloadBytes, _frame);
        if (length == 0)
        {
            return false;
        }

        Sealed?.Invoke(_frame, length);
        return Journal.TryAppend(_frame, length, (int)priority, isPinned);
    }
}
