namespace Telltale.Fleet;

/// <summary>Something that a unit reported by itself, as the owner's store holds it.</summary>
/// <param name="Id">Rises with every alert stored.</param>
/// <param name="Event">What happened: trip_began, trip_ended, overspeed, harsh_acceleration, harsh_braking, harsh_cornering, excessive_idling, towing, supply_low, signal, private_mode, identity_in_use_elsewhere, trust_anchor_expiring.</param>
/// <param name="Value">What was measured, as <paramref name="UnitOfMeasure"/> says.</param>
/// <param name="Limit">What it was held against.</param>
/// <param name="UnitOfMeasure">Of value and limit; empty for none.</param>
/// <param name="Signal">The signal that it is of; null for none.</param>
/// <param name="Sample">Position, signals and state of that moment; its id is 0.</param>
public sealed record StoredAlert(long Id, string Event, double Value, double Limit, string UnitOfMeasure, string? Signal, StoredSample Sample)
{
    /// <summary>What happened in a few words.</summary>
    public string Text => Alert.Text(Event, Signal, Value, Limit, UnitOfMeasure);
}
