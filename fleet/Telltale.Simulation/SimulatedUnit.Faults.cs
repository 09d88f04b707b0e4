using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Virtual.Flash;

namespace Telltale.Simulation;

/// <content>Power, and what goes wrong.</content>
internal sealed partial class SimulatedUnit
{
    private PowerCutPlan? _armed;
    private VolumeSnapshot? _snapshot;
    private string? _fullName;
    private Action? _workshop;

    /// <summary>What can only be asked of the unit while it has power; at its end and before it loses power.</summary>
    internal void CheckReceipts()
    {
        if (_unit is { State: UnitState.Running } unit && unit.Uplink.Counters.Receipts > Link.GenuineTaken)
        {
            _findings.Add(Index, "forged_receipt", Now, $"the unit believed {unit.Uplink.Counters.Receipts} receipts of {Link.GenuineTaken} that the owner made");
        }
    }

    private void PlanEvents()
    {
        FaultSchedule schedule = Schedule;
        foreach (Span span in schedule.Outages)
        {
            _events.Add((span.From, () => Scripted.HasNetwork = false));
            _events.Add((span.Until, () => Scripted.HasNetwork = true));
        }

        foreach (Span span in schedule.HalfOpen)
        {
            _events.Add((span.From, () => Scripted.IsHalfOpen = true));
            _events.Add((span.Until, () => Scripted.IsHalfOpen = false));
        }

        schedule.AcknowledgementsLost.ForEach(loss => _events.Add((loss.At, () => Scripted.AcknowledgementsToDrop += loss.Count)));
        schedule.AcknowledgementsRepeated.ForEach(more => _events.Add((more.At, () => Scripted.AcknowledgementsToRepeat += more.Count)));
        schedule.BrokerForgets.ForEach(loss => _events.Add((loss.At, () => Scripted.FramesToForget += loss.Count)));
        schedule.PowerCuts.ForEach(plan => _events.Add((plan.At, () => Cut(plan))));
        foreach (Span span in schedule.LowSupply)
        {
            // The unit is stepped at both, because the supply has changed.
            _events.Add((span.From, () => Say("the supply is low")));
            _events.Add((span.Until, () => Say("the supply is back")));
        }

        foreach ((Span span, int freeBlocks) in schedule.FlashFull)
        {
            _events.Add((span.From, () => FillFlash(freeBlocks)));
            _events.Add((span.Until, EmptyFlash));
        }

        foreach (Span span in schedule.DeletesRefused)
        {
            _events.Add((span.From, () => Volume.Inner.RefusesDeletes = true));
            _events.Add((span.Until, () => Volume.Inner.RefusesDeletes = false));
        }

        foreach ((long at, bool isAtEnd) in schedule.Damages)
        {
            // The end of the journal matters to a unit that starts.
            _events.Add((at, isAtEnd ? () => AtWorkshop(5_000, () => Damage(true)) : () => Damage(false)));
        }

        foreach ((long at, long enrolledAt) in schedule.VolumesLost)
        {
            _events.Add((at, () => AtWorkshop(5_000, LoseVolume)));
            _events.Add((enrolledAt, () => AtWorkshop(60_000, () => Enrol(Identity))));
        }

        foreach ((long snapshot, long at) in schedule.OldFlash)
        {
            _events.Add((snapshot, () => _snapshot = Volume.Inner.TakeSnapshot()));
            _events.Add((at, () => AtWorkshop(60_000, RestoreFlash)));
        }

        for (int index = 0; index < schedule.Reenrolments.Count; index++)
        {
            Identity next = Identities[index + 1];
            _events.Add((schedule.Reenrolments[index], () => AtWorkshop(300_000, () => PutIdentity(next))));
        }

        // A stable sort: what was planned first comes first.
        (long At, Action Happen)[] sorted = [.. _events.OrderBy(happening => happening.At)];
        _events.Clear();
        _events.AddRange(sorted);
    }

    private void PowerOn()
    {
        int reformats = Volume.Inner.Reformats;
        if (Volume.Inner.IsOff)
        {
            Volume.Inner.PowerOn();
        }

        if (Volume.Inner.Reformats != reformats)
        {
            _findings.Add(Index, "volume", Now, "the volume did not mount");
        }

        Action? work = _workshop;
        _workshop = null;
        work?.Invoke();
        Happened.PowerOnDue = long.MaxValue;
        Happened.Starts++;
        _powerOn = Now;
        _stalledUntil = 0;
        _nextStep = Now;
        _isForced = true;
        _port = new EpochPort();
        Link.Restart();
        if (_armed is { RecoveryOperations: > 0 } plan)
        {
            Volume.Inner.CutAt(Volume.Inner.Operations + plan.RecoveryOperations, plan.Outcome);
            _armed = plan with { RecoveryOperations = 0, Off = Math.Min(plan.Off, 30_000) };
        }
        else
        {
            _armed = null;
        }

        Vehicle.PowerOn(Now);
        _unit = new TelematicsUnit(
            new UnitPorts
            {
                FixSource = _port,
                Can = _port,
                Cryptography = Cryptography,
                Volume = Volume,
                Link = Link,
                Power = this,
                Ticks = (long)_lateness.NextBits(),
            },
            _settings);
        try
        {
            _unit.Start(0);
        }
        catch (PowerLostException)
        {
            LosePower();
            return;
        }

        Say($"starts: {_unit.State}, boot {_unit.Keys.BootNumber}, {Volume.Inner.FreeBlocks} blocks free");
        bool isEnrolled = Volume.Inner.Length(TelematicsUnit.ProfileFileName) >= 0;
        if (_unit.State != UnitState.Running && isEnrolled)
        {
            _findings.Add(Index, "start", Now, $"the unit does not run: {_unit.State}");
        }
    }

    private void Cut(PowerCutPlan plan)
    {
        if (_unit is null || _armed is not null)
        {
            return;
        }

        _armed = plan;
        if (plan.Operations > 0)
        {
            Volume.Inner.CutAt(Volume.Inner.Operations + plan.Operations, plan.Outcome);
        }
        else
        {
            Volume.Inner.PowerOff();
            LosePower();
        }
    }

    private void LosePower()
    {
        CheckReceipts();
        bool wasLow = Schedule.LowSupply.Exists(span => span.Contains(Now) && Now - span.From > 15_000);
        if (_unit is { State: not UnitState.NotEnrolled })
        {
            Happened.Cuts.Add((Now, wasLow));
        }

        Happened.LastOutcome = Volume.Inner.LastCutOutcome;
        Say($"loses power, {(_armed is { Operations: > 0 } ? $"inside a change of the volume that leaves {Happened.LastOutcome}" : "between two steps")}");
        _unit = null;
        Link.Close();
        long off = Math.Max(_armed?.Off ?? 1000, 1000);
        Happened.PowerOnDue = Now + off;
        Happened.Off.Add(new Span(Now, Now + off));
    }

    // The power goes, something is done to the board, the power comes back.
    private void AtWorkshop(int milliseconds, Action work)
    {
        _workshop += work;
        if (_unit is null)
        {
            return;
        }

        _armed = new PowerCutPlan(Now, 0, CutOutcome.NotDone, milliseconds, 0);
        Volume.Inner.PowerOff();
        LosePower();
    }

    private void Enrol(Identity identity)
    {
        PutIdentity(identity);
        byte[] profile = SignalCatalogue.CompiledProfile();
        Volume.Inner.Create(TelematicsUnit.ProfileFileName, profile, 0, profile.Length);
        int index = Happened.Off.FindIndex(span => span.Until == long.MaxValue);
        if (index >= 0)
        {
            Happened.Off[index] = Happened.Off[index] with { Until = Now };
        }
    }

    private void PutIdentity(Identity identity)
    {
        Identity = identity;
        byte[] file = UnitEnrolment.CreateIdentity(Cryptography, identity.Root, identity.UnitId);
        if (!Volume.Inner.Create(UnitEnrolment.FileName, file, 0, file.Length))
        {
            _findings.Add(Index, "workshop", Now, "the identity could not be written");
        }
    }

    private void LoseVolume()
    {
        Say("the volume is lost");
        Volume.Inner.Reformat();
        _fullName = null;
        Volume.IsTampered = true;
        Volume.UnsentAlerts.Clear();
        Happened.VolumesLost.Add(Now);
        Happened.Off.Add(new Span(Now, long.MaxValue));
    }

    private void RestoreFlash()
    {
        Say("old flash is written back");
        Happened.Restored.Add((Schedule.OldFlash[0].Snapshot, Now, new Dictionary<ulong, int>(Volume.Highest)));
        Volume.Inner.Restore(_snapshot!);
        _fullName = null;
        Volume.IsTampered = true;
        Volume.UnsentAlerts.Clear();
    }

    private void Damage(bool isAtEnd)
    {
        string[] files = Volume.Inner.IsOff ? [] : Volume.Inner.List("seg-");
        Array.Sort(files, StringComparer.Ordinal);
        files = [.. files.Where(file => Volume.Inner.Length(file) > 600)];
        if (files.Length == 0)
        {
            return;
        }

        string chosen = isAtEnd ? files[^1] : files[_lateness.NextInt(0, files.Length - 1)];
        int length = Volume.Inner.Length(chosen);
        int position = isAtEnd ? NewestHeader(chosen, length) + _lateness.NextInt(0, 9) : _lateness.NextInt(0, length - 1);
        Say($"a byte of {chosen} is damaged, at {position}");
        Volume.NoteDamage(chosen);
        Happened.Damaged.Add((Now, chosen));
        Volume.Inner.Damage(chosen, position, 0x55);
    }

    // Where the header of one of the last records begins.
    private int NewestHeader(string name, int length)
    {
        byte[] file = new byte[length];
        Volume.Inner.Read(name, 0, file, 0, length);
        List<int> starts = [JournalBytes.HeaderLength];
        int position = starts[0];
        while (JournalBytes.TryNext(file, ref position, out _, out _) && position < length)
        {
            starts.Add(position);
        }

        return starts[Math.Max(0, starts.Count - _lateness.NextInt(1, 4))];
    }

    private void FillFlash(int freeBlocks)
    {
        if (!Volume.Inner.IsOff && Volume.Inner.FreeBlocks > freeBlocks)
        {
            _fullName = $"other_{Volume.Inner.UsedBlocks}";
            Volume.Inner.FillUntilFree(freeBlocks);
            Say($"other files leave {freeBlocks} blocks");
        }
    }

    private void EmptyFlash()
    {
        if (Volume.Inner.IsOff)
        {
            _workshop += EmptyFlash;
            return;
        }

        if (_fullName is { } name)
        {
            Volume.Inner.PutOtherFile(name, []);
            Say("the other files are gone");
        }

        _fullName = null;
    }
}
