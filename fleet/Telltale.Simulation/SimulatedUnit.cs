using Telltale.Journal;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Virtual;
using Telltale.Virtual.Flash;
using Telltale.Virtual.Link;

namespace Telltale.Simulation;

/// <summary>
/// One unit in its vehicle: the firmware itself over simulated flash, link, receiver, bus and supply, stepped when it asks and when something happens, and its faults as the schedule has them.
/// </summary>
internal sealed partial class SimulatedUnit : IPowerInputs
{
    private const int SmallBlocks = 64;
    private const int LargeBlocks = 768;
    private const int BusyStep = 100;
    private const int DrivingStep = 250;
    private const int ParkedStep = 1_000;
    private const int QuietStep = 10_000;

    private readonly SimulationClock _clock;
    private readonly Findings _findings;
    private readonly Action<string>? _log;
    private readonly SimulationRandom _lateness;
    private readonly UnitSettings _settings;
    private readonly List<(long At, Action Happen)> _events = [];
    private EpochPort _port = new();
    private TelematicsUnit? _unit;
    private long _powerOn;
    private long _nextStep;
    private long _stalledUntil;
    private long _lastEpoch;
    private int _event;
    private bool _isForced;

    internal SimulatedUnit(SimulationOptions options, int index, SimulationClock clock, Findings findings)
    {
        Index = index;
        _clock = clock;
        _findings = findings;
        _log = options.Log;
        Schedule = new FaultSchedule(options, index);
        Vehicle = new SimulatedVehicle(options.Seed, index, options.Days, Schedule.ClockOffsets);
        _lateness = Generators.ForUnit(options.Seed, index, Generators.Lateness);
        SimulationRandom keys = Generators.ForUnit(options.Seed, index, Generators.Keys);
        for (int count = 0; count <= Schedule.Reenrolments.Count; count++)
        {
            Identities.Add(new Identity(UnitEnrolment.UnitIdFrom(keys.NextBytes(8)), keys.NextBytes(32)));
        }

        BlockCount = index % 2 == 0 ? LargeBlocks : SmallBlocks;
        SimulatedVolume flash = new(new SimulatedVolumeOptions
        {
            BlockCount = BlockCount,
            Seed = Generators.ForUnit(options.Seed, index, Generators.FlashSeed).NextBits(),
        });
        flash.PutOtherFile("con_CA_0.sys", new byte[11 * 1024]);
        Volume = new WatchedVolume(flash, clock, text => _findings.Add(Index, "drop_order", Now, text));
        Cryptography = new WatchedCryptography(Generators.ForUnit(options.Seed, index, Generators.UnitRandom));
        Scripted = new ScriptedLink(clock) { UplinkBitsPerSecond = 64_000, ConnectMilliseconds = 1_500, RoundTripMilliseconds = 120 };
        Link = new WatchedLink(Scripted, clock, Volume, Stall, text => _findings.Add(Index, "alert_order", Now, text));
        _settings = SettingsFor(options);
        Enrol(Identities[0]);
        PlanEvents();
    }

    internal int Index { get; }

    internal int BlockCount { get; }

    internal FaultSchedule Schedule { get; }

    internal SimulatedVehicle Vehicle { get; }

    internal WatchedVolume Volume { get; }

    internal WatchedCryptography Cryptography { get; }

    internal ScriptedLink Scripted { get; }

    internal WatchedLink Link { get; }

    /// <summary>The first, and those that it was enrolled with later.</summary>
    internal List<Identity> Identities { get; } = [];

    /// <summary>The one that it has now.</summary>
    internal Identity Identity { get; private set; } = null!;

    /// <summary>The vehicle's own book: what the unit was given while it had power and was enrolled. The number of an epoch is its place, from 1.</summary>
    internal List<Epoch> Ledger { get; } = [];

    internal UnitLog Happened { get; } = new();

    internal int JournalBudget => _settings.Journal.BudgetBytes;

    internal bool IsRunning => _unit is { State: UnitState.Running };

    /// <inheritdoc/>
    public int SupplyMillivolts => Schedule.LowSupply.Exists(span => span.Contains(Now)) ? 9_300 : Vehicle.SupplyMillivolts;

    /// <inheritdoc/>
    public int Ignition => !Vehicle.HasIgnitionWire ? -1 : Vehicle.IsOn ? 1 : 0;

    private long Now => _clock.NowMilliseconds;

    /// <summary>When something happens next, in milliseconds.</summary>
    internal long NextTime()
    {
        long next = Math.Min(Vehicle.NextEpoch, Vehicle.NextChange);
        next = Math.Min(next, _event < _events.Count ? _events[_event].At : long.MaxValue);
        next = Math.Min(next, Scripted.NextMilliseconds);
        if (_unit is null)
        {
            return Math.Min(next, Happened.PowerOnDue);
        }

        return Math.Min(next, Math.Max(_isForced ? Now : _nextStep, _stalledUntil));
    }

    /// <summary>Lets everything happen that is due.</summary>
    internal void Process()
    {
        long now = Now;
        while (_event < _events.Count && _events[_event].At <= now)
        {
            _events[_event++].Happen();
            _isForced = true;
        }

        if (Vehicle.NextChange <= now)
        {
            Vehicle.Switch(now);
            _isForced = true;
        }

        while (Vehicle.NextEpoch <= now)
        {
            TakeEpoch();
        }

        if (_unit is null && Happened.PowerOnDue <= now)
        {
            PowerOn();
        }

        if (Scripted.NextMilliseconds <= now)
        {
            _isForced = true;
        }

        Scripted.CatchUp();
        if (_unit is not null && now >= _stalledUntil && (_isForced || now >= _nextStep))
        {
            Step();
        }
    }

    /// <summary>What the broker brings from the owner.</summary>
    internal void Deliver(byte[] message) => Scripted.Deliver(message);

    private UnitSettings SettingsFor(SimulationOptions options)
    {
        UnitSettings settings = new() { BoardName = "simulated", Journal = JournalSettings.ForVolume(BlockCount * 4096) };
        if (options.JournalBytes is { } bytes)
        {
            settings.Journal.BudgetBytes = bytes;
        }

        // Driving is the shipped default. The other sets, and how soon a trip ends, are chosen so that the vehicle's book can say which epochs become samples.
        settings.Sampling.Parked.IntervalMilliseconds = SimulationTimes.ParkedInterval;
        settings.Sampling.Towed.IntervalMilliseconds = SimulationTimes.ParkedInterval;
        settings.Sampling.Context.IdlingAfterMilliseconds = 100 * 3600 * 1000;
        settings.Sampling.Context.TripEndBySupplyMilliseconds = SimulationTimes.TripEndBySupply;
        settings.Sampling.Events.ExcessiveIdlingSeconds = 0;
        return settings;
    }

    private void TakeEpoch()
    {
        Epoch epoch = Vehicle.TakeEpoch();
        if (!IsRunning)
        {
            return;
        }

        Ledger.Add(epoch);
        _port.Arrive(Ledger.Count, epoch);
        _lastEpoch = epoch.Time;
        _isForced = true;
    }

    private void Step()
    {
        _isForced = false;
        long now = Now;
        try
        {
            long due = _unit!.Step(now - _powerOn);
            long pause = Link.InFlight > 0 ? BusyStep : Vehicle.IsOn ? DrivingStep : now - _lastEpoch < 62_000 ? ParkedStep : QuietStep;
            _nextStep = _port.Waiting > 0 ? now + 1 : Math.Max(due + _powerOn, now + pause);
        }
        catch (PowerLostException)
        {
            LosePower();
        }
    }

    // DNS, TCP and the TLS handshake hold every managed thread of the chip, except where the vehicle's book counts on the moment at which a change was seen.
    private void Stall()
    {
        long now = Now;
        long length = (long)_lateness.NextLogarithmic(50, SimulationTimes.LongestStall);
        long until = now + length;
        bool mayStall = now - _powerOn > 25_000 && Vehicle.NextChange - until > 8_000 && now - UnitLog.LastSwitch(Vehicle, now) > 25_000
            && !Schedule.ClockOffsets.Exists(step => step.At > now - 20_000 && step.At < until + 20_000);
        if (mayStall)
        {
            _stalledUntil = until;
        }
    }

    private void Say(string text) => _log?.Invoke(new Finding(Index, "happened", Now, text).ToString());
}
