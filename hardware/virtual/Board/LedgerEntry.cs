using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Board;

/// <summary>One slot of a <see cref="VehicleLedger"/>: a moment of which the owner should later have a sample.</summary>
/// <param name="Slot">Which slot: UTC in milliseconds since 1970-01-01, divided by the sample interval, rounded down.</param>
/// <param name="EpochTime">UTC of the navigation epoch: the slot's first that the receiver sent whole.</param>
/// <param name="LatitudeDegrees">As the receiver reported it; null without a fix.</param>
/// <param name="LongitudeDegrees">As the receiver reported it; null without a fix.</param>
/// <param name="Truth">What the vehicle really did at that moment.</param>
public sealed record LedgerEntry(long Slot, DateTimeOffset EpochTime, double? LatitudeDegrees, double? LongitudeDegrees, VehicleState Truth);
