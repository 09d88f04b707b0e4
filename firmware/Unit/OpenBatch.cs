using Telltale.Batching;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;

namespace Telltale.Unit;

/// <summary>
/// What was sampled and is not in the journal yet: the open batch, and alerts that wait. Says when it goes there, and writes it, with the dictionary that it refers to
/// in front. What can't be written is kept and tried again.
/// </summary>
internal sealed class OpenBatch
{
    internal const int RetryMilliseconds = 5000;

    /// <summary>The uptime at which <see cref="Close"/> wants to be called; <see cref="long.MaxValue"/> while there is nothing to write.</summary>
    internal long DueUptimeMilliseconds = long.MinValue;

    /// <summary>Frames were journalled since this was last set to false.</summary>
    internal bool HasWritten;

    /// <summary>The supply is low: batches stay short from the next one on.</summary>
    internal bool IsSupplyLow;

    private readonly UnitSettings _settings;
    private readonly UnitClock _clock;
    private readonly FrameWriter _writer;
    private readonly UnitKeys _keys;
    private readonly UnitCounters _counters;
    private readonly BatchEncoder _batch;
    private readonly DictionaryKeeper _dictionary;
    private readonly AlertQueue _alerts;

    private bool _isDated;
    private IgnitionState _ignition;
    private long _openedUptime;
    private long _liveUntilUptime = long.MinValue;
    private long _shortUntilUptime = long.MinValue;

    // It has to be closed whatever its age; put off to _retryUptime where that failed.
    private bool _isCloseWanted;
    private long _retryUptime = long.MinValue;

    /// <param name="settings">Lengths and limits of batches.</param>
    /// <param name="ports">For the dictionary's mark on the volume.</param>
    /// <param name="clock">Takes the start-up that uptimes are counted from.</param>
    /// <param name="writer">Seals and journals.</param>
    /// <param name="definitions">The signals of the samples.</param>
    internal OpenBatch(UnitSettings settings, UnitPorts ports, UnitClock clock, FrameWriter writer, SignalDefinition[] definitions)
    {
        _settings = settings;
        _clock = clock;
        _writer = writer;
        _keys = writer.Keys;
        _counters = writer.Counters;
        _batch = new BatchEncoder(definitions, settings.MaximumSamplesInBatch);
        _dictionary = new DictionaryKeeper(definitions, ports.Cryptography, ports.Volume, _keys.StreamId);
        _alerts = new AlertQueue(definitions, _dictionary.Id, writer.Payload.Length);
    }

    /// <summary>Samples in it: what a power cut would take.</summary>
    internal int Count => _batch.Count;

    /// <summary>Nothing that was sampled or has happened waits for the journal.</summary>
    internal bool IsEmpty => _batch.Count == 0 && _alerts.IsEmpty;

    /// <summary>Begins the first key epoch of this start-up; without one nothing can be sealed.</summary>
    /// <returns>False when it could not be written: <see cref="Close"/> tries again.</returns>
    internal bool BeginFirstEpoch(long uptime)
    {
        if (!_writer.TryBeginEpoch())
        {
            _retryUptime = uptime + RetryMilliseconds;
            SetDue();
            return false;
        }

        _batch.BootNumber = _keys.BootNumber;
        _alerts.BootNumber = _keys.BootNumber;
        _clock.BootNumber = _keys.BootNumber;
        SetDue();
        return true;
    }

    /// <summary>Takes a sample in. A full batch is closed first; a sample that no batch takes is counted as lost.</summary>
    internal void Add(Sample sample, long uptime)
    {
        if (_batch.Count > 0 && sample.IsDated != _isDated && uptime >= _retryUptime)
        {
            Close(uptime);
        }

        if (!_batch.Add(sample))
        {
            if (uptime >= _retryUptime)
            {
                Close(uptime);
            }

            if (!_batch.Add(sample))
            {
                _counters.SamplesLost++;
                return;
            }
        }

        bool isFirst = _batch.Count == 1;
        if (isFirst)
        {
            _openedUptime = uptime;
            _isDated = sample.IsDated;
        }

        // Who takes the key out may take the supply away with it.
        bool isSwitchedOff = _ignition == IgnitionState.On && sample.Ignition == IgnitionState.Off;
        _isCloseWanted = _isCloseWanted || isSwitchedOff;
        _ignition = sample.Ignition;
        if (isFirst || isSwitchedOff)
        {
            SetDue();
        }
    }

    /// <summary>Takes an event in. One that somebody should look at goes into the journal at once, with the samples that led to it; one that only marks a moment goes with its batch.</summary>
    internal void AddAlert(UnitEvent what, int value, int limit, int signalIndex, Sample sample, long uptime)
    {
        _alerts.Add(what, value, limit, signalIndex, sample);
        _counters.AlertsLost = _alerts.Lost;
        if (AlertQueue.PriorityOf(what) != FramePriority.Ordinary)
        {
            Close(uptime);
        }
    }

    /// <summary>The owner asks for dictionaries by their ids.</summary>
    internal void TakeWantedDictionaries(int[] ids, int count)
    {
        _dictionary.TakeWanted(ids, count);
        SetDue();
    }

    /// <summary>Wants it closed by the next step, even where the last try has just failed.</summary>
    internal void RequestClose()
    {
        _isCloseWanted = true;
        _retryUptime = long.MinValue;
        SetDue();
    }

    /// <summary>Batches stay as short as <see cref="UnitSettings.LiveBatchMilliseconds"/> until then, the open one too.</summary>
    internal void WatchLive(long untilUptime)
    {
        _liveUntilUptime = untilUptime;
        SetDue();
    }

    /// <summary>Batches that are begun until then are as short as live ones.</summary>
    internal void StayShort(long untilUptime) => _shortUntilUptime = untilUptime;

    /// <summary>Whether somebody watches live.</summary>
    internal bool IsLive(long uptime) => uptime < _liveUntilUptime;

    /// <summary>Seals and journals the dictionary where that is due, then the open batch, then alerts.</summary>
    internal void Close(long uptime)
    {
        if ((!_keys.IsReady && !BeginFirstEpoch(uptime)) || (_dictionary.IsDue && !WriteDictionary()) || !WriteBatch() || !WriteAlerts())
        {
            _isCloseWanted = _batch.Count > 0 || !_alerts.IsEmpty;
            _retryUptime = uptime + RetryMilliseconds;
        }
        else
        {
            _isCloseWanted = false;
            _retryUptime = long.MinValue;
        }

        SetDue();
    }

    // Once for each batch; what changes meanwhile only ever brings it forward, and sets it anew.
    private void SetDue()
    {
        long due = long.MaxValue;
        if (_isCloseWanted || _dictionary.IsDue || !_keys.IsReady)
        {
            due = long.MinValue;
        }
        else if (_batch.Count > 0)
        {
            int limit = _settings.BatchMilliseconds;
            if (IsSupplyLow && limit > _settings.LowSupplyBatchMilliseconds)
            {
                limit = _settings.LowSupplyBatchMilliseconds;
            }

            if ((_openedUptime < _liveUntilUptime || _openedUptime < _shortUntilUptime) && limit > _settings.LiveBatchMilliseconds)
            {
                limit = _settings.LiveBatchMilliseconds;
            }

            due = _openedUptime + limit;
        }

        DueUptimeMilliseconds = due > _retryUptime ? due : _retryUptime;
    }

    private bool WriteDictionary()
    {
        if (!_dictionary.TryWrite(_writer))
        {
            return false;
        }

        HasWritten = true;
        _counters.DictionariesJournalled++;
        return true;
    }

    private bool WriteBatch()
    {
        while (_batch.Count > 0)
        {
            int length = _batch.Encode(_writer.Payload);
            if (length <= 0)
            {
                // Not even one sample fits a frame: no setting of the journal that the unit accepts leads here, so nothing better is to be had.
                _counters.SamplesLost += _batch.Count;
                _batch.Count = 0;
                break;
            }

            int samples = _batch.EncodedCount;
            if (!_writer.TryWrite(FrameKind.Batch, FramePriority.Ordinary, _dictionary.Id, _writer.Payload, length, false))
            {
                return false;
            }

            _batch.Clear();
            HasWritten = true;
            _counters.BatchesJournalled++;
            _counters.SamplesJournalled += samples;
        }

        return true;
    }

    private bool WriteAlerts()
    {
        if (!_alerts.IsEmpty)
        {
            _counters.AlertsJournalled += _alerts.Write(_writer);
            HasWritten = true;
        }

        return _alerts.IsEmpty;
    }
}
