using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Board;

/// <summary>
/// The simulated vehicle's own book of what the unit was given to record: one entry for each slot of the sample interval in which the receiver
/// finished sending a navigation epoch while the unit had power. Written by the simulation, never from anything that the unit says of itself.
/// </summary>
public sealed class VehicleLedger
{
    private readonly List<LedgerEntry> _entries = [];

    /// <summary>Makes an empty ledger.</summary>
    /// <param name="sampleIntervalMilliseconds">The length of a slot: the sample interval that the unit is set to.</param>
    public VehicleLedger(int sampleIntervalMilliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleIntervalMilliseconds, 1);
        SampleIntervalMilliseconds = sampleIntervalMilliseconds;
    }

    /// <summary>The length of a slot.</summary>
    public int SampleIntervalMilliseconds { get; }

    /// <summary>The entries, rising in time.</summary>
    public IReadOnlyList<LedgerEntry> Entries => _entries;

    /// <summary>Notes a navigation epoch that the receiver has just finished sending to a unit with power. Only the first of a slot makes an entry.</summary>
    /// <param name="epochUtcMilliseconds">True UTC of the epoch in milliseconds since 1970-01-01, whether or not the receiver knew it.</param>
    /// <param name="latitudeDegrees">As reported; null without a fix.</param>
    /// <param name="longitudeDegrees">As reported; null without a fix.</param>
    /// <param name="truth">Of the vehicle at the epoch.</param>
    public void EpochSent(long epochUtcMilliseconds, double? latitudeDegrees, double? longitudeDegrees, VehicleState truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        long slot = Math.DivRem(epochUtcMilliseconds, SampleIntervalMilliseconds, out long within);
        slot -= within < 0 ? 1 : 0;
        if (_entries.Count > 0 && slot <= _entries[^1].Slot)
        {
            return;
        }

        _entries.Add(new LedgerEntry(slot, DateTimeOffset.FromUnixTimeMilliseconds(epochUtcMilliseconds), latitudeDegrees, longitudeDegrees, truth));
    }
}
