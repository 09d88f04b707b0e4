using Telltale.Journal;
using Telltale.Sealing;
using Telltale.Virtual.Board;

namespace Telltale.Endurance;

/// <summary>What a unit writes beside its frames, and frames by the minute. Frames are not sealed: flash does not see the difference, and years take minutes.</summary>
public sealed class FlashLoad
{
    private const int MinutesInDay = 1440;
    private const int DictionaryBytes = 400;
    private const int StatusBytes = 260;
    private const int AlertBytes = 180;

    private const int BoardFileBytes = 400;

    private readonly UnitKeys _keys;
    private readonly byte[] _frame;
    private readonly MeasuredVolume _volume;
    private int _framesInEpoch;
    private int _calls;

    /// <summary>Puts a unit on an empty volume and starts it.</summary>
    public FlashLoad(MeasuredVolume volume, JournalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(settings);
        _volume = volume;
        DotNetCryptography cryptography = new();
        volume.Files.Create("config-a", new byte[BoardFileBytes], 0, BoardFileBytes);
        KeyedJournal.Enroll(cryptography, volume.Files);
        _keys = new UnitKeys(cryptography, volume.Files);
        _keys.Load(1);
        Journal = new FrameJournal(volume.Files, settings);
        Journal.Recover(_keys.StreamId, _keys.SequenceFloor, _keys.SequenceCeiling);
        _keys.BeginEpoch(Journal.NextSequence);
        _frame = new byte[settings.MaximumFrameBytes];
        LowestFreeBlocks = volume.BlockCount;
        TryAppend(DictionaryBytes, 1, true);
        volume.Files.Create("dictionary-89abcdef", new byte[8], 0, 8);
        volume.Files.Create("place", new byte[24], 0, 24);
    }

    /// <summary>The journal.</summary>
    public FrameJournal Journal { get; }

    /// <summary>Free blocks are counted after every so many calls.</summary>
    public int CallsBetweenCounts { get; init; } = 1;

    /// <summary>The fewest free blocks after any call.</summary>
    public int LowestFreeBlocks { get; private set; }

    /// <summary>The stream's id.</summary>
    public byte[] StreamId => _keys.StreamId;

    /// <summary>Journals a frame, with a new key file after each 64.</summary>
    public bool TryAppend(int bytes, int priority, bool isPinned)
    {
        if (_framesInEpoch == UnitKeys.FramesPerEpoch)
        {
            _framesInEpoch = 0;
            _keys.BeginEpoch(Journal.NextSequence);
        }

        _framesInEpoch++;
        bool isWritten = Journal.TryAppend(_frame, bytes, priority, isPinned);
        Note();
        return isWritten;
    }

    /// <summary>What comes beside the batch in a minute: a status each hour, the parking place twice a day, an alert each hour where there are any.</summary>
    public void TakeMinute(int minute, bool hasAlerts)
    {
        if (minute % 60 == 59)
        {
            TryAppend(StatusBytes, 0, false);
        }

        if (minute % 60 == 29 && hasAlerts)
        {
            TryAppend(AlertBytes, 2, false);
        }

        if (minute % (MinutesInDay / 2) == 500)
        {
            _volume.Files.Delete("place");
            _volume.Files.Create("place", new byte[24], 0, 24);
            Note();
        }
    }

    /// <summary>The owner takes everything and gives receipts, and the journal tidies up.</summary>
    public void Drain()
    {
        byte[] buffer = new byte[_frame.Length];
        while (Journal.HasUnsent)
        {
            if (Journal.ReadNext(buffer) > 0)
            {
                Journal.MarkSent();
                Journal.Release(Journal.ReadStreamId, Journal.ReadSequence, Journal.ReadSequence);
            }
        }

        TidyUp();
    }

    /// <summary>Lets the journal do the work that waits.</summary>
    public void TidyUp()
    {
        while (Journal.Step())
        {
            Note();
        }
    }

    /// <summary>Forgets how few blocks were free.</summary>
    public void CountAnew() => LowestFreeBlocks = _volume.FreeBlocks();

    private void Note()
    {
        if (++_calls % CallsBetweenCounts == 0)
        {
            LowestFreeBlocks = Math.Min(LowestFreeBlocks, _volume.FreeBlocks());
        }
    }
}
