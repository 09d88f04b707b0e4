namespace Telltale.Cli;

/// <summary>What the process ends with; README.md in the folder above lists them for users.</summary>
public enum ExitCode
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>Failed for a reason that none of the others names.</summary>
    Failed = 1,

    /// <summary>The command line is not valid.</summary>
    Usage = 2,

    /// <summary>An input file or frame is absent or broken.</summary>
    BadInput = 3,

    /// <summary>The home has no such unit.</summary>
    UnknownUnit = 4,

    /// <summary>The broker was not reached, or refused.</summary>
    Broker = 5,

    /// <summary>Frames are missing, and nobody has taken note of it.</summary>
    Missing = 6,

    /// <summary>A command was refused, failed, or got no final reply before it expired.</summary>
    NotDone = 7,
}
