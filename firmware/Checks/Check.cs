using Telltale.Uplink;

namespace Telltale.Checks;

/// <summary>One check: a number that never changes its meaning, how it stands, and the value that was held against the limit.</summary>
public sealed class Check
{
    /// <summary>Its number.</summary>
    public readonly CheckNumber Number;

    /// <summary>Its name, in words; a constant, the same in every language of the owner's side.</summary>
    public readonly string Name;

    /// <summary>The unit of measure of value and limit; empty for a count or a number of a list.</summary>
    public readonly string UnitOfMeasure;

    /// <summary>How it stands; changed by <c>Set</c> and its like alone, which tell the list.</summary>
    public StatusCheckState State = StatusCheckState.Waiting;

    /// <summary>Whether anything was measured.</summary>
    public bool HasValue;

    /// <summary>What was measured; meaningful when <see cref="HasValue"/>.</summary>
    public long Value;

    /// <summary>Whether the value is held against a limit.</summary>
    public bool HasLimit;

    /// <summary>The limit; meaningful when <see cref="HasLimit"/>. README.md says whether it is a least or a greatest value.</summary>
    public long Limit;

    // Is told when it turns.
    internal CheckList List;

    // As CheckList saw it last.
    internal StatusCheckState SeenState = StatusCheckState.Waiting;

    /// <summary>Makes a check that waits.</summary>
    public Check(CheckNumber number)
    {
        Number = number;
        Name = CheckNames.Of(number);
        UnitOfMeasure = CheckNames.UnitOfMeasure(number);
    }

    /// <summary>Says how it stands, with nothing measured.</summary>
    public void Set(StatusCheckState state)
    {
        if (state != State)
        {
            State = state;
            if (List != null)
            {
                List.HasTurned = true;
            }
        }

        HasValue = false;
        HasLimit = false;
    }

    /// <summary>Says how it stands, and what was measured; there is no limit.</summary>
    public void Set(StatusCheckState state, long value)
    {
        if (state != State)
        {
            State = state;
            if (List != null)
            {
                List.HasTurned = true;
            }
        }

        HasValue = true;
        Value = value;
        HasLimit = false;
    }

    /// <summary>Says how it stands, what was measured, and what that was held against.</summary>
    public void Set(StatusCheckState state, long value, long limit)
    {
        if (state != State)
        {
            State = state;
            if (List != null)
            {
                List.HasTurned = true;
            }
        }

        HasValue = true;
        Value = value;
        HasLimit = true;
        Limit = limit;
    }

    /// <summary>Passes when the value is at least the limit, else fails.</summary>
    public void AtLeast(long value, long limit) => Set(value >= limit ? StatusCheckState.Pass : StatusCheckState.Fail, value, limit);

    /// <summary>Passes when the value is at most the limit, else fails.</summary>
    public void AtMost(long value, long limit) => Set(value <= limit ? StatusCheckState.Pass : StatusCheckState.Fail, value, limit);
}
