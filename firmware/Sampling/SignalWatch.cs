using System;
using Telltale.Signals;

namespace Telltale.Sampling;

/// <summary>Holds the signals against the rules.</summary>
internal sealed class SignalWatch
{
    /// <summary>How many rules are looked at.</summary>
    public readonly int Count;

    /// <summary>How many name a signal that the unit does not have.</summary>
    public readonly int WithoutSignal;

    /// <summary>How many have a threshold in the signal's unit that its raw values cannot reach.</summary>
    public readonly int OutOfRange;

    private const int ShortestMilliseconds = 200;
    private const long LargestMillionths = 2000000000000000L;

    private readonly SignalRule[] _rules;
    private readonly int[] _indices;
    private readonly int[] _flips;
    private readonly bool[] _isMet;
    private readonly long[] _firedUptimes;
    private readonly int[] _rateRaw;
    private readonly long[] _rateUptimes;
    private readonly SignalTable _table;
    private readonly EventQueue _events;

    /// <exception cref="ArgumentException">A rule makes no sense.</exception>
    public SignalWatch(SignalRule[] rules, SignalTable table, EventQueue events)
    {
        _table = table;
        _events = events;
        SignalDefinition[] definitions = table.Definitions;
        _rules = new SignalRule[rules.Length];
        _indices = new int[rules.Length];
        _flips = new int[rules.Length];
        _isMet = new bool[rules.Length];
        _firedUptimes = new long[rules.Length];
        _rateRaw = new int[rules.Length];
        _rateUptimes = new long[rules.Length];
        for (int place = 0; place < rules.Length; place++)
        {
            SignalRule rule = rules[place];
            if (!IsInOrder(rule))
            {
                throw new ArgumentException("A rule for a signal has no kind, or a value that is out of range.");
            }

            int index = rule.Name == null ? rule.SignalIndex : VehicleSignals.Find(definitions, rule.Name);
            if (index < 0 || index >= definitions.Length)
            {
                WithoutSignal++;
                continue;
            }

            rule = rule.IsInUnit ? SignalRuleScale.ToRaw(rule, definitions[index]) : rule;
            if (rule == null)
            {
                OutOfRange++;
                continue;
            }

            _rules[Count] = rule;
            _indices[Count] = index;
            _flips[Count] = definitions[index].IsUnsigned ? int.MinValue : 0;
            _firedUptimes[Count] = long.MinValue;
            _rateUptimes[Count] = long.MinValue;
            Count++;
        }
    }

    private static bool IsInOrder(SignalRule rule)
    {
        bool isOfChange = rule.Kind == SignalRuleKind.Changes || rule.Kind == SignalRuleKind.ChangesFast;
        long threshold = rule.IsInUnit ? rule.ThresholdMillionths : rule.Threshold;
        long hysteresis = rule.IsInUnit ? rule.HysteresisMillionths : rule.Hysteresis;
        return rule.Kind >= SignalRuleKind.RisesAbove && rule.Kind <= SignalRuleKind.ChangesFast && hysteresis >= 0 && hysteresis <= LargestMillionths
            && (!isOfChange || threshold > 0) && threshold >= -LargestMillionths && threshold <= LargestMillionths
            && rule.ShortestPauseMilliseconds >= 0 && rule.ShortestPauseMilliseconds <= 86400000;
    }

    /// <summary>Looks at the signals of one moment. What a rule of a change a second sees is the newest value and when it came.</summary>
    /// <param name="raw">Raw values by index.</param>
    /// <param name="present">Which are there.</param>
    /// <param name="uptime">Now.</param>
    /// <param name="last">The last sample; null where there is none.</param>
    /// <returns><see cref="SampleTriggers.Signal"/> where a rule is met, and else none.</returns>
    public SampleTriggers Look(int[] raw, long present, long uptime, Sample last)
    {
        SampleTriggers triggers = SampleTriggers.None;
        for (int place = 0; place < Count; place++)
        {
            int index = _indices[place];
            if ((present & (1L << index)) != 0)
            {
                SignalRule rule = _rules[place];
                int value = raw[index];
                bool isMet;
                switch (rule.Kind)
                {
                    case SignalRuleKind.Changes:
                        isMet = last != null && (last.SignalsPresent & (1L << index)) != 0 && Difference(place, value, last.Signals[index]) >= rule.Threshold;
                        break;
                    case SignalRuleKind.ChangesFast:
                        value = _table.RawOf(index);
                        isMet = IsFast(place, index, value, rule.Threshold);
                        break;
                    default:
                        isMet = IsBeyond(place, value, rule);
                        break;
                }

                if (isMet && Fire(place, rule, value, index, uptime))
                {
                    triggers = SampleTriggers.Signal;
                }
            }
        }

        return triggers;
    }

    // True while it is met and has not been reported.
    private bool IsBeyond(int place, int value, SignalRule rule)
    {
        long now = value ^ _flips[place];
        long threshold = rule.Threshold ^ _flips[place];
        long beyond = rule.Kind == SignalRuleKind.RisesAbove ? now - threshold : threshold - now;
        if (_isMet[place])
        {
            _isMet[place] = beyond > -rule.Hysteresis;
            return false;
        }

        return beyond > 0;
    }

    private bool IsFast(int place, int index, int value, int threshold)
    {
        long set = _table.SetAt(index);
        long before = _rateUptimes[place];
        long elapsed = set - before;
        if (before != long.MinValue && elapsed < ShortestMilliseconds)
        {
            return false;
        }

        bool isFast = before != long.MinValue && elapsed <= _table.Definitions[index].StaleAfterMilliseconds
            && Difference(place, value, _rateRaw[place]) * 1000 >= threshold * elapsed;
        _rateUptimes[place] = set;
        _rateRaw[place] = value;
        return isFast;
    }

    private bool Fire(int place, SignalRule rule, int value, int index, long uptime)
    {
        if (_firedUptimes[place] != long.MinValue && uptime - _firedUptimes[place] < rule.ShortestPauseMilliseconds)
        {
            return false;
        }

        _firedUptimes[place] = uptime;
        _isMet[place] = true;
        if (rule.IsEvent)
        {
            _events.Add(UnitEvent.Signal, value, rule.Threshold, index);
        }

        return true;
    }

    private long Difference(int place, int one, int other)
    {
        long difference = (long)(one ^ _flips[place]) - (other ^ _flips[place]);
        return difference < 0 ? -difference : difference;
    }
}
