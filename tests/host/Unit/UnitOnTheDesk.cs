using Telltale.Ports;
using Telltale.Profiles;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Virtual;
using Telltale.Virtual.Board;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Unit;

/// <summary>A whole unit on virtual ports, its owner, and the simulated receiver's own ledger of what it sent.</summary>
internal sealed class UnitOnTheDesk
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ICryptography _cryptography;
    private long _bootMilliseconds;

    public UnitOnTheDesk(ICryptography? cryptography = null, bool isEnrolled = true)
    {
        _cryptography = cryptography ?? new DotNetCryptography();
        Clock = new SimulationClock(Noon);
        Receiver = new SimulatedReceiver(Clock, new StraightRoad(), new SimulatedReceiverOptions
        {
            Sentences = [NmeaSentence.Rmc, NmeaSentence.Gga, NmeaSentence.Gsa],
            IsSkyHidden = microseconds => IsSkyHidden,
        })
        {
            EpochSent = Epochs.Add,
        };
        Bus = new TickingBus(Clock);
        Scripted = new ScriptedLink(Clock) { FrameArrived = Owner.Take };
        Owner.SendReceipt = Scripted.Deliver;
        Link = Scripted;
        if (isEnrolled)
        {
            Volume.Create(UnitEnrolment.FileName, Owner.Identity, 0, Owner.Identity.Length);
        }

        UseProfile("Test.Tenths");
        Unit = NewUnit();
    }

    public SimulationClock Clock { get; }

    public MemoryVolume Volume { get; } = new();

    public SimulatedReceiver Receiver { get; }

    public TickingBus Bus { get; }

    public Supply Supply { get; } = new();

    public ScriptedLink Scripted { get; }

    /// <summary>The unit's link from the next start on.</summary>
    public ILink Link { get; set; }

    public Owner Owner { get; } = new();

    /// <summary>Every epoch that the receiver has sent in full.</summary>
    public List<EmittedEpoch> Epochs { get; } = [];

    public bool IsSkyHidden { get; set; }

    public UnitSettings Settings { get; } = new();

    /// <summary>The board's log of start-ups from the next start on, if it has one.</summary>
    public BootLog? BootLog { get; set; }

    /// <summary>Plugs in what the desk does not have by itself, from the next start on.</summary>
    public Action<UnitPorts>? Plug { get; set; }

    /// <summary>The serial console's UART from the next start on; null for none.</summary>
    public IUartPort? Console { get; set; }

    /// <summary>Takes the start-up reports from the next start on; null for none.</summary>
    public IReportOutput? Reports { get; set; }

    public TelematicsUnit Unit { get; private set; }

    public long Uptime => Clock.NowMilliseconds - _bootMilliseconds;

    /// <summary>Everything that was journalled is released.</summary>
    public bool IsEverythingReleased => Unit.Journal.OldestSequence == Unit.Journal.NextSequence;

    public void UseProfile(string signal)
    {
        byte[] profile = ProfileWriter.Write(TickingBus.Profile(signal));
        Volume.Delete(TelematicsUnit.ProfileFileName);
        Volume.Create(TelematicsUnit.ProfileFileName, profile, 0, profile.Length);
    }

    /// <summary>Starts the unit, or takes its power away and starts it again on the same volume.</summary>
    public void Start()
    {
        Scripted.Drop();
        _bootMilliseconds = Clock.NowMilliseconds;
        Unit = NewUnit();
        Unit.Start(0);
    }

    public void Step()
    {
        long due = Unit.Step(Uptime);
        Clock.AdvanceTo((_bootMilliseconds + due) * 1000);
    }

    public void Run(double seconds)
    {
        long end = Clock.NowMicroseconds + (long)(seconds * 1e6);
        while (Clock.NowMicroseconds < end)
        {
            Step();
        }
    }

    /// <summary>Holds the processor, as a TLS handshake does on the chip.</summary>
    public void Stall(int milliseconds) => Clock.AdvanceTo(Clock.NowMicroseconds + (milliseconds * 1000L));

    private TelematicsUnit NewUnit()
    {
        UnitPorts ports = new()
        {
            GnssUart = Receiver,
            Can = Bus,
            Cryptography = _cryptography,
            Volume = Volume,
            Link = Link,
            Power = Supply,
            Ticks = 12345,
            BootLog = BootLog,
            Console = Console,
            StartupReports = Reports,
        };
        Plug?.Invoke(ports);
        return new TelematicsUnit(ports, Settings);
    }
}
