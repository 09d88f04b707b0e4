using Telltale.Virtual;
using Telltale.Virtual.Flash;

namespace Telltale.Simulation;

/// <summary>Everything that will go wrong with one unit, drawn before anything runs. The checker goes by this and by the vehicle's book, never by what the unit counts.</summary>
internal sealed class FaultSchedule
{
    private readonly ulong _seed;
    private readonly int _unit;
    private readonly long _end;
    private readonly double _days;
    private readonly HashSet<FaultKind> _kinds;
    private readonly IReadOnlyList<Trip> _trips;
    private readonly bool _hasWire;

    internal FaultSchedule(SimulationOptions options, int unit)
    {
        _seed = options.Seed;
        _unit = unit;
        _kinds = [.. options.Faults];
        _end = options.Days * SimulationTimes.Day;
        _days = options.Days;
        (_trips, _hasWire) = SimulatedVehicle.Plan(options.Seed, unit, options.Days);
        DrawLink();
        DrawBroker();
        DrawPower();
        DrawFlash();
        DrawClock();
    }

    internal List<Span> Outages { get; } = [];

    internal List<Span> HalfOpen { get; } = [];

    internal List<(long At, int Count)> AcknowledgementsLost { get; } = [];

    internal List<(long At, int Count)> AcknowledgementsRepeated { get; } = [];

    internal List<(long At, int Count)> BrokerForgets { get; } = [];

    internal List<Span> Disorder { get; } = [];

    internal List<Span> ReceiptsLost { get; } = [];

    internal List<Span> Attacks { get; } = [];

    internal List<PowerCutPlan> PowerCuts { get; } = [];

    internal List<Span> LowSupply { get; } = [];

    internal List<(Span Span, int FreeBlocks)> FlashFull { get; } = [];

    internal List<Span> DeletesRefused { get; } = [];

    /// <summary>When, and whether the newest frames are met, at a start-up.</summary>
    internal List<(long At, bool IsAtEnd)> Damages { get; } = [];

    internal List<(long At, long EnrolledAt)> VolumesLost { get; } = [];

    internal List<(long Snapshot, long At)> OldFlash { get; } = [];

    internal List<long> Reenrolments { get; } = [];

    /// <summary>From when the clock of the receiver of satellites is off by how much.</summary>
    internal List<(long At, long Offset)> ClockOffsets { get; } = [];

    private SimulationRandom For(FaultKind kind) => Generators.ForUnit(_seed, _unit, (int)kind);

    private bool Has(FaultKind kind) => _kinds.Contains(kind);

    private long Moment(SimulationRandom random) => (long)(random.NextUnit() * _end);

    private void DrawLink()
    {
        SimulationRandom random = For(FaultKind.Outages);
        if (Has(FaultKind.Outages))
        {
            // Most are short; a few last for days, and every third unit has one that a small volume cannot sit out.
            long now = (long)random.NextLogarithmic(SimulationTimes.Minute, 8 * SimulationTimes.Hour);
            while (now < _end)
            {
                double kind = random.NextUnit();
                double length = kind < 0.93 ? random.NextLogarithmic(2 * SimulationTimes.Second, 40 * SimulationTimes.Minute)
                    : kind < 0.99 ? random.NextLogarithmic(40 * SimulationTimes.Minute, 14 * SimulationTimes.Hour)
                    : random.NextLogarithmic(14 * SimulationTimes.Hour, Math.Min(10 * SimulationTimes.Day, Math.Max(_end / 5, 15 * SimulationTimes.Hour)));
                Outages.Add(new Span(now, Math.Min(now + (long)length, _end)));
                now += (long)length + (long)random.NextLogarithmic(1 * SimulationTimes.Hour, 18 * SimulationTimes.Hour);
            }

            if (_unit % 3 == 1)
            {
                long length = (long)(random.NextBetween(0.35, 0.5) * _end);
                long from = (long)(random.NextBetween(0.05, 0.4) * _end);
                Outages.Add(new Span(from, from + length));
            }

            Merge(Outages);
        }

        if (Has(FaultKind.HalfOpen))
        {
            random = For(FaultKind.HalfOpen);
            for (int count = Count(random, 0.5); count > 0; count--)
            {
                long at = Moment(random);
                HalfOpen.Add(new Span(at, at + (long)random.NextLogarithmic(5 * SimulationTimes.Second, 3 * SimulationTimes.Hour)));
            }

            Merge(HalfOpen);
        }

        if (Has(FaultKind.Acknowledgements))
        {
            random = For(FaultKind.Acknowledgements);
            Draw(AcknowledgementsLost, random, 1.5, 6);
            Draw(AcknowledgementsRepeated, random, 1.5, 4);
        }
    }

    private void DrawBroker()
    {
        if (Has(FaultKind.BrokerForgets))
        {
            Draw(BrokerForgets, For(FaultKind.BrokerForgets), 1.5, 12);
        }

        SimulationRandom random = For(FaultKind.BrokerDisorder);
        for (int count = Has(FaultKind.BrokerDisorder) ? Count(random, 0.7) : 0; count > 0; count--)
        {
            long at = Moment(random);
            Disorder.Add(new Span(at, at + (long)random.NextLogarithmic(10 * SimulationTimes.Minute, 10 * SimulationTimes.Hour)));
        }

        random = For(FaultKind.ReceiptsLost);
        for (int count = Has(FaultKind.ReceiptsLost) ? Count(random, 0.6) : 0; count > 0; count--)
        {
            long at = Moment(random);
            ReceiptsLost.Add(new Span(at, at + (long)random.NextLogarithmic(SimulationTimes.Minute, 4 * SimulationTimes.Hour)));
        }

        random = For(FaultKind.Attacker);
        for (int count = Has(FaultKind.Attacker) ? Count(random, 0.8) : 0; count > 0; count--)
        {
            long at = Moment(random);
            Attacks.Add(new Span(at, at + (long)random.NextLogarithmic(20 * SimulationTimes.Minute, 8 * SimulationTimes.Hour)));
        }

        Merge(Disorder);
        Merge(ReceiptsLost);
        Merge(Attacks);
    }

    private void DrawPower()
    {
        SimulationRandom random = For(FaultKind.PowerCuts);
        for (int count = Has(FaultKind.PowerCuts) ? Count(random, 2.4) : 0; count > 0; count--)
        {
            // Half of them while driving, where more is at stake.
            long at = random.Chance(0.5) ? WhileDriving(random) : Moment(random);
            int operations = random.Chance(0.55) ? random.NextInt(1, 6) : 0;
            CutOutcome outcome = (CutOutcome)random.NextInt(0, 2);
            long off = (long)random.NextLogarithmic(SimulationTimes.Second, 90 * SimulationTimes.Minute);
            int again = random.Chance(0.35) ? random.NextInt(1, 5) : 0;
            PowerCuts.Add(new PowerCutPlan(at, operations, outcome, off, again));
        }

        PowerCuts.Sort((one, other) => one.At.CompareTo(other.At));
        random = For(FaultKind.LowSupply);
        for (int count = Has(FaultKind.LowSupply) ? Count(random, 0.8) : 0; count > 0; count--)
        {
            // Where only the voltage tells that the ignition is on, a low one while driving would say that it is off.
            long at = _hasWire && random.Chance(0.7) ? WhileDriving(random) : Moment(random);
            long until = at + (long)random.NextLogarithmic(20 * SimulationTimes.Second, 20 * SimulationTimes.Minute);
            if (_hasWire || !_trips.Any(trip => trip.On - SimulationTimes.Minute < until && at < trip.Off + (2 * SimulationTimes.Minute)))
            {
                LowSupply.Add(new Span(at, until));
            }
        }

        Merge(LowSupply);
    }

    private void DrawFlash()
    {
        SimulationRandom random = For(FaultKind.FlashFull);
        for (int count = Has(FaultKind.FlashFull) ? Count(random, 0.1) : 0; count > 0; count--)
        {
            long at = WhileDriving(random);
            FlashFull.Add((new Span(at, at + (long)random.NextLogarithmic(10 * SimulationTimes.Minute, 12 * SimulationTimes.Hour)), random.NextInt(10, 14)));
        }

        FlashFull.Sort((one, other) => one.Span.From.CompareTo(other.Span.From));
        for (int index = FlashFull.Count - 1; index > 0; index--)
        {
            if (FlashFull[index].Span.From <= FlashFull[index - 1].Span.Until + SimulationTimes.Hour)
            {
                FlashFull.RemoveAt(index);
            }
        }

        random = For(FaultKind.DeletesRefused);
        for (int count = Has(FaultKind.DeletesRefused) ? Count(random, 0.3) : 0; count > 0; count--)
        {
            long at = random.Chance(0.6) ? WhileDriving(random) : Moment(random);
            DeletesRefused.Add(new Span(at, at + (long)random.NextLogarithmic(2 * SimulationTimes.Second, 20 * SimulationTimes.Second)));
        }

        Merge(DeletesRefused);

        // What destroys data meets one unit in five each, so that on the others nothing at all may go missing.
        int share = _kinds.Count <= 4 ? -1 : _unit % 5;
        random = For(FaultKind.FlashDamage);
        for (int count = Has(FaultKind.FlashDamage) && share is -1 or 2 ? Math.Max(2, Count(random, 0.6)) : 0; count > 0; count--)
        {
            Damages.Add((WhileDriving(random), random.Chance(0.5)));
        }

        random = For(FaultKind.VolumeLost);
        if (Has(FaultKind.VolumeLost) && share is -1 or 3)
        {
            long at = (long)(random.NextBetween(0.4, 0.7) * _end);
            VolumesLost.Add((at, at + (long)random.NextLogarithmic(2 * SimulationTimes.Hour, SimulationTimes.Day)));
        }

        random = For(FaultKind.OldFlash);
        if (Has(FaultKind.OldFlash) && share is -1 or 4)
        {
            long at = (long)(random.NextBetween(0.5, 0.8) * _end);
            OldFlash.Add((at - (long)(random.NextBetween(0.1, 0.3) * _end), at));
        }

        random = For(FaultKind.Reenrolment);
        if (Has(FaultKind.Reenrolment) && share is -1 or 0)
        {
            Reenrolments.Add((long)(random.NextBetween(0.45, 0.75) * _end));
        }

        Damages.Sort();
    }

    private void DrawClock()
    {
        SimulationRandom random = For(FaultKind.ClockSteps);
        List<long> moments = [];
        for (int count = Has(FaultKind.ClockSteps) ? Count(random, 0.35) : 0; count > 0; count--)
        {
            moments.Add(WhileDriving(random));
        }

        moments.Sort();
        long offset = 0;
        long last = 0;
        foreach (long moment in moments)
        {
            bool isSettled = _trips.Any(trip => trip.On + (2 * SimulationTimes.Minute) < moment && moment < trip.Off - (2 * SimulationTimes.Minute));
            if (!isSettled || moment - last < 10 * SimulationTimes.Minute)
            {
                continue;
            }

            // Off by minutes to two years, back or forth, then right again.
            long seconds = (long)random.NextLogarithmic(60, 2 * 365 * 86_400.0);
            offset = offset != 0 ? 0 : random.Chance(0.5) ? seconds * 1000 : -seconds * 1000;
            ClockOffsets.Add((moment, offset));
            last = moment;
        }
    }

    private long WhileDriving(SimulationRandom random)
    {
        Trip trip = _trips[random.NextInt(0, _trips.Count - 1)];
        return trip.On + (long)(random.NextUnit() * (trip.Off - trip.On));
    }

    // So many on average in the whole run.
    private int Count(SimulationRandom random, double perDay)
    {
        double mean = perDay * _days;
        return (int)Math.Floor((mean * random.NextBetween(0.75, 1.25)) + random.NextUnit());
    }

    private void Draw(List<(long At, int Count)> list, SimulationRandom random, double perDay, int most)
    {
        for (int count = Count(random, perDay); count > 0; count--)
        {
            list.Add((Moment(random), random.NextInt(1, most)));
        }

        list.Sort();
    }

    private static void Merge(List<Span> spans)
    {
        spans.Sort((one, other) => one.From.CompareTo(other.From));
        for (int index = spans.Count - 1; index > 0; index--)
        {
            if (spans[index].From <= spans[index - 1].Until)
            {
                spans[index - 1] = spans[index - 1] with { Until = Math.Max(spans[index - 1].Until, spans[index].Until) };
                spans.RemoveAt(index);
            }
        }
    }
}
