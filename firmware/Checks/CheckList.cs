using System;
using Telltale.Uplink;

namespace Telltale.Checks;

/// <summary>All checks of a unit, in the order of their numbers. Fixed once the unit has started.</summary>
public sealed class CheckList
{
    /// <summary>The most checks, which is what a status holds.</summary>
    public const int Capacity = StatusReport.MaximumChecks;

    /// <summary>The least time between two looks at the parts, in milliseconds.</summary>
    public const int IntervalMilliseconds = 1000;

    /// <summary>How many checks there are.</summary>
    public int Count;

    /// <summary>Times that a check that passed turned to fail, since start-up.</summary>
    public int TurnsToFail;

    /// <summary>Times that any check turned from one state to another, since start-up.</summary>
    public int Turns;

    // A check may have turned since the list was looked through.
    internal bool HasTurned;

    private const int MaximumSources = 16;

    private readonly Check[] _checks = new Check[Capacity];
    private readonly ICheckSource[] _sources = new ICheckSource[MaximumSources];
    private readonly ICheckListener _listener;
    private int _sourceCount;
    private long _dueUptime = long.MinValue;

    /// <summary>Makes an empty list.</summary>
    /// <param name="listener">Is told of every turn; null for nobody.</param>
    public CheckList(ICheckListener listener)
    {
        _listener = listener;
    }

    /// <summary>The uptime at which <see cref="Step"/> has something to do.</summary>
    public long NextDueUptimeMilliseconds => _dueUptime;

    /// <summary>The check at a position, in the order of numbers.</summary>
    public Check At(int index) => _checks[index];

    /// <summary>The check of that number, or null.</summary>
    public Check Find(CheckNumber number)
    {
        for (int index = 0; index < Count; index++)
        {
            if (_checks[index].Number == number)
            {
                return _checks[index];
            }
        }

        return null;
    }

    /// <summary>How many checks stand like that.</summary>
    public int CountOf(StatusCheckState state)
    {
        int count = 0;
        for (int index = 0; index < Count; index++)
        {
            count += _checks[index].State == state ? 1 : 0;
        }

        return count;
    }

    /// <summary>Adds a check. A part does that from <see cref="ICheckSource.AddTo"/>.</summary>
    /// <exception cref="ArgumentException">The number is taken, or the list is full.</exception>
    public void Add(Check check)
    {
        if (Count == Capacity || Find(check.Number) != null)
        {
            throw new ArgumentException("The check's number is taken, or there are too many checks.");
        }

        int place = Count;
        while (place > 0 && _checks[place - 1].Number > check.Number)
        {
            _checks[place] = _checks[place - 1];
            place--;
        }

        _checks[place] = check;
        check.List = this;
        HasTurned = true;
        Count++;
    }

    /// <summary>Adds a part with its checks.</summary>
    /// <exception cref="ArgumentException">There are too many parts, or one of its checks cannot be added.</exception>
    public void Add(ICheckSource source)
    {
        if (_sourceCount == MaximumSources)
        {
            throw new ArgumentException("There are too many parts.");
        }

        source.AddTo(this);
        _sources[_sourceCount] = source;
        _sourceCount++;
    }

    /// <summary>Asks the parts, once a second at most.</summary>
    /// <returns>True when they were asked.</returns>
    public bool Step(long uptimeMilliseconds)
    {
        if (uptimeMilliseconds < _dueUptime)
        {
            return false;
        }

        _dueUptime = uptimeMilliseconds + IntervalMilliseconds;
        for (int index = 0; index < _sourceCount; index++)
        {
            _sources[index].Update(uptimeMilliseconds);
        }

        if (!HasTurned)
        {
            return true;
        }

        HasTurned = false;
        Check[] checks = _checks;
        int count = Count;
        for (int index = 0; index < count; index++)
        {
            Check check = checks[index];
            if (check.State == check.SeenState)
            {
                continue;
            }

            Turns++;
            StatusCheckState before = check.SeenState;
            if (before == StatusCheckState.Pass && check.State == StatusCheckState.Fail)
            {
                TurnsToFail++;
            }

            check.SeenState = check.State;
            if (_listener != null)
            {
                _listener.OnCheck(check, before, uptimeMilliseconds);
            }
        }

        return true;
    }

    /// <summary>Puts all checks into a status.</summary>
    /// <returns>False when it has no room for all of them.</returns>
    public bool AddTo(StatusReport report)
    {
        bool isWhole = true;
        for (int index = 0; index < Count; index++)
        {
            Check check = _checks[index];
            isWhole &= report.AddCheck((int)check.Number, check.State, check.HasValue, check.Value, check.HasLimit, check.Limit);
        }

        return isWhole;
    }
}
