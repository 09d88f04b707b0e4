using Telltale.Can;
using Telltale.Commands;
using Telltale.Configuration;
using Telltale.Gnss;
using Telltale.Journal;
using Telltale.Obd;
using Telltale.Sealing;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>
/// When the unit says what it is and what its journal holds, and what it says. A status is made only while the link is open: it is of no use to anyone before, and one frame is enough for all that
/// happened meanwhile.
/// </summary>
internal sealed class StatusWriter
{
    private readonly UnitSettings _settings;
    private readonly UnitPorts _ports;
    private readonly StatusReport _report = new StatusReport();
    private readonly ConfigurationStore _configuration;
    private readonly byte[] _streamId = new byte[FrameHeader.StreamIdLength];
    private bool _wasOpen;
    private bool _isDue;
    private long _writtenUptime = long.MinValue / 2;
    private long _retryUptime = long.MinValue;
    private int _droppedReported;
    private int _turnsReported;
    private bool _isPreviousLifeTold;

    internal StatusWriter(UnitSettings settings, UnitPorts ports)
    {
        _ports = ports;
        _configuration = ports.Configuration;
        _settings = settings;
        _report.SetFirmware(FirmwareBuild.Version, settings.BoardName);
    }

    /// <summary>Wants a status as soon as the link is open.</summary>
    internal void Request() => _isDue = true;

    /// <summary>Whether a status is to be written now.</summary>
    internal bool IsDue(long uptime, bool isOpen, int droppedRanges, int turnsToFail)
    {
        bool hasOpened = isOpen && !_wasOpen;
        _wasOpen = isOpen;
        if (!isOpen)
        {
            return false;
        }

        long since = uptime - _writtenUptime;
        _isDue = _isDue || since >= _settings.StatusMilliseconds || (hasOpened && since >= _settings.StatusOnOpenMilliseconds)
            || (droppedRanges != _droppedReported && since >= _settings.StatusOnDropMilliseconds)
            || (turnsToFail != _turnsReported && since >= _settings.StatusOnCheckMilliseconds);
        return _isDue && uptime >= _retryUptime;
    }

    /// <summary>The uptime at which the next status falls due by itself while the link stays open.</summary>
    internal long NextDueUptimeMilliseconds => _wasOpen ? _writtenUptime + _settings.StatusMilliseconds : long.MaxValue;

    internal bool TryWrite(TelematicsUnit unit, FrameWriter writer, long uptime)
    {
        FrameJournal journal = unit.Journal;
        StatusReport report = _report;
        report.Clear();
        int sequence = journal.NextSequence;
        report.SetJournal(journal.OldestSequence, journal.WaitingFrames, -1);
        report.SetTime(unit.Keys.BootNumber, uptime, unit.Clock.IsSet, unit.Clock.IsSet ? unit.Clock.UtcAt(uptime) : 0);
        for (int stream = 1; stream < journal.StreamCount; stream++)
        {
            int oldest = journal.OldestSequenceOf(stream);
            if (oldest > 0)
            {
                journal.CopyStreamId(stream, _streamId);
                report.AddOlderStream(_streamId, 0, oldest, journal.NewestSequenceOf(stream));
            }
        }

        int dropped = 0;
        while (dropped < journal.DroppedRangeCount)
        {
            DroppedRange range = journal.DroppedRangeAt(dropped);
            if (!report.AddDropped(range.StreamId, 0, range.First, range.Last, range.Reason))
            {
                break;
            }

            dropped++;
        }

        AddCounters(unit, report);
        UplinkStatus.AddTo(report, unit, _ports, uptime);
        AddConfiguration(report);
        AddPreviousLife(unit.BootLog, report);
        unit.Reporting.Checks.AddTo(report);
        int turns = unit.Reporting.Checks.TurnsToFail;

        // Before it is written: writing may drop more, which may join a range that this status says less of.
        journal.MarkDroppedReported(dropped, sequence);
        if (!writer.TryWrite(FrameKind.Status, FramePriority.Required, 0, writer.Payload, report.Encode(writer.Payload), false))
        {
            journal.MarkDroppedReported(journal.DroppedRangeCount, 0);
            _retryUptime = uptime + OpenBatch.RetryMilliseconds;
            return false;
        }

        _isPreviousLifeTold = true;
        _droppedReported = journal.DroppedRangeCount;
        _turnsReported = turns;
        _isDue = false;
        _writtenUptime = uptime;
        return true;
    }

    // Once: the frame is kept until the owner has it.
    private void AddPreviousLife(BootLog log, StatusReport report)
    {
        if (log != null && log.HasPrevious && !_isPreviousLifeTold)
        {
            report.SetPreviousLife((int)log.PreviousReason, log.PreviousSeconds, log.PreviousWords, log.EarlyEnds, log.IsSafeMode);
        }
    }

    private void AddConfiguration(StatusReport report)
    {
        ConfigurationStore store = _configuration;
        if (store != null)
        {
            report.SetConfiguration(store.Revision, store.Checksum, store.IsOnTrial, store.LastTrialRevision, (int)store.LastTrialResult);
            report.SetConfigurationFault((int)store.ImportFault.Code, store.ImportFault.Path);
        }
    }

    private static void AddCounters(TelematicsUnit unit, StatusReport report)
    {
        UnitCounters counters = unit.Counters;
        Add(report, StatusCounter.PowerOns, unit.Keys.BootNumber);
        Add(report, StatusCounter.StepsLate, counters.StepsLate);
        Add(report, StatusCounter.LongestStepMilliseconds, counters.LongestStepMilliseconds);
        Add(report, StatusCounter.SamplesTaken, unit.Sampler.SamplesTaken);
        Add(report, StatusCounter.SamplesJournalled, counters.SamplesJournalled);
        Add(report, StatusCounter.SamplesLost, counters.SamplesLost);
        Add(report, StatusCounter.BatchesJournalled, counters.BatchesJournalled);
        Add(report, StatusCounter.AlertsJournalled, counters.AlertsJournalled);
        Add(report, StatusCounter.AlertsLost, counters.AlertsLost + unit.Sampler.EventsLost);
        Add(report, StatusCounter.DictionariesJournalled, counters.DictionariesJournalled);
        Add(report, StatusCounter.SealFailures, counters.SealFailures);
        Add(report, StatusCounter.JournalFailures, counters.JournalFailures);
        Add(report, StatusCounter.EpochFailures, counters.EpochFailures);
        Add(report, StatusCounter.TripsEnded, counters.TripsEnded);
        Add(report, StatusCounter.LowSupplyCloses, counters.LowSupplyCloses);
        Add(report, StatusCounter.ClockSteps, unit.Clock.Steps);
        Add(report, StatusCounter.ClockOutliers, unit.Clock.Outliers);
        Add(report, StatusCounter.KeyFilesDamaged, unit.Keys.DamagedFiles);
        Add(report, StatusCounter.KeyWriteFailures, unit.Keys.WriteFailures);
        Add(report, StatusCounter.OutputsOn, unit.OutputsOn);
        Add(report, StatusCounter.OutputsRefused, unit.OutputsRefused);
        Add(report, StatusCounter.SignalSettingsWithoutEffect, unit.Sampler.SignalSettingsWithoutEffect);
        if (unit.BootLog != null)
        {
            Add(report, StatusCounter.Boots, unit.BootLog.Boots);
            Add(report, StatusCounter.EarlyEnds, unit.BootLog.EarlyEnds);
            Add(report, StatusCounter.PreviousEnd, (int)unit.BootLog.PreviousReason);
        }

        AddJournal(unit.Journal.Counters, report);
        AddUplink(unit.Uplink.Counters, report);
        if (unit.Commands != null)
        {
            AddCommands(unit.Commands.Counters, report);
            Add(report, StatusCounter.CommandLogCopiesDamaged, unit.Commands.LogCopiesDamaged);
        }

        if (unit.Gnss != null)
        {
            AddGnss(unit.Gnss.Counters, unit.Receiver.Counters, report);
        }

        if (unit.Bus != null)
        {
            AddCan(unit.CanCounters, report);
            AddObd(unit.Bus.Obd.Counters, report);
        }
    }

    private static void AddJournal(JournalCounters counters, StatusReport report)
    {
        Add(report, StatusCounter.FramesAppended, counters.FramesAppended);
        Add(report, StatusCounter.AppendFailures, counters.AppendFailures);
        Add(report, StatusCounter.FramesRefusedForLength, counters.FramesRefused);
        Add(report, StatusCounter.SegmentsDropped, counters.SegmentsDropped);
        Add(report, StatusCounter.FramesDropped, counters.FramesDropped);
        Add(report, StatusCounter.FramesKept, counters.FramesKept);
        Add(report, StatusCounter.SegmentsReleased, counters.SegmentsReleased);
        Add(report, StatusCounter.SegmentsDamaged, counters.SegmentsDamaged);
        Add(report, StatusCounter.SegmentsEmpty, counters.SegmentsEmpty);
        Add(report, StatusCounter.DeleteFailures, counters.DeleteFailures);
        Add(report, StatusCounter.ReleasesForgotten, counters.ReleasesForgotten);
        Add(report, StatusCounter.DroppedRangesMerged, counters.DroppedRangesMerged);
        Add(report, StatusCounter.DropLogFailures, counters.DropLogFailures);
        Add(report, StatusCounter.MergeFailures, counters.MergeFailures);
        Add(report, StatusCounter.SinglesEmpty, counters.SinglesEmpty);
        Add(report, StatusCounter.SinglesDamaged, counters.SinglesDamaged);
        Add(report, StatusCounter.FramesTooLong, counters.FramesTooLong);
        Add(report, StatusCounter.ReadFailures, counters.ReadFailures);
        Add(report, StatusCounter.MarksForgotten, counters.MarksForgotten);
    }

    private static void AddUplink(UplinkCounters counters, StatusReport report)
    {
        Add(report, StatusCounter.ConnectionAttempts, counters.Attempts);
        Add(report, StatusCounter.Connections, counters.Connections);
        Add(report, StatusCounter.ConnectionsFailed, counters.FailedAttempts);
        Add(report, StatusCounter.ConnectionsLost, counters.LostConnections);
        Add(report, StatusCounter.ConnectionsSilent, counters.SilentConnections);
        Add(report, StatusCounter.FramesPublished, counters.FramesPublished);
        Add(report, StatusCounter.BytesPublished, counters.BytesPublished);
        Add(report, StatusCounter.FramesAcknowledged, counters.FramesAcknowledged);
        Add(report, StatusCounter.AcknowledgementsStray, counters.StrayAcknowledgements);
        Add(report, StatusCounter.ReceiptTimeouts, counters.ReceiptTimeouts);
        Add(report, StatusCounter.Receipts, counters.Receipts);
        Add(report, StatusCounter.FramesReleased, counters.FramesReleased);
        Add(report, StatusCounter.FramesRefused, counters.FramesRefused);
        Add(report, StatusCounter.RangesUnknown, counters.RangesUnknown);
        Add(report, StatusCounter.MessagesRefused, counters.MessagesRefused);
        Add(report, StatusCounter.MessagesUnserved, counters.MessagesUnserved);
        Add(report, StatusCounter.DictionariesWanted, counters.DictionariesWanted);
    }

    private static void AddCommands(CommandCounters counters, StatusReport report)
    {
        Add(report, StatusCounter.CommandsReceived, counters.Received);
        Add(report, StatusCounter.CommandsExecuted, counters.Executed);
        Add(report, StatusCounter.CommandsRepeated, counters.Repeated);
        Add(report, StatusCounter.CommandsTooOld, counters.TooOld);
        Add(report, StatusCounter.CommandNumbersUsed, counters.NumbersUsed);
        Add(report, StatusCounter.CommandsExpired, counters.Expired);
        Add(report, StatusCounter.CommandsFromTheFuture, counters.FromTheFuture);
        Add(report, StatusCounter.CommandsWithoutClock, counters.ClockNotSet);
        Add(report, StatusCounter.CommandsRefused, counters.Refused);
        Add(report, StatusCounter.CommandsNotStored, counters.NotStored);
        Add(report, StatusCounter.CommandsBusy, counters.Busy);
        Add(report, StatusCounter.CommandsMalformed, counters.Malformed);
        Add(report, StatusCounter.CommandsInterrupted, counters.Interrupted);
        Add(report, StatusCounter.CommandRepliesWithheld, counters.RepliesWithheld);
        Add(report, StatusCounter.CommandReplyFailures, counters.ReplyFailures);
    }

    private static void AddGnss(GnssCounters counters, GnssReceiverCounters receiver, StatusReport report)
    {
        Add(report, StatusCounter.GnssEpochs, counters.Epochs);
        Add(report, StatusCounter.GnssResynchronisations, counters.Resynchronisations);
        Add(report, StatusCounter.GnssBadChecksums, counters.BadChecksums);
        Add(report, StatusCounter.GnssMalformed, counters.Malformed);
        Add(report, StatusCounter.GnssOverruns, counters.Overruns);
        Add(report, StatusCounter.GnssSilences, receiver.Silences);
        Add(report, StatusCounter.GnssRestarts, receiver.Restarts);
        Add(report, StatusCounter.GnssSearchRounds, receiver.SearchRounds);
        Add(report, StatusCounter.GnssOpenFailures, receiver.OpenFailures);
        Add(report, StatusCounter.GnssUnanswered, receiver.Unanswered);
        Add(report, StatusCounter.GnssRolledOverDates, counters.RolledOverDates);
    }

    private static void AddCan(CanCounters counters, StatusReport report)
    {
        Add(report, StatusCounter.CanFramesReceived, counters.FramesReceived);
        Add(report, StatusCounter.CanFramesSent, counters.FramesSent);
        Add(report, StatusCounter.CanOverflows, counters.Overflows);
        Add(report, StatusCounter.CanErrorPassives, counters.ErrorPassives);
        Add(report, StatusCounter.CanBusOffs, counters.BusOffs);
        Add(report, StatusCounter.CanMessageErrors, counters.MessageErrors);
        Add(report, StatusCounter.CanTransmissionsAborted, counters.TransmissionsAborted);
        Add(report, StatusCounter.CanControllerFaults, counters.ControllerFaults);
    }

    private static void AddObd(ObdCounters counters, StatusReport report)
    {
        Add(report, StatusCounter.ObdRequestsSent, counters.RequestsSent);
        Add(report, StatusCounter.ObdResponses, counters.ResponsesReceived);
        Add(report, StatusCounter.ObdTimeouts, counters.Timeouts);
        Add(report, StatusCounter.ObdNegativeResponses, counters.NegativeResponses);
        Add(report, StatusCounter.ObdResponsesMalformed, counters.ResponsesMalformed);
        Add(report, StatusCounter.ObdGivenWay, counters.GivenWay);
        Add(report, StatusCounter.ObdRequestsOfOthers, counters.RequestsOfOthers);
    }

    private static void Add(StatusReport report, StatusCounter counter, long value) => report.AddCounter((int)counter, value);
}
