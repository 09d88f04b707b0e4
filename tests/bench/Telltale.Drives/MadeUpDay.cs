using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;
using Telltale.Virtual;
using Telltale.Virtual.Gnss;
using Telltale.Virtual.Vehicle;

namespace Telltale.Drives;

/// <summary>
/// A made-up day of a compact car: town, motorway and country road, stops at lights and signs, two spells of idling, and parked in between. The vehicle is
/// <see cref="ModelledVehicle"/> on <see cref="Road.Heidelberg"/>, the receiver's errors are those of <see cref="SimulatedReceiver"/>, the signals have the resolutions of a
/// car maker's DBC and the noise of its sensors. The same seed gives the same rows.
/// </summary>
public sealed class MadeUpDay
{
    /// <summary>From midnight to midnight, in seconds.</summary>
    public const int LengthSeconds = 24 * 3600;

    private const double TrackWidthMetres = 1.53;
    private const double WheelbaseMetres = 2.64;
    private const double SteeringRatio = 15.2;
    private const long MicrosecondsFromEpochToSignals = 60_000;
    private const int FirstSecond = 4;
    private const int Signals = 10;

    // When the vehicle drives, in seconds after midnight: to work, two errands at noon, home by way of a school and a shop.
    private static readonly (int From, int To)[] _drives = [(25_200, 27_900), (43_200, 44_100), (45_300, 46_200), (61_200, 63_900), (64_260, 66_300), (72_000, 72_900)];

    // Somebody sits in the car with the engine running: when a drive has ended, for a child at the school, in front of the shop.
    private static readonly (int From, int To)[] _idling = [(46_200, 46_620), (63_900, 64_260)];

    // The errors from one second to the next are those of the recorded drive: its increments of position and the trapezoid of its speed and course differ by 0.08 m in each axis.
    private static readonly SimulatedReceiverOptions _options = new() { DriftMetres = 1.5, DriftCorrelation = TimeSpan.FromMinutes(15), WhiteNoiseMetres = 0.03 };

    private readonly SimulationRandom _noise;
    private readonly Road _road = Road.Heidelberg();
    private readonly ModelledVehicle _vehicle;
    private readonly SimulationClock _clock;
    private readonly EpochTap _receiver;
    private readonly double[] _wheelFactors = new double[4];
    private int _satellites = 11;
    private readonly double _roadStartMetres;
    private double _speedBefore;

    private MadeUpDay(int seed)
    {
        _noise = new SimulationRandom((ulong)seed);
        _vehicle = new ModelledVehicle((ulong)seed, _road, [.. _drives.Select(drive => new DrivePeriod(drive.From * 1_000_000L, drive.To * 1_000_000L))]);
        _clock = new SimulationClock(new DateTimeOffset(2026, 10, 14, 0, 0, 0, TimeSpan.Zero));
        _receiver = new EpochTap(_clock, _vehicle, seed);
        _roadStartMetres = _vehicle.StateAt(0).OdometerMetres - new VehicleParameters().StartDistanceMetres;
        for (int wheel = 0; wheel < _wheelFactors.Length; wheel++)
        {
            _wheelFactors[wheel] = 1 + (0.001 * _noise.NextNormal());
        }
    }

    /// <summary>The signals of the day.</summary>
    public static SignalDefinition[] Definitions() =>
    [
        new("Speed", "km/h", 1, 100, 0, true, 2000),
        new("Powertrain.CombustionEngine.Speed", "rpm", 1, 4, 0, true, 2000),
        new("Chassis.Accelerator.PedalPosition", "%", 2, 5, 0, true, 2000),
        new("Chassis.Brake.Pressure", "bar", 1, 5, 0, true, 2000),
        new("Chassis.SteeringWheel.Angle", "deg", 1, 10, 0, false, 2000),
        new("Chassis.Axle.Row1.Wheel.Left.Speed", "km/h", 1, 100, 0, true, 2000),
        new("Chassis.Axle.Row1.Wheel.Right.Speed", "km/h", 1, 100, 0, true, 2000),
        new("Chassis.Axle.Row2.Wheel.Left.Speed", "km/h", 1, 100, 0, true, 2000),
        new("Chassis.Axle.Row2.Wheel.Right.Speed", "km/h", 1, 100, 0, true, 2000),
        new("Powertrain.Transmission.CurrentGear", "", 1, 1, 0, true, 2000),
    ];

    /// <summary>Makes the day's samples: every so many milliseconds while driving, idling and parked.</summary>
    /// <param name="seed">Decides about everything that is random.</param>
    /// <param name="drivingSeconds">The interval while the ignition is on and the vehicle has moved in the last two minutes.</param>
    /// <param name="idlingSeconds">The interval while the ignition is on and the vehicle stands for longer.</param>
    /// <param name="parkedSeconds">The interval with the ignition off; 0 for no samples then.</param>
    public static DriveRows Make(int seed, int drivingSeconds, int idlingSeconds, int parkedSeconds)
    {
        MadeUpDay day = new(seed);
        TripRecorder trips = new();
        List<Sample> samples = [];
        UnitActivity activity = UnitActivity.Parked;
        for (int second = FirstSecond; second < LengthSeconds; second++)
        {
            bool isIgnitionOn = IsIn(_drives, second) || IsIn(_idling, second);
            Sample sample = day.Sample(second, isIgnitionOn);
            int interval = activity switch
            {
                UnitActivity.Parked => parkedSeconds,
                UnitActivity.Idling => idlingSeconds,
                _ => drivingSeconds,
            };
            bool isDue = interval > 0 && second % interval == 0;
            bool isSwitched = isIgnitionOn != activity is not UnitActivity.Parked;
            bool hasMovedOff = activity is UnitActivity.Idling && sample.SpeedMillimetresPerSecond >= TripRecorder.StandingMillimetresPerSecond;
            if (isDue || isSwitched || hasMovedOff)
            {
                trips.Record(sample, isIgnitionOn);
                activity = sample.Activity;
                if (isIgnitionOn || parkedSeconds > 0)
                {
                    samples.Add(sample);
                }
            }
        }

        return new DriveRows("made-up day", Definitions(), samples);
    }

    private static bool IsIn((int From, int To)[] spans, int second) => spans.Any(span => second >= span.From && second < span.To);

    private Sample Sample(int second, bool isIgnitionOn)
    {
        // The receiver says a little after the whole second where it was.
        _clock.AdvanceTo((second * 1_000_000L) + 70_000);
        _receiver.Advance();
        SimulatedEpoch epoch = _receiver.Newest ?? throw new InvalidOperationException("The receiver has not sent an epoch yet.");
        if (_noise.NextUnit() < 0.06)
        {
            _satellites = Math.Clamp(_satellites + (_noise.NextUnit() < 0.5 ? -1 : 1), 7, 14);
        }

        bool hasCourse = epoch.SpeedMetresPerSecond >= 0.5;
        Sample sample = new()
        {
            UptimeMilliseconds = (second * 1000L) + 140 + (long)(8 * _noise.NextUnit()),
            TimeUtcMilliseconds = epoch.UtcMilliseconds,
            IsDated = true,
            Fields = FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.SatellitesUsed | (hasCourse ? FixFields.Course : FixFields.None),
            Mode = _satellites >= 8 ? FixMode.Differential : FixMode.ThreeDimensional,
            LatitudeDegreesE7 = (int)Math.Round(epoch.LatitudeDegrees * 1e7),
            LongitudeDegreesE7 = (int)Math.Round(epoch.LongitudeDegrees * 1e7),
            HeightMillimetres = (int)Math.Round(epoch.HeightMetres * 10) * 100,
            SpeedMillimetresPerSecond = (int)Math.Round(epoch.SpeedMetresPerSecond * 1000),
            CourseHundredthsDegree = hasCourse ? (int)Math.Round(epoch.CourseDegrees * 100) % 36_000 : 0,
            SatellitesUsed = _satellites,
        };
        if (isIgnitionOn)
        {
            SetSignals(sample, _vehicle.StateAt((second * 1_000_000L) + MicrosecondsFromEpochToSignals));
        }

        return sample;
    }

    private void SetSignals(Sample sample, VehicleState state)
    {
        double speed = state.SpeedMetresPerSecond;
        double acceleration = speed - _speedBefore;
        _speedBefore = speed;
        double curvature = _road.CurvatureAt(state.OdometerMetres - _roadStartMetres);
        bool isStanding = speed == 0;
        bool isRunning = state.IgnitionOn && state.EngineSpeedRpm > 0;
        double rpm = isRunning ? state.EngineSpeedRpm : 760;
        sample.Signals[0] = KilometresPerHour(speed, isStanding ? 0 : 0.02);
        sample.Signals[1] = Math.Max(0, (int)Math.Round((rpm + (6 * _noise.NextNormal())) * 4));
        sample.Signals[2] = Math.Clamp((int)Math.Round(state.ThrottlePercent * 2.5), 0, 250);
        sample.Signals[3] = isStanding ? 60 : acceleration < -0.4 ? (int)Math.Round((-acceleration - 0.3) * 5 * 9 * (1 + (0.04 * _noise.NextNormal()))) : 0;
        sample.Signals[4] = (int)Math.Round(((Math.Atan(WheelbaseMetres * curvature) * SteeringRatio * 180 / Math.PI) + (0.4 * _noise.NextNormal())) * 10);
        for (int wheel = 0; wheel < 4; wheel++)
        {
            // The left wheels are the inner ones of a turn to the left, which has a negative curvature here; the front ones run on a wider circle.
            double side = wheel % 2 == 0 ? 0.5 : -0.5;
            double front = wheel < 2 ? 0.5 * Math.Pow(WheelbaseMetres * curvature, 2) : 0;
            sample.Signals[5 + wheel] = KilometresPerHour(speed * _wheelFactors[wheel] * (1 + (side * TrackWidthMetres * curvature) + front), isStanding ? 0 : 0.08);
        }

        sample.Signals[9] = state.Gear;
        sample.SignalsPresent = (1L << Signals) - 1;
    }

    private int KilometresPerHour(double metresPerSecond, double noise) => Math.Max(0, (int)Math.Round(((metresPerSecond * 3.6) + (noise * _noise.NextNormal())) * 100));

    private sealed class EpochTap(SimulationClock clock, IVehicle vehicle, int seed)
        : SimulatedReceiver(clock, vehicle, _options with { Seed = seed })
    {
        public SimulatedEpoch? Newest { get; private set; }

        protected override byte[] Encode(SimulatedEpoch epoch)
        {
            Newest = epoch;
            return [0];
        }
    }
}
