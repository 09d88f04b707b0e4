using Telltale.Fleet;

namespace Telltale.Simulation;

/// <summary>
/// Finds for every epoch of the vehicle's book what became of it: from the owner's tables, the raw volume and the schedule, never from what the unit counts.
/// </summary>
internal sealed class UnitCheck(
    SimulatedUnit unit, SimulatedReceiver receiver, ShardSchedule shard, OwnerKeyRing keys, SimulationOptions options, Findings findings, ShardResult result)
{
    // A sample, the batch's age and the longest that something holds the loop.
    private const long OpenBatch = 60_000 + 1_000 + 2_000 + SimulationTimes.LongestStall;
    private const long OpenBatchOnLowSupply = 10_000 + 1_000 + 2_000 + SimulationTimes.LongestStall;

    // 96 samples at most, where flash does not take them; tried again every 5 s.
    private const long OpenBatchOnFullFlash = 130_000;

    private const int MostRepetitions = 20;

    private readonly long _end = options.Days * SimulationTimes.Day;
    private readonly bool _losesAcknowledged =
        options.Faults.Any(fault => fault is FaultKind.BrokerForgets or FaultKind.BrokerDisorder or FaultKind.ReceiverDown or FaultKind.ReceiverKilled or FaultKind.HalfOpen);

    private readonly int[] _stored = new int[unit.Ledger.Count + 1];
    private readonly HashSet<int> _aside = [];
    private readonly HashSet<int> _queued = [];
    private readonly Dictionary<int, ArchivedFrame> _written = [];
    private readonly Dictionary<ulong, int> _newestDropped = [];
    private readonly Dictionary<ulong, int> _oldestQueued = [];
    private DropRule _rule = null!;
    private OwnerClasses _classes = null!;

    private bool MayLackFrames => unit.Happened.VolumesLost.Count + unit.Happened.Restored.Count + unit.Happened.Damaged.Count > 0;

    internal void Run()
    {
        // Keys of all units are in the ring; only those of this one open its frames.
        _ = keys;
        FrameContents contents = new(unit.Identities);
        OwnerBook book = new(receiver.Store);
        _classes = new OwnerClasses(receiver.Store, unit.Identities);
        _rule = new DropRule(unit.Ledger, unit.Vehicle, unit.Schedule, unit.Happened, receiver.Down.Concat(shard.ReceiverDown.Select(down => down.Span)).Concat(shard.ReceiverKilled), unit.JournalBudget, _end);
        ReadStore(book, contents);
        ReadFlash(contents);
        foreach (ArchivedFrame frame in unit.Volume.Unarrived)
        {
            foreach (int number in contents.Epochs(frame.Frame) ?? [])
            {
                // Of several writings the certain one counts.
                if (!_written.TryGetValue(number, out ArchivedFrame? other) || !other.IsCertain)
                {
                    _written[number] = frame;
                }
            }
        }

        for (int number = 1; number <= unit.Ledger.Count; number++)
        {
            Judge(number);
        }

        JudgeFrames();
        JudgeRepetitions();
    }

    private void Judge(int number)
    {
        Epoch epoch = unit.Ledger[number - 1];
        Fate fate = FateOf(number, epoch);
        if (_stored[number] > 1)
        {
            result.Duplicates += _stored[number] - 1;
            findings.Add(unit.Index, "duplicate", epoch.Time, $"epoch {number} is stored {_stored[number]} times");
        }

        if (!epoch.IsExact)
        {
            result.Between += fate is Fate.Stored or Fate.StoredAside or Fate.Queued ? 1 : 0;
            return;
        }

        result.Generated++;
        switch (fate)
        {
            case Fate.Stored:
                result.Stored++;
                break;
            case Fate.StoredAside:
                result.Stored++;
                result.StoredAside++;
                break;
            case Fate.Queued:
                result.Queued++;
                if (_rule.WorksAtEnd && epoch.Time < _end - DropRule.WorkingWay)
                {
                    findings.Add(unit.Index, "stuck", epoch.Time, $"epoch {number} is still in flash, though the way to the owner and back has worked for {DropRule.WorkingWay / SimulationTimes.Hour} hours");
                }

                break;
            case Fate.Dropped:
                result.Dropped++;
                break;
            case Fate.LostOpenBatch:
                result.LostOpenBatch++;
                break;
            case Fate.Destroyed:
                result.Destroyed++;
                break;
            default:
                result.Lost++;
                findings.Add(unit.Index, "lost", epoch.Time, $"epoch {number}: {WhereLost(number, epoch)}");
                break;
        }
    }

    private Fate FateOf(int number, in Epoch epoch)
    {
        if (_stored[number] > 0)
        {
            return Fate.Stored;
        }

        if (_aside.Contains(number))
        {
            return Fate.StoredAside;
        }

        if (_queued.Contains(number))
        {
            return Fate.Queued;
        }

        ArchivedFrame? frame = _written.GetValueOrDefault(number);
        long time = epoch.Time;
        if (IsDestroyed(time, frame))
        {
            return Fate.Destroyed;
        }

        if (frame is { IsCertain: true })
        {
            bool isDropped = frame.IsOrdinary && _rule.MayDrop(time, out _) && _classes.IsDropped(frame.Stream, frame.Sequence, !_rule.WorksAtEnd);
            if (isDropped)
            {
                _newestDropped[frame.Stream] = Math.Max(_newestDropped.GetValueOrDefault(frame.Stream), frame.Sequence);
            }

            return isDropped ? Fate.Dropped : Fate.Lost;
        }

        if (unit.IsRunning && _end - time <= OpenBatchAt(_end, false))
        {
            return Fate.Queued;
        }

        foreach ((long at, bool wasLow) in unit.Happened.Cuts)
        {
            if (time <= at && at - time <= OpenBatchAt(at, wasLow))
            {
                return Fate.LostOpenBatch;
            }
        }

        return Fate.Lost;
    }

    private long OpenBatchAt(long at, bool wasLow)
    {
        bool isRefused = unit.Schedule.FlashFull.Exists(full => full.Span.Overlaps(at - OpenBatchOnFullFlash, at))
            || unit.Schedule.DeletesRefused.Exists(span => span.Overlaps(at - OpenBatchOnFullFlash, at));
        return isRefused ? OpenBatchOnFullFlash : wasLow ? OpenBatchOnLowSupply : OpenBatch;
    }

    private bool IsDestroyed(long time, ArchivedFrame? frame)
    {
        UnitLog happened = unit.Happened;
        if (happened.VolumesLost.Exists(at => time <= at) || (frame is not null && happened.Damaged.Exists(damaged => damaged.File == frame.File)))
        {
            return true;
        }

        foreach ((long snapshot, long at, Dictionary<ulong, int> highest) in happened.Restored)
        {
            // What was written since is gone. What follows has numbers that the owner has already: where it was sent and lost on its way, his receipt for the other one releases it.
            if ((time > snapshot - OpenBatchOnFullFlash && time <= at)
                || (_losesAcknowledged && frame is not null && time > at && frame.Sequence <= highest.GetValueOrDefault(frame.Stream)))
            {
                return true;
            }
        }

        return false;
    }

    private string WhereLost(int number, in Epoch epoch)
    {
        if (_written.GetValueOrDefault(number) is not { IsCertain: true } frame)
        {
            long cut = unit.Happened.Cuts.Select(cut => cut.At).Where(at => at >= unit.Ledger[number - 1].Time).DefaultIfEmpty(-1).First();
            return cut < 0 ? "it never reached flash" : $"it never reached flash, and the next power cut was {(cut - epoch.Time) / 1000} s later";
        }

        _rule.MayDrop(epoch.Time, out long since);
        return $"it was written {(frame.At - epoch.Time) / 1000} s later as frame {frame.Sequence} of {frame.Stream:x16} to {frame.File}, for the owner {_classes.Of(frame.Stream, frame.Sequence)}; "
            + $"at most {since} bytes came before it had a way, and {_rule.Capacity} fit";
    }

    // Frames that the owner has and that come again and again, though nothing keeps his receipts from the unit.
    private void JudgeRepetitions()
    {
        FaultSchedule schedule = unit.Schedule;
        int repetitions = unit.Happened.Duplicates.Count(at => _rule.HasWorkedAt(at)
            && !schedule.Disorder.Concat(schedule.Attacks).Any(span => span.Overlaps(at - DropRule.WorkingWay, at))
            && !schedule.AcknowledgementsLost.Exists(loss => loss.At <= at && at - loss.At < DropRule.WorkingWay));
        if (repetitions > MostRepetitions)
        {
            findings.Add(unit.Index, "not_released", _end, $"{repetitions} times a frame came that the owner had already, though the way had worked for {DropRule.WorkingWay / SimulationTimes.Hour} hours");
        }
    }

    private void JudgeFrames()
    {
        foreach ((ulong stream, int dropped) in _newestDropped)
        {
            if (_oldestQueued.TryGetValue(stream, out int queued) && queued < dropped && !MayLackFrames)
            {
                findings.Add(unit.Index, "drop_order", _end, $"frame {dropped} was dropped, and the older {queued} was kept");
            }
        }

        long missing = _classes.Missing;
        result.Missing += missing;
        result.Conflicts += _classes.Conflicts;
        if (missing > 0 && !MayLackFrames)
        {
            findings.Add(unit.Index, "missing", _end, $"{missing} frames are missing for the owner, and nothing has destroyed any");
        }

        if (_classes.Conflicts > 0 && unit.Happened.Restored.Count == 0)
        {
            findings.Add(unit.Index, "conflict", _end, $"{_classes.Conflicts} numbers came with two contents, and no old flash was written back");
        }

        if (unit.Cryptography.IvReuses > 0)
        {
            findings.Add(unit.Index, "iv_reuse", _end, $"{unit.Cryptography.IvReuses} nonce blocks met two contents under one key");
        }

        if (unit.Cryptography.SequenceReuses > 0 && unit.Happened.Restored.Count == 0)
        {
            findings.Add(unit.Index, "sequence_reuse", _end, $"{unit.Cryptography.SequenceReuses} numbers came twice under one key");
        }

        result.IvReuses += unit.Cryptography.IvReuses;
        result.SequenceReuses += unit.Cryptography.SequenceReuses;
        result.PowerCuts += unit.Happened.Cuts.Count;
        result.Outages += unit.Schedule.Outages.Count(span => span.From < _end);
        result.Starts += unit.Happened.Starts;
        result.FramesWritten += unit.Volume.FramesWritten;
        result.FramesPublished += unit.Link.FramesPublished;
        result.BytesPublished += unit.Link.BytesPublished;
    }

    private void ReadStore(OwnerBook book, FrameContents contents)
    {
        SampleComparison comparison = new(unit, findings);
        foreach (Identity identity in unit.Identities)
        {
            foreach (StoredRow row in book.Samples(identity.UnitId))
            {
                if (!row.HasPosition)
                {
                    // Taken by the clock, at a moment without an epoch.
                    result.ByClock++;
                }
                else if (row.Number < 1 || row.Number > unit.Ledger.Count)
                {
                    findings.Add(unit.Index, "unexpected", 0, $"a stored sample is of epoch {row.Number}, which never was");
                }
                else
                {
                    _stored[row.Number]++;
                    comparison.Compare(row);
                }
            }

            foreach (byte[] frame in book.Conflicts(identity.UnitId))
            {
                _aside.UnionWith(contents.Epochs(frame) ?? []);
            }
        }
    }

    private void ReadFlash(FrameContents contents)
    {
        foreach ((ulong stream, int sequence, byte[] frame) in FlashContents.Frames(unit.Volume.Inner))
        {
            IReadOnlyList<int> numbers = contents.Epochs(frame) ?? [];
            _queued.UnionWith(numbers);
            if (numbers.Count > 0 && _classes.Of(stream, sequence) != FrameClass.Stored)
            {
                _oldestQueued[stream] = Math.Min(_oldestQueued.GetValueOrDefault(stream, int.MaxValue), sequence);
            }
        }
    }
}
