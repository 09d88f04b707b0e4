namespace Telltale.Commands;

/// <summary>What the owner asks a unit to do; FORMAT.md section 3 has the arguments of each.</summary>
public enum CommandCode
{
    /// <summary>Tell the configuration in use, from a given byte on.</summary>
    ReadConfiguration = 1,

    /// <summary>Take another configuration; refused as a whole where any part of it is wrong.</summary>
    SetConfiguration = 2,

    /// <summary>Close the open batch and send a status.</summary>
    ReportNow = 3,

    /// <summary>Close batches after a short time for a number of seconds.</summary>
    WatchLive = 4,

    /// <summary>Switch private mode on or off.</summary>
    PrivateMode = 5,

    /// <summary>Ask the vehicle for its trouble codes. Asynchronous.</summary>
    ReadTroubleCodes = 6,

    /// <summary>Have the vehicle clear its trouble codes. Asynchronous.</summary>
    ClearTroubleCodes = 7,

    /// <summary>Restart the board. Asynchronous: answered after the restart.</summary>
    Reboot = 8,

    /// <summary>Begin a stream under the next chain key, which takes a restart. Asynchronous: answered in that stream.</summary>
    RotateKeys = 9,

    /// <summary>Put another certificate authority beside the one in a slot; it replaces it once it has led to a connection.</summary>
    ReplaceTrustAnchor = 10,

    /// <summary>Delete everything on the volume, keys included. Asynchronous: begun is the last that is heard of the unit.</summary>
    Wipe = 11,

    /// <summary>Switch an output that the settings name.</summary>
    DriveOutput = 12,
}
