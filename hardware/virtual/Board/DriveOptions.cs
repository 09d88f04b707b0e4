using Telltale.Ports;
using Telltale.Unit;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Board;

/// <summary>
/// What is driven, with what unit, how fast. A drive is recorded where <see cref="GnssFile"/> is given, made up otherwise.
/// </summary>
public sealed record DriveOptions
{
    /// <summary>The unit's volume: a <see cref="DirectoryVolume"/>, with the <c>identity</c> that enrolment made.</summary>
    public required IFileVolume Volume { get; init; }

    /// <summary>Makes the unit's connection to the broker; a <see cref="Virtual.Link.ScriptedLink"/> wants the clock for it.</summary>
    public required Func<SimulationClock, ILink> Link { get; init; }

    /// <summary>Whether the link lives on the simulated clock, so that no real broker has to be waited for; null when it does if it is a scripted link.</summary>
    public bool? IsLinkSimulated { get; init; }

    /// <summary>How fast simulated time runs.</summary>
    public DriveSpeed Speed { get; init; } = DriveSpeed.RealTime;

    /// <summary>Decides everything that chance decides in a made-up drive.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Length of a made-up drive, ignition on to ignition off.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>When a made-up drive begins; null for now.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Where a made-up drive goes; null for the road that the project brings along.</summary>
    public Road? Road { get; init; }

    /// <summary>The receiver of a made-up drive; null for a common one, its errors drawn from <see cref="Seed"/>.</summary>
    public SimulatedReceiverOptions? Receiver { get; init; }

    /// <summary>A recorded drive: NMEA log, or CSV (<see cref="GnssRecording"/>).</summary>
    public string? GnssFile { get; init; }

    /// <summary>The candump log of a recorded drive; null for a unit without CAN.</summary>
    public string? CanFile { get; init; }

    /// <summary>Which bus of the log the unit is connected to, "can0"; null for that of the log's first frame. The same identifier means something else on another bus.</summary>
    public string? CanBus { get; init; }

    /// <summary>
    /// The signal profile in its compact form, which is put on the unit's volume; null leaves the volume's own, or else the generic OBD-II profile.
    /// </summary>
    public IReadOnlyList<byte>? Profile { get; init; }

    /// <summary>
    /// How the unit behaves; null for the shipped defaults. The drive changes two of them: polling is allowed where the vehicle is made up, and the dates
    /// of the recording are believed where it is recorded.
    /// </summary>
    public UnitSettings? Settings { get; init; }

    /// <summary>AES-128, HMAC-SHA-256 and random numbers; the random numbers alone keep two drives of one seed from sending the same bytes.</summary>
    public ICryptography Cryptography { get; init; } = new DotNetCryptography();

    /// <summary>When the board loses power.</summary>
    public IReadOnlyList<PowerCut> PowerCuts { get; init; } = [];

    /// <summary>How long, in simulated time, the last receipts are waited for after the drive.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(120);
}
