using Telltale.Virtual.Board;

namespace Telltale.Demo;

/// <summary>What a demo drives, and what is done to it on the way.</summary>
public sealed record DemoOptions
{
    /// <summary>Keys, store, broker files and the unit's volume; null for a temporary folder that goes with the demo.</summary>
    public string? Folder { get; init; }

    /// <summary>Length of a made-up drive in seconds.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>What a made-up drive is made from; the same seed is the same drive.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How fast simulated time runs.</summary>
    public DriveSpeed Speed { get; init; } = DriveSpeed.RealTime;

    /// <summary>How long samples are gathered before they are sealed and sent: 60 s as shipped, 2 s while somebody watches.</summary>
    public TimeSpan BatchTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A recorded drive: NMEA log or CSV.</summary>
    public string? GnssFile { get; init; }

    /// <summary>The CAN log of the recorded drive, candump format.</summary>
    public string? CanFile { get; init; }

    /// <summary>Which bus of the log the unit is connected to; null for that of its first frame.</summary>
    public string? CanBus { get; init; }

    /// <summary>The compiled profile for the CAN log.</summary>
    public byte[]? Profile { get; init; }

    /// <summary>Stops the broker for so long, a third into the drive.</summary>
    public TimeSpan BrokerOutage { get; init; }

    /// <summary>False when a receiver of its own, another process, serves the broker.</summary>
    public bool HasReceiver { get; init; } = true;

    /// <summary>How long the last frames are waited for after the drive.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromMinutes(2);
}
