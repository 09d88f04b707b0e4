namespace Telltale.Unit;

/// <summary>Why a life of the unit ended, as far as it could say so itself. The numbers are part of the file <see cref="BootLog"/> writes and are never used again.</summary>
public enum BootReason
{
    /// <summary>It did not get to say: the power went, native code crashed or hung, or somebody pressed reset. The chip does not tell these apart.</summary>
    Unknown = 0,

    /// <summary>The owner's command.</summary>
    Command = 1,

    /// <summary>A configuration that comes into force, or is rolled back, by a restart.</summary>
    Configuration = 2,

    /// <summary>The loop stood still.</summary>
    Stuck = 3,

    /// <summary>Turn after turn of the loop ended in an exception.</summary>
    LoopFaults = 4,

    /// <summary>Start-up ended in an exception.</summary>
    StartFailed = 5,

    /// <summary>Safe mode is over: the unit tries to run whole again.</summary>
    SafeModeOver = 6,

    /// <summary>The owner had the unit wiped.</summary>
    Wiped = 7,

    /// <summary>It went to sleep.</summary>
    Asleep = 8,
}
