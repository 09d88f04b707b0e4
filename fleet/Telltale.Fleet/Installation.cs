using System.Text;
using Telltale.Checks;

namespace Telltale.Fleet;

/// <summary>A unit's installation in a vehicle, as the store has it.</summary>
/// <param name="UnitId">The unit.</param>
/// <param name="Received">When the record arrived.</param>
/// <param name="Vin">The vehicle identification number; null where it was not known.</param>
/// <param name="OdometerOffsetMetres">What is added to the unit's own distance to give the vehicle's odometer; null where that is not known.</param>
/// <param name="Mark">The technician's mark.</param>
public sealed record Installation(string UnitId, DateTimeOffset Received, string? Vin, long? OdometerOffsetMetres, string Mark)
{
    /// <summary>When it was made, by the unit's own clock; null where that was not set.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Whether it was made though checks did not pass.</summary>
    public bool AreFailuresAccepted { get; init; }

    /// <summary>Where the unit knew the ignition from.</summary>
    public string? IgnitionSource { get; init; }

    /// <summary>The firmware's version.</summary>
    public string Firmware { get; init; } = "";

    /// <summary>The board's name.</summary>
    public string Board { get; init; } = "";

    /// <summary>The checks as they stood.</summary>
    public IReadOnlyList<UnitCheck> Checks { get; init; } = [];

    /// <summary>Makes it from a record.</summary>
    internal static Installation Of(string unitId, DateTimeOffset received, InstallationRecord record)
    {
        return new Installation(
            unitId, received, record.HasVin ? Encoding.ASCII.GetString(record.Vin) : null, record.HasOdometer ? record.OdometerOffsetMetres : null,
            Encoding.UTF8.GetString(record.Mark, 0, record.MarkLength))
        {
            Time = record.IsDated ? DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Min(record.TimeUtcMilliseconds, 253_402_300_799_999)) : null,
            AreFailuresAccepted = record.AreFailuresAccepted,
            IgnitionSource = record.IgnitionSource switch { 1 => "wire", 2 => "supply_voltage", 3 => "engine_speed", 4 => "motion", _ => null },
            Firmware = record.FirmwareVersion,
            Board = record.Board,
            Checks = [.. Enumerable.Range(0, record.CheckCount).Select(index => new UnitCheck(
                record.CheckNumbers[index], SampleNames.Of(record.CheckStates[index]), record.CheckHasValue[index] ? record.CheckValues[index] : null,
                record.CheckHasLimit[index] ? record.CheckLimits[index] : null))],
        };
    }
}
