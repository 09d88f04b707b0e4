using Telltale.Journal;
using Telltale.Ports;
using Telltale.Sampling;
using Telltale.Sealing;

namespace Telltale.Unit;

/// <summary>Seals what the unit has to say and journals it. Begins key epochs, and has them carry what the unit wants to find again after a restart.</summary>
internal sealed class FrameWriter
{
    /// <summary>Where the flags are in <see cref="UnitKeys.Carried"/>, behind what <see cref="VehicleContext.Save"/> writes.</summary>
    internal const int FlagsOffset = VehicleContext.SavedLength;

    /// <summary>Private mode is on.</summary>
    internal const int PrivateFlag = 1;

    /// <summary>The keys that it seals with.</summary>
    internal readonly UnitKeys Keys;

    /// <summary>Where failures are counted.</summary>
    internal readonly UnitCounters Counters;

    /// <summary>A buffer for the payload of the next frame; only its contents between two statements of one caller mean anything.</summary>
    internal readonly byte[] Payload;

    private readonly FrameJournal _journal;
    private readonly UnitSealer _sealer;
    private readonly byte[] _frame;
    private Sampler _sampler;
    private int _selfCheckFailures;

    internal FrameWriter(ICryptography cryptography, UnitKeys keys, FrameJournal journal, UnitCounters counters, int maximumFrameBytes)
    {
        Keys = keys;
        Counters = counters;
        Payload = new byte[maximumFrameBytes - FrameSealer.MaximumOverhead];
        _journal = journal;
        _sealer = new UnitSealer(cryptography, keys);
        _frame = new byte[maximumFrameBytes];
    }

    /// <summary>A buffer for frames, free between two calls of <see cref="TryWrite"/>.</summary>
    internal byte[] Buffer => _frame;

    /// <summary>Whose context is carried over restarts; null until there is one.</summary>
    internal void Carry(Sampler sampler) => _sampler = sampler;

    /// <summary>Begins a key epoch.</summary>
    /// <returns>False, counted, when the keys could not be written.</returns>
    internal bool TryBeginEpoch()
    {
        SaveContext();
        if (Keys.BeginEpoch(_journal.NextSequence))
        {
            return true;
        }

        Counters.EpochFailures++;
        return false;
    }

    /// <summary>Seals and journals a payload.</summary>
    /// <returns>False, counted, when it is not in the journal: to be tried again, under another sequence.</returns>
    internal bool TryWrite(FrameKind kind, FramePriority priority, int dictionaryId, byte[] payload, int count, bool isPinned)
    {
        SaveContext();
        int length = _sealer.Seal(kind, priority, _journal.NextSequence, dictionaryId, payload, 0, count, _frame);
        if (length == 0)
        {
            Counters.SealFailures++;
            if (_sealer.SelfCheckFailures != _selfCheckFailures)
            {
                // The sequence has been used on a wrong ciphertext and must not be used again: an empty frame gives it up.
                _selfCheckFailures = _sealer.SelfCheckFailures;
                _journal.TryAppend(_frame, 0, 0);
            }

            return false;
        }

        if (!_journal.TryAppend(_frame, length, (int)priority, isPinned))
        {
            Counters.JournalFailures++;
            return false;
        }

        return true;
    }

    // Before anything that may write a key file: an epoch ends by itself after some frames.
    private void SaveContext()
    {
        if (_sampler != null)
        {
            _sampler.Context.Save(Keys.Carried, 0);
            Keys.Carried[FlagsOffset] = (byte)(_sampler.IsPrivate ? PrivateFlag : 0);
        }
    }
}
