using Telltale.Can;
using Telltale.Configuration;
using Telltale.Unit;
using Telltale.Uplink;
using Telltale.Virtual.Gnss;

namespace Telltale.Virtual.Board;

/// <summary>
/// A board in a vehicle, with the unit running on it: receiver, CAN controller, flash, supply and ignition wire are simulated, the unit is the
/// firmware itself. No thread: whoever holds the board turns its loop.
/// </summary>
public sealed class VirtualBoard
{
    private const long LongestTurnMicroseconds = 250_000;

    private readonly VirtualBoardParts _parts;
    private readonly List<int> _restarts = [];
    private readonly int _journalBytes;
    private SwitchedUart? _uart;
    private ReceiverPort? _receiver;
    private long _powerOnMicroseconds;
    private SleepRecord? _sleep;
    private long _nextLookMicroseconds;
    private long _framesBefore;
    private long _bytesBefore;

    /// <summary>Makes a board without power.</summary>
    public VirtualBoard(VirtualBoardParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _journalBytes = parts.Settings.Journal.BudgetBytes;
    }

    /// <summary>The unit; null without power.</summary>
    public TelematicsUnit? Unit { get; private set; }

    /// <summary>The receiver; null without power.</summary>
    public ReceiverPort? Receiver => _receiver;

    /// <summary>The configuration, as it was found on the volume when power came; null without power or configuration.</summary>
    public ConfigurationStore? Configuration { get; private set; }

    /// <summary>How often the board has got power, restarts included.</summary>
    public int PowerOns { get; private set; }

    /// <summary>Why the unit asked to be restarted, each time that it did (<see cref="RestartReason"/>).</summary>
    public IReadOnlyList<int> Restarts => _restarts;

    /// <summary>The certificate authorities on the unit's volume, as the unit knows them; null without power. The board's link has its own and tries none of these, so the next connection confirms whatever was proposed.</summary>
    public TrustAnchors? TrustAnchors { get; private set; }

    /// <summary>The outputs; they are low without power.</summary>
    public VirtualOutputs Outputs { get; } = new();

    /// <summary>The unit sleeps: it has power, and does nothing until it wakes.</summary>
    public bool IsAsleep => _sleep is not null;

    /// <summary>How often a sleeping board has looked at ignition and supply, and slept on.</summary>
    public int LooksAsleep { get; private set; }

    /// <summary>Epochs that the receiver has sent whole since it got power last.</summary>
    public int EpochsSent { get; private set; }

    /// <summary>
    /// Whether nothing is left to do for the uplink: the journal holds no frame that is still to be sent or that the owner has not given a receipt for. Samples of the open
    /// batch are not in the journal yet. The oldest sequence does not tell: after a restart it may be the number of a file that was released and deleted before.
    /// </summary>
    public bool IsDrained => Unit is { State: UnitState.Running } unit
        && !unit.Journal.HasUnsent
        && unit.Journal.SentCount == 0
        && unit.Journal.SegmentCount <= 1;

    /// <summary>Frames published since the board was made, repetitions included, over all starts of the unit.</summary>
    public long FramesPublished => _framesBefore + (Unit?.Uplink?.Counters.FramesPublished ?? 0);

    /// <summary>Bytes of those frames.</summary>
    public long BytesPublished => _bytesBefore + (Unit?.Uplink?.Counters.BytesPublished ?? 0);

    /// <summary>Gives the board power: receiver and controller come on, and the unit starts with uptime 0. Look at the unit's state afterwards.</summary>
    /// <exception cref="InvalidOperationException">It has power already.</exception>
    public void PowerOn() => Start(WakeCause.PowerOn);

    private void Start(WakeCause wokenBy)
    {
        _sleep = null;
        if (Unit is not null)
        {
            throw new InvalidOperationException("The board has power already.");
        }

        PowerOns++;
        EpochsSent = 0;
        _powerOnMicroseconds = _parts.Clock.NowMicroseconds;
        ReceiverPort receiver = _parts.PowerOnReceiver();
        receiver.EpochSent = epoch => Note(receiver, epoch);
        _receiver = receiver;
        _uart = new SwitchedUart(receiver);
        ICanController? can = _parts.PowerOnCan?.Invoke();
        _parts.Settings.Gnss.BaudRate = _parts.GnssBaudRate ?? receiver.BaudRate;
        Configuration = StartConfiguration();
        TrustAnchors = new TrustAnchors(_parts.Volume, null);
        Unit = new TelematicsUnit(
            new UnitPorts
            {
                GnssUart = _uart,
                Can = can,
                Cryptography = _parts.Cryptography,
                Volume = _parts.Volume,
                Configuration = Configuration,
                Link = _parts.Link,
                Power = new VehiclePower(_parts.Clock, _parts.Vehicle, _parts.HasIgnitionWire),
                CommandConfiguration = _parts.CommandConfiguration,
                Anchors = TrustAnchors,
                Outputs = Outputs,
                Ticks = _parts.Clock.NowMicroseconds,
                Console = _parts.Console,
                StartupReports = _parts.StartupReports,
                CanSleep = _parts.CanSleep,
                WokenBy = wokenBy,
            },
            _parts.Settings);
        Unit.Start(UptimeMilliseconds);
    }

    /// <summary>Takes the power away, in the middle of whatever the unit was about to do. Nothing but the volume stays.</summary>
    public void PowerOff()
    {
        _framesBefore = FramesPublished;
        _bytesBefore = BytesPublished;
        Unit = null;
        _sleep = null;
        TrustAnchors = null;
        Configuration = null;
        _receiver = null;
        _uart = null;

        Outputs.PowerOff();
        _parts.PowerOffCan?.Invoke();

        // A TCP connection does not outlive the board either.
        _parts.Link.Close();
    }

    /// <summary>Unplugs the receiver: it is silent from now on, and the ledger takes no more of its epochs.</summary>
    public void UnplugReceiver()
    {
        if (_uart is not null)
        {
            _uart.IsPluggedIn = false;
        }
    }

    /// <summary>One turn of the loop: the unit does what is due, and the clock moves on to when it wants to be called again, at most a quarter of a second.</summary>
    /// <param name="untilMicroseconds">The clock does not move further.</param>
    public void Turn(long untilMicroseconds)
    {
        SimulationClock clock = _parts.Clock;
        _parts.AdvanceSurroundings?.Invoke();
        long next = clock.NowMicroseconds + LongestTurnMicroseconds;
        if (Unit is { } unit)
        {
            _receiver!.Advance();
            long due = _powerOnMicroseconds + (unit.Step(UptimeMilliseconds) * 1000);
            next = Math.Clamp(due, clock.NowMicroseconds + 1000, clock.NowMicroseconds + LongestTurnMicroseconds);
            if (unit.RestartRequested != RestartReason.None)
            {
                _restarts.Add(unit.RestartRequested);
                PowerOff();
                if (unit.RestartRequested == RestartReason.Asleep)
                {
                    FallAsleep(unit.SleepMilliseconds);
                }
                else
                {
                    PowerOn();
                }
            }
        }
        else if (_sleep is not null)
        {
            Look(_sleep);
        }

        clock.AdvanceTo(Math.Min(next, untilMicroseconds));
    }

    private long BoardSeconds => _parts.Clock.NowMicroseconds / 1_000_000;

    private void FallAsleep(long milliseconds)
    {
        SleepRecord record = new()
        {
            BoardName = _parts.Settings.BoardName,
            WakeSeconds = BoardSeconds + (milliseconds / 1000),
            NapMilliseconds = _parts.HasIgnitionWire ? SleepRecord.LongestNapMilliseconds : _parts.Settings.Sleep.PeekMilliseconds,
            WakeMillivolts = _parts.Settings.Sampling.Context.SupplyOnMillivolts,
        };
        record.Write(_parts.Volume);
        _sleep = record;
        _nextLookMicroseconds = _parts.Clock.NowMicroseconds;
    }

    // As a chip that sleeps: its wire wakes it, its timer makes it look.
    private void Look(SleepRecord record)
    {
        VehiclePower power = new(_parts.Clock, _parts.Vehicle, _parts.HasIgnitionWire);
        if (power.Ignition == 1)
        {
            Start(WakeCause.Vehicle);
        }
        else if (_parts.Clock.NowMicroseconds >= _nextLookMicroseconds)
        {
            int nap = record.Read(_parts.Volume) ? record.NextNap(BoardSeconds, power) : 0;
            _nextLookMicroseconds += nap * 1000L;
            LooksAsleep += nap > 0 ? 1 : 0;
            if (nap == 0)
            {
                Start(record.IsVehicleAwake(power) ? WakeCause.Vehicle : WakeCause.Timer);
            }
        }
    }

    private ConfigurationStore? StartConfiguration()
    {
        if (_parts.Configure is null)
        {
            return null;
        }

        ConfigurationStore store = new(_parts.Volume);
        store.Start();
        _parts.Settings.Journal.BudgetBytes = _journalBytes;
        ConfiguredSettings.Apply(store.InForce, _parts.Settings);
        _parts.Configure(store.InForce);
        return store;
    }

    private long UptimeMilliseconds => (_parts.Clock.NowMicroseconds - _powerOnMicroseconds) / 1000;

    private void Note(ReceiverPort receiver, EmittedEpoch epoch)
    {
        if (receiver != _receiver || _uart is not { IsPluggedIn: true })
        {
            return;
        }

        EpochsSent++;
        long utc = epoch.UtcMilliseconds ?? epoch.TrueUtcMilliseconds;
        long moment = Math.Max(0, epoch.TrueUtcMilliseconds - _parts.Clock.Start.ToUnixTimeMilliseconds()) * 1000;
        _parts.Ledger.EpochSent(
            utc,
            epoch.HasFix ? epoch.LatitudeDegreesE7 / 1e7 : null,
            epoch.HasFix ? epoch.LongitudeDegreesE7 / 1e7 : null,
            _parts.Vehicle.StateAt(moment));
    }
}
