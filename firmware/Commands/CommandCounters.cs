namespace Telltale.Commands;

/// <summary>
/// What became of authentic commands since start-up; frames that are not authentic are counted by the uplink. <see cref="Received"/> is the sum of those from <see cref="Executed"/> to
/// <see cref="Malformed"/>: each command counts in one of them.
/// </summary>
public sealed class CommandCounters
{
    /// <summary>Commands received, repetitions included.</summary>
    public int Received;

    /// <summary>Commands acted upon, whether they succeeded or not.</summary>
    public int Executed;

    /// <summary>Commands that came again while or after they were acted upon or refused.</summary>
    public int Repeated;

    /// <summary>Commands whose number lay below the window.</summary>
    public int TooOld;

    /// <summary>Commands with the number of another one.</summary>
    public int NumbersUsed;

    /// <summary>Commands that came after their expiry.</summary>
    public int Expired;

    /// <summary>Commands from the future, or that were to last for too long.</summary>
    public int FromTheFuture;

    /// <summary>Commands that came while the clock was not set.</summary>
    public int ClockNotSet;

    /// <summary>Commands that are unknown, not allowed, not fitted, not possible then, or have bad arguments.</summary>
    public int Refused;

    /// <summary>Commands whose number could not be made durable.</summary>
    public int NotStored;

    /// <summary>Commands that came while an asynchronous one or a reply had to be finished first.</summary>
    public int Busy;

    /// <summary>Commands that could not be decoded.</summary>
    public int Malformed;

    /// <summary>Commands that a restart interrupted.</summary>
    public int Interrupted;

    /// <summary>Replies journalled.</summary>
    public int Replies;

    /// <summary>Replies to repetitions that were left out because there were too many in a minute.</summary>
    public int RepliesWithheld;

    /// <summary>Attempts to journal a reply that failed.</summary>
    public int ReplyFailures;
}
