namespace Telltale.Checks;

/// <summary>What the log notes. The numbers are kept in flash and are never used again for anything else.</summary>
public enum LogCode
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The unit started; the value is its start-up number.</summary>
    Started = 1,

    /// <summary>Why the life before this start-up ended: counter 22 of a status (firmware/Uplink/FORMAT.md).</summary>
    StartReason = 2,

    /// <summary>The known-answer test failed.</summary>
    SealingFailed = 3,

    /// <summary>There is no identity.</summary>
    NotEnrolled = 4,

    /// <summary>A new stream began; the value is its number in the chain.</summary>
    NewStream = 5,

    /// <summary>A check passes; the value is its number.</summary>
    CheckPassed = 6,

    /// <summary>A check fails; the value is its number.</summary>
    CheckFailed = 7,

    /// <summary>A step threw an exception that the board caught; the value counts them.</summary>
    StepFailed = 8,

    /// <summary>The board is restarted on purpose; the value says why, as the board numbers it.</summary>
    Restarting = 9,

    /// <summary>Key epochs could not be begun; the value counts them.</summary>
    EpochFailed = 10,

    /// <summary>Frames could not be sealed or journalled; the value counts them.</summary>
    FrameFailed = 11,

    /// <summary>Samples were lost; the value counts them.</summary>
    SamplesLost = 12,

    /// <summary>The profile was refused; the value is the fault.</summary>
    ProfileRefused = 13,

    /// <summary>An installation was recorded; the value counts the checks that failed.</summary>
    Installed = 14,

    /// <summary>The board's settings are wrong.</summary>
    SettingsWrong = 15,

    /// <summary>The connection to the broker failed or ended; the value is the reason.</summary>
    LinkFailed = 16,

    /// <summary>The connection to the broker is open.</summary>
    LinkOpen = 17,

    /// <summary>Rules for signals or extreme signals of the settings are of no effect; the value counts them.</summary>
    SignalSettingsWithoutEffect = 24,

    /// <summary>An output of the settings is not used because the board does not give its pin; the value is the pin.</summary>
    OutputRefused = 25,
}
