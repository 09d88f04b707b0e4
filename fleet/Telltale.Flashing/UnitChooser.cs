using Telltale.Fleet;

namespace Telltale.Flashing;

/// <summary>Decides which unit a board becomes, and refuses where that would take a unit's board or make two boards of one unit.</summary>
internal sealed class UnitChooser
{
    private readonly FleetHome _home;
    private readonly BoardLedger _ledger;

    public UnitChooser(FleetHome home, BoardLedger ledger)
    {
        _home = home;
        _ledger = ledger;
    }

    /// <summary>The unit, enrolled where need be.</summary>
    /// <exception cref="FlashException">It is refused.</exception>
    public EnrolledUnit Choose(FlashJob job, string macAddress)
    {
        FlashedBoard? known = _ledger.Find(macAddress);
        return job.KeepVolume ? Kept(job, macAddress, known) : Made(job, macAddress, known);
    }

    private EnrolledUnit Kept(FlashJob job, string macAddress, FlashedBoard? known)
    {
        if (known is not null && !known.IsReady)
        {
            throw new FlashException($"The board {macAddress} was never finished: there is no volume to keep. Flash it without --keep-volume.");
        }

        if (known is not null && job.UnitId is not null && !string.Equals(known.UnitId, job.UnitId, StringComparison.Ordinal))
        {
            throw new FlashException($"The board {macAddress} is unit {Named(known.UnitId)}, not {Named(job.UnitId)}; keeping its volume keeps that.");
        }

        string unitId = job.UnitId ?? known?.UnitId
            ?? throw new FlashException($"This home does not know the board {macAddress}. Name the unit that it is with --unit.");
        return Enrolled(unitId);
    }

    private EnrolledUnit Made(FlashJob job, string macAddress, FlashedBoard? known)
    {
        if (known is { IsReady: true } && !job.Replace)
        {
            throw new FlashException(
                $"The board {macAddress} is unit {Named(known.UnitId)} since {known.Time:yyyy-MM-dd}. Renew its firmware with --keep-volume; "
                + "--replace erases it, with the data that it has not sent yet, and begins anew.");
        }

        if (job.UnitId is { } unitId)
        {
            EnrolledUnit unit = Enrolled(unitId);
            string[] others = _ledger.FindUnit(unitId).Select(board => board.MacAddress).Where(address => address != macAddress).ToArray();
            return others.Length == 0 || job.Replace
                ? unit
                : throw new FlashException(
                    $"Unit {Named(unitId)} is already on the board {string.Join(", ", others)}, and two boards with the same keys are a clone. "
                    + "Enrol another unit, or give --replace where that board is lost or erased.");
        }

        // An interrupted run goes on with its unit, so that trying ten times does not enrol ten.
        if (known is { IsReady: false } && _home.Find(known.UnitId) is { } begun && (job.Label is null || string.Equals(job.Label, begun.Label, StringComparison.Ordinal)))
        {
            return begun;
        }

        return _home.Enrol(job.Label);
    }

    private EnrolledUnit Enrolled(string unitId)
    {
        return _home.Find(unitId) ?? throw new FlashException($"No unit '{unitId}' is enrolled in {_home.Folder}.");
    }

    private string Named(string unitId)
    {
        string label = _home.LabelOf(unitId);
        return label == unitId ? unitId : $"{unitId} ({label})";
    }
}
