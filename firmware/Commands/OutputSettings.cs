namespace Telltale.Commands;

/// <summary>An output that commands may switch.</summary>
public sealed class OutputSettings
{
    /// <summary>The longest name, in characters of printable ASCII.</summary>
    public const int MaximumNameLength = 31;

    /// <summary>The name that commands call it by.</summary>
    public string Name = "";

    /// <summary>The board's number of the pin; -1 for none, which leaves the output off.</summary>
    public int Pin = -1;

    /// <summary>True when a low level switches it on.</summary>
    public bool IsActiveLow;

    /// <summary>Whether it may be switched while the vehicle moves, or while nothing tells whether it does.</summary>
    public bool MayDriveWhileMoving;

    /// <summary>How long it is on where a command does not say, and the longest that one may ask for, in milliseconds; 0 for until it is switched off.</summary>
    public int PulseMilliseconds;
}
