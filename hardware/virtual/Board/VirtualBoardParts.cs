using Telltale.Can;
using Telltale.Commands;
using Telltale.Configuration;
using Telltale.Ports;
using Telltale.Unit;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Board;

/// <summary>What a <see cref="VirtualBoard"/> is made of and built into.</summary>
public sealed record VirtualBoardParts
{
    /// <summary>The clock of the simulation.</summary>
    public required SimulationClock Clock { get; init; }

    /// <summary>The vehicle, which goes on whether or not the board has power.</summary>
    public required IVehicle Vehicle { get; init; }

    /// <summary>Powers a receiver on, every time that the board gets power; it shares the board's supply.</summary>
    public required Func<ReceiverPort> PowerOnReceiver { get; init; }

    /// <summary>The baud rate that the board takes its receiver to have; null for the receiver's own, as on a board whose maker knew it.</summary>
    public int? GnssBaudRate { get; init; }

    /// <summary>Powers a CAN controller on and starts it, every time that the board gets power; null for a board without one.</summary>
    public Func<ICanController>? PowerOnCan { get; init; }

    /// <summary>Takes the power of the CAN controller away again.</summary>
    public Action? PowerOffCan { get; init; }

    /// <summary>
    /// Brings everything around the board up to the clock, the vehicle's bus for one: called in every turn, with power or without, because a vehicle
    /// answers for its last seconds only.
    /// </summary>
    public Action? AdvanceSurroundings { get; init; }

    /// <summary>The flash, which outlives power cuts.</summary>
    public required IFileVolume Volume { get; init; }

    /// <summary>The connection to the broker.</summary>
    public required ILink Link { get; init; }

    /// <summary>AES-128, HMAC-SHA-256 and random numbers.</summary>
    public ICryptography Cryptography { get; init; } = new DotNetCryptography();

    /// <summary>How the unit behaves; the board sets the baud rate of its receiver in it.</summary>
    public UnitSettings Settings { get; init; } = new();

    /// <summary>What commands read and set as the configuration in the place of the one of <see cref="Configure"/>; null for that.</summary>
    public ICommandConfiguration? CommandConfiguration { get; init; }

    /// <summary>
    /// Makes the unit take its configuration from the volume, and is told at every start what is in force, to set up what the unit does not: the link, for one. Null for a unit that has
    /// <see cref="Settings"/> and no configuration.
    /// </summary>
    public Action<UnitConfiguration>? Configure { get; init; }

    /// <summary>The vehicle's own book of what the unit was given.</summary>
    public required VehicleLedger Ledger { get; init; }

    /// <summary>False leaves the ignition wire unconnected.</summary>
    public bool HasIgnitionWire { get; init; } = true;

    /// <summary>The board can sleep; whether the unit does so <see cref="UnitSettings.Sleep"/> says.</summary>
    public bool CanSleep { get; init; }

    /// <summary>The UART of the unit's serial console; null for none.</summary>
    public IUartPort? Console { get; init; }

    /// <summary>Where the unit's start-up reports go; null for nowhere.</summary>
    public IReportOutput? StartupReports { get; init; }
}
