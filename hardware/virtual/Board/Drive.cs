using System.Diagnostics;
using Telltale.Can;
using Telltale.Ports;
using Telltale.Sampling;
using Telltale.Unit;
using Telltale.Virtual.Can;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Link;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Board;

/// <summary>
/// A whole drive of a virtual unit: board and vehicle are put together, the loop is turned at the wished speed, the ignition goes off, and the last
/// frames are waited for until the owner has them.
/// </summary>
public sealed class Drive
{
    private const long SecondMicroseconds = 1_000_000;
    private const long BeforeRecordingMilliseconds = 200;
    private const long AfterRecordingMicroseconds = 200_000;
    private const long EpochClosesMicroseconds = 300_000;

    private readonly DriveOptions _options;
    private readonly SimulationClock _clock;
    private readonly IVehicle _vehicle;
    private readonly VirtualBoard _board;
    private readonly VehicleLedger _ledger;
    private readonly DrivePacer _pacer;
    private readonly UnitSettings _settings;
    private readonly Func<ReceiverPort> _powerOnReceiver;
    private readonly IProgress<DriveProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly Stopwatch _sinceReport = Stopwatch.StartNew();
    private readonly long _endMicroseconds;
    private readonly string? _canBus;
    private bool _isDraining;
    private int _receivers;

    private Drive(DriveOptions options, IProgress<DriveProgress>? progress, CancellationToken cancellationToken)
    {
        _options = options;
        _progress = progress;
        _cancellationToken = cancellationToken;
        _settings = options.Settings ?? new UnitSettings();
        _ledger = new VehicleLedger(_settings.Sampling.Driving.IntervalMilliseconds);
        SampleAlways(_settings.Sampling);
        Func<ICanController>? powerOnCan;
        Action? powerOffCan = null;
        Action? advance = null;
        if (options.GnssFile is { } file)
        {
            GnssRecording recording = GnssRecording.Load(file);
            long start = recording.FirstUtcMilliseconds;
            if (options.CanFile is { } log && CandumpReader.Read(log).FirstOrDefault() is { } first)
            {
                start = Math.Min(start, first.UtcMicroseconds / 1000);
                _canBus = options.CanBus ?? first.Bus;
            }

            _clock = new SimulationClock(DateTimeOffset.FromUnixTimeMilliseconds(start - BeforeRecordingMilliseconds));
            RecordedReceiverOptions receiver = ReceiverOf(file);
            _endMicroseconds = new RecordedReceiver(_clock, recording, receiver).EndMicroseconds + AfterRecordingMicroseconds;
            _vehicle = new RecordedVehicle(RecordedTrack.Of(recording), _clock, new DrivePeriod(0, _endMicroseconds));
            _powerOnReceiver = () => new RecordedReceiver(_clock, recording, receiver);
            powerOnCan = options.CanFile is { } canFile ? () => PlayCan(canFile) : null;
            _settings.Sampling.EarliestUtcMilliseconds = Math.Min(_settings.Sampling.EarliestUtcMilliseconds, start - BeforeRecordingMilliseconds);
        }
        else
        {
            _clock = new SimulationClock(options.Start ?? DateTimeOffset.UtcNow);
            _endMicroseconds = (long)(options.Seconds * SecondMicroseconds);
            _vehicle = new ModelledVehicle(options.Seed, options.Road ?? Road.Heidelberg(), [new DrivePeriod(0, _endMicroseconds)]);
            SimulatedReceiverOptions receiver = options.Receiver ?? new SimulatedReceiverOptions { Seed = (int)(options.Seed & int.MaxValue) };
            _powerOnReceiver = () => new SimulatedReceiver(_clock, _vehicle, receiver with { Seed = receiver.Seed + _receivers++ });
            _settings.Bus.MayPoll = true;
            ModelledBus bus = new(_clock, _vehicle, (int)(options.Seed & int.MaxValue));
            (powerOnCan, powerOffCan, advance) = (bus.PowerOnController, bus.PowerOffController, bus.Advance);
        }

        PutProfile(options);
        ILink link = options.Link(_clock);
        _pacer = new DrivePacer(options.Speed, _clock, link, options.IsLinkSimulated ?? link is ScriptedLink);
        _board = new VirtualBoard(new VirtualBoardParts
        {
            Clock = _clock,
            Vehicle = _vehicle,
            PowerOnReceiver = _powerOnReceiver,
            PowerOnCan = powerOnCan,
            PowerOffCan = powerOffCan,
            AdvanceSurroundings = advance,
            Volume = options.Volume,
            Link = link,
            Cryptography = options.Cryptography,
            Settings = _settings,
            Ledger = _ledger,
        });
    }

    /// <summary>Drives, on the calling thread, until the owner has everything, a limit is reached or the drive is broken off.</summary>
    /// <exception cref="RecordingException">A recording is broken; the message names file and line.</exception>
    /// <exception cref="IOException">A recording cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The unit does not run, because its volume holds no identity.</exception>
    public static DriveResult Run(DriveOptions options, IProgress<DriveProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.GnssFile is null && options.CanFile is not null)
        {
            throw new ArgumentException("A CAN recording needs the GNSS recording of the same drive.", nameof(options));
        }

        if (options.GnssFile is null && options.Seconds is not (>= 1 and <= 1e9))
        {
            throw new ArgumentException("A drive takes a second at least.", nameof(options));
        }

        return new Drive(options, progress, cancellationToken).Run();
    }

    /// <summary>The ledger has an entry for each interval, whatever the vehicle is used for: the unit has to take a sample for each.</summary>
    private static void SampleAlways(SamplerSettings sampling)
    {
        foreach (SamplingSet set in (SamplingSet[])[sampling.Parked, sampling.Idling, sampling.Towed, sampling.Charging])
        {
            set.IntervalMilliseconds = sampling.Driving.IntervalMilliseconds;
        }
    }

    private static RecordedReceiverOptions ReceiverOf(string file)
    {
        using FileStream stream = File.OpenRead(file);
        Span<byte> beginning = stackalloc byte[16];
        int length = stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);

        // What a CSV recording was stamped with is when the position came, not when it was measured: it must not come late twice.
        return GnssRecording.IsCsv(beginning[..length]) ? new RecordedReceiverOptions { OutputLatency = TimeSpan.Zero } : new RecordedReceiverOptions();
    }

    private static void PutProfile(DriveOptions options)
    {
        if (options.Profile is { } profile)
        {
            byte[] bytes = [.. profile];
            if (options.Volume.Length(TelematicsUnit.ProfileFileName) >= 0)
            {
                options.Volume.Delete(TelematicsUnit.ProfileFileName);
            }

            if (!options.Volume.Create(TelematicsUnit.ProfileFileName, bytes, 0, bytes.Length))
            {
                throw new IOException("The profile cannot be written to the unit's volume.");
            }
        }
    }

    private RecordedCanController PlayCan(string file)
    {
        long now = (_clock.Start.ToUnixTimeMilliseconds() * 1000) + _clock.NowMicroseconds;
        return new RecordedCanController(_clock, CandumpReader.Read(file).Where(IsHeard).SkipWhile(record => record.UtcMicroseconds < now));
    }

    private bool IsHeard(RecordedCanFrame record) => string.Equals(record.Bus, _canBus, StringComparison.Ordinal);

    private DriveResult Run()
    {
        PowerOn();
        foreach (PowerCut cut in _options.PowerCuts.OrderBy(cut => cut.AtSeconds))
        {
            if (!RunUntil((long)(cut.AtSeconds * SecondMicroseconds)))
            {
                break;
            }

            _board.PowerOff();
            RunUntil((long)((cut.AtSeconds + cut.ForSeconds) * SecondMicroseconds));
            PowerOn();
        }

        bool isDone = RunUntil(_endMicroseconds) && Park() && Drain();
        DriveResult result = new()
        {
            Ledger = _ledger,
            IsDrained = isDone,
            IsCancelled = _cancellationToken.IsCancellationRequested,
            Seconds = _clock.NowMicroseconds / (double)SecondMicroseconds,
            Starts = _board.PowerOns,
            FramesPublished = _board.FramesPublished,
            BytesPublished = _board.BytesPublished,
        };
        _board.PowerOff();
        return result;
    }

    private void PowerOn()
    {
        _board.PowerOn();
        if (_board.Unit!.State != UnitState.Running)
        {
            UnitState state = _board.Unit.State;
            _board.PowerOff();
            throw new InvalidOperationException(state == UnitState.NotEnrolled
                ? "The unit is not enrolled: its volume holds no identity."
                : "The platform's cryptography gives wrong answers.");
        }
    }

    /// <summary>
    /// After ignition off: the unit notices, closes its batch and goes on sampling, as parked units do. The receiver is unplugged right
    /// after an epoch, so that the last sample is as whole as the others, and the batch with it is closed too.
    /// </summary>
    private bool Park()
    {
        if (!RunUntil(_clock.NowMicroseconds + (_settings.Sampling.Context.WireSettleMilliseconds * 1000L) + EpochClosesMicroseconds))
        {
            return false;
        }

        if (_options.GnssFile is null)
        {
            int epochs = _board.EpochsSent;
            long limit = _clock.NowMicroseconds + (2 * SecondMicroseconds);
            while (_board.EpochsSent == epochs && _clock.NowMicroseconds < limit)
            {
                if (!RunUntil(_clock.NowMicroseconds + 1000))
                {
                    return false;
                }
            }

            // The decoder has what it needs of the epoch; the unit may still have to read the last of it.
            RunUntil(_clock.NowMicroseconds + EpochClosesMicroseconds);
        }

        _board.UnplugReceiver();
        _board.Unit!.RequestClose();
        return RunUntil(_clock.NowMicroseconds + 1000);
    }

    private bool Drain()
    {
        _isDraining = true;
        long limit = _clock.NowMicroseconds + (long)_options.DrainLimit.TotalMicroseconds;
        while (!_board.IsDrained)
        {
            if (_clock.NowMicroseconds >= limit || !RunUntil(_clock.NowMicroseconds + 1000))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Turns the loop up to a moment. False when the drive is broken off.</summary>
    private bool RunUntil(long microseconds)
    {
        while (_clock.NowMicroseconds < microseconds)
        {
            if (_cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            _board.Turn(microseconds);
            _pacer.Wait(_board, _cancellationToken);
            if (_progress is not null && _sinceReport.ElapsedMilliseconds >= 100)
            {
                _sinceReport.Restart();
                _progress.Report(new DriveProgress(
                    _clock.NowMicroseconds / (double)SecondMicroseconds, _endMicroseconds / (double)SecondMicroseconds, _ledger.Entries.Count, _isDraining));
            }
        }

        return true;
    }
}
