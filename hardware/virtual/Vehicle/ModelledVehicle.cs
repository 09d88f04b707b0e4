using System.Runtime.InteropServices;

namespace Telltale.Virtual.Vehicle;

/// <summary>
/// A vehicle that a modelled driver takes round a <see cref="Road"/>: longitudinal dynamics, engine, gearbox, temperatures, fuel and supply. The
/// same seed gives the same drive to the last bit on the same machine. Integrated in steps of 20 ms, whoever asks and however often.
/// </summary>
public sealed class ModelledVehicle : IVehicle
{
    /// <summary>Length of a step of integration.</summary>
    public const long StepMicroseconds = 20_000;

    /// <summary>How far back <see cref="StateAt"/> can be asked.</summary>
    public const long HistoryMicroseconds = 2_000_000;

    private const double StepSeconds = StepMicroseconds / 1e6;
    private const int HistorySteps = (int)(HistoryMicroseconds / StepMicroseconds) + 2;
    private const double AirDensity = 1.2;
    private const double Gravity = 9.81;
    private const double RotatingMassShare = 0.05;
    private const double SecondsToCrank = 0.9;
    private const double CrankingSeconds = 0.6;

    private readonly Road _road;
    private readonly VehicleParameters _parameters;
    private readonly IReadOnlyList<DrivePeriod> _drives;
    private readonly Driver _driver;
    private readonly Engine _engine;
    private readonly Step[] _history = new Step[HistorySteps];
    private readonly double _ambientMeanCelsius;
    private readonly double _ambientPhase;
    private readonly double _secondsToLeave;
    private readonly double _restVolts;
    private long _steps;
    private int _drive;
    private double _distance;
    private double _odometer;
    private double _speed;
    private double _acceleration;
    private double _fuelLitres;
    private double _coolantCelsius;
    private double _oilCelsius;
    private double _intakeCelsius;
    private double _volts;

    /// <summary>Makes a vehicle standing at the road's start with the engine cold.</summary>
    /// <param name="seed">Decides about lights, waiting times, weather, the fuel in the tank and the driver's whims.</param>
    /// <param name="road">Where it drives.</param>
    /// <param name="drives">When it drives, rising and apart.</param>
    /// <param name="parameters">The kind of vehicle and driver; null for the default.</param>
    /// <exception cref="ArgumentException">The drives overlap or run backwards.</exception>
    public ModelledVehicle(ulong seed, Road road, IReadOnlyList<DrivePeriod> drives, VehicleParameters? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(road);
        ArgumentNullException.ThrowIfNull(drives);
        long end = 0;
        foreach (DrivePeriod drive in drives)
        {
            if (drive.StartMicroseconds < end || drive.EndMicroseconds <= drive.StartMicroseconds)
            {
                throw new ArgumentException("Drives must rise in time and not overlap.", nameof(drives));
            }

            end = drive.EndMicroseconds;
        }

        _road = road;
        _drives = [.. drives];
        _parameters = parameters ?? new VehicleParameters();
        SimulationRandom random = new(seed);
        _ambientMeanCelsius = random.NextBetween(4, 24);
        _ambientPhase = random.NextBetween(0, 2 * Math.PI);
        _secondsToLeave = random.NextBetween(2.5, 4);
        _fuelLitres = _parameters.TankLitres * random.NextBetween(0.35, 0.95);
        _restVolts = random.NextBetween(12.45, 12.65);
        _odometer = Math.Floor(random.NextBetween(8_000_000, 90_000_000));
        _driver = new Driver(road, _parameters, new SimulationRandom(random.NextBits()));
        _engine = new Engine(_parameters);
        _distance = _parameters.StartDistanceMetres;
        _coolantCelsius = AmbientAt(0);
        _oilCelsius = _coolantCelsius;
        _intakeCelsius = _coolantCelsius;
        _volts = _restVolts;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The moment lies before the start, or further back than <see cref="HistoryMicroseconds"/>.</exception>
    public VehicleState StateAt(long microseconds)
    {
        long step = Math.DivRem(microseconds, StepMicroseconds, out long within);
        if (microseconds < 0 || step < _steps - HistorySteps)
        {
            throw new ArgumentOutOfRangeException(nameof(microseconds), microseconds, "Not kept so far back.");
        }

        while (_steps <= step + 1)
        {
            Advance();
        }

        Step from = _history[step % HistorySteps];
        Step to = _history[(step + 1) % HistorySteps];
        double share = within / (double)StepMicroseconds;
        double seconds = within / 1e6;
        // Within a step the acceleration is constant, so distance and speed are exact, not interpolated.
        double driven = (from.Speed * seconds) + (from.Acceleration * seconds * seconds / 2);
        RoadPoint place = _road.At(from.Distance + driven);
        return new VehicleState
        {
            LatitudeDegrees = place.LatitudeDegrees,
            LongitudeDegrees = place.LongitudeDegrees,
            HeightMetres = place.HeightMetres,
            CourseDegrees = place.CourseDegrees,
            SpeedMetresPerSecond = Math.Max(0, from.Speed + (from.Acceleration * seconds)),
            IgnitionOn = from.IgnitionOn,
            SupplyVolts = Between(from.Volts, to.Volts),
            EngineSpeedRpm = Between(from.Rpm, to.Rpm),
            EngineLoadPercent = Between(from.LoadPercent, to.LoadPercent),
            ThrottlePercent = Between(from.ThrottlePercent, to.ThrottlePercent),
            Gear = from.Gear,
            FuelLevelPercent = 100 * Between(from.FuelLitres, to.FuelLitres) / _parameters.TankLitres,
            CoolantCelsius = Between(from.CoolantCelsius, to.CoolantCelsius),
            IntakeAirCelsius = Between(from.IntakeCelsius, to.IntakeCelsius),
            AmbientAirCelsius = AmbientAt(microseconds / 1e6),
            OilCelsius = Between(from.OilCelsius, to.OilCelsius),
            MassAirFlowGramsPerSecond = Between(from.AirGramsPerSecond, to.AirGramsPerSecond),
            OdometerMetres = from.Odometer + driven,
        };

        double Between(double a, double b) => a + ((b - a) * share);
    }

    /// <summary>Crankshaft speed that belongs to a speed in a gear with the clutch closed.</summary>
    public double CoupledRpm(double speedMetresPerSecond, int gear) => _engine.CoupledRpm(speedMetresPerSecond, gear);

    private double AmbientAt(double seconds) => _ambientMeanCelsius + (1.5 * Math.Sin(_ambientPhase + (seconds * 2 * Math.PI / 7200)));

    private void Advance()
    {
        double now = _steps * StepSeconds;
        while (_drive < _drives.Count && _steps * StepMicroseconds >= _drives[_drive].EndMicroseconds && _speed == 0)
        {
            _drive++;
        }

        bool on = _drive < _drives.Count && _steps * StepMicroseconds >= _drives[_drive].StartMicroseconds;
        double sinceOn = on ? now - (_drives[_drive].StartMicroseconds / 1e6) : 0;
        double left = on ? (_drives[_drive].EndMicroseconds / 1e6) - now : 0;
        double targetVolts = _restVolts;
        double voltsTimeConstant = 4;
        _acceleration = Move(on, sinceOn, left);
        if (!on)
        {
            _engine.Stop();
        }
        else if (sinceOn < SecondsToCrank)
        {
            _engine.Stop();
            targetVolts = _restVolts - 0.3;
            voltsTimeConstant = 0.1;
        }
        else if (sinceOn < SecondsToCrank + CrankingSeconds)
        {
            _engine.Crank();
            targetVolts = 10.4;
            voltsTimeConstant = 0.03;
        }
        else
        {
            bool leaves = _speed > 0 || _acceleration > 0;
            _engine.Run(StepSeconds, _speed, ForceFor(_acceleration), leaves, _coolantCelsius);
            targetVolts = 14.2 - (0.15 * Math.Clamp((850 - _engine.Rpm) / 200, 0, 1));
            voltsTimeConstant = 0.5;
        }

        _volts += (targetVolts - _volts) * Math.Min(1, StepSeconds / voltsTimeConstant);
        Heat(AmbientAt(now));
        _fuelLitres = Math.Max(0, _fuelLitres - (_engine.FuelLitresPerSecond * StepSeconds));

        // The acceleration holds from this step's moment to the next.
        _history[_steps % HistorySteps] = Current();
        double driven = (_speed * StepSeconds) + (_acceleration * StepSeconds * StepSeconds / 2);
        _distance += driven;
        _odometer += driven;
        _speed = Math.Max(0, _speed + (_acceleration * StepSeconds));
        if (_speed < 1e-9)
        {
            _speed = 0;
        }

        _steps++;
    }

    /// <summary>The acceleration of the next step: what the driver wants, as far as engine, brakes and patience allow.</summary>
    private double Move(bool on, double sinceOn, double left)
    {
        if (!on || sinceOn < SecondsToCrank + CrankingSeconds + _secondsToLeave)
        {
            return 0;
        }

        double wanted = _driver.Acceleration(StepSeconds, _distance, _speed, left);
        if (_speed == 0)
        {
            // Nobody rolls off for a creep, and a new start is not made just before the end.
            return wanted < 0.2 || left < 8 ? 0 : Math.Min(wanted, 3 * StepSeconds);
        }

        double strongest = (_engine.GreatestForce(_speed) - Resistance()) / (_parameters.MassKilograms * (1 + RotatingMassShare));
        double jerkUp = _acceleration < 0 ? 6 : 1.8;
        double jerkDown = wanted < -_parameters.ComfortableBraking ? 12 : 4;
        double acceleration = Math.Clamp(Math.Min(wanted, strongest), _acceleration - (jerkDown * StepSeconds), _acceleration + (jerkUp * StepSeconds));
        // The step in which the vehicle comes to rest ends at rest.
        return Math.Max(acceleration, -_speed / StepSeconds);
    }

    private double Resistance() =>
        (AirDensity / 2 * _parameters.DragAreaSquareMetres * _speed * _speed)
        + (_parameters.MassKilograms * Gravity * (_parameters.RollingResistance + _road.GradientAt(_distance)));

    private double ForceFor(double acceleration) =>
        _speed == 0 && acceleration <= 0 ? 0 : (_parameters.MassKilograms * (1 + RotatingMassShare) * acceleration) + Resistance();

    /// <summary>Two lumps of heat, coolant with the block and oil; a thermostat opens the radiator between 86 and 96 degrees.</summary>
    private void Heat(double ambient)
    {
        const double BlockJoulesPerKelvin = 48_000;
        const double OilJoulesPerKelvin = 9_000;
        const double BlockToOilWattsPerKelvin = 130;
        double open = Math.Clamp((_coolantCelsius - 86) / 10, 0, 1);
        double lossWattsPerKelvin = 14 + (0.6 * _speed) + (open * (350 + (45 * _speed)));
        double toOil = BlockToOilWattsPerKelvin * (_coolantCelsius - _oilCelsius) * (_engine.IsRunning ? 1 : 0.3);
        _coolantCelsius += (_engine.CoolantHeatWatts - toOil - (lossWattsPerKelvin * (_coolantCelsius - ambient))) * StepSeconds / BlockJoulesPerKelvin;
        double oilLoss = (4 + (0.25 * _speed)) * (_oilCelsius - ambient);
        _oilCelsius += (toOil + (0.75 * _engine.FrictionWatts) - oilLoss) * StepSeconds / OilJoulesPerKelvin;
        double underBonnet = ambient + 2 + (_coolantCelsius > ambient ? (_coolantCelsius - ambient) * 0.35 * Math.Exp(-_speed / 9) : 0);
        _intakeCelsius += ((_engine.IsRunning ? underBonnet : ambient) - _intakeCelsius) * StepSeconds / 40;
    }

    private Step Current() => new(
        _distance,
        _odometer,
        _speed,
        _acceleration,
        _drive < _drives.Count && _steps * StepMicroseconds >= _drives[_drive].StartMicroseconds,
        _volts,
        _engine.Rpm,
        _engine.Gear,
        _engine.LoadPercent,
        _engine.ThrottlePercent,
        _engine.AirGramsPerSecond,
        _fuelLitres,
        _coolantCelsius,
        _oilCelsius,
        _intakeCelsius);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(
        double Distance,
        double Odometer,
        double Speed,
        double Acceleration,
        bool IgnitionOn,
        double Volts,
        double Rpm,
        int Gear,
        double LoadPercent,
        double ThrottlePercent,
        double AirGramsPerSecond,
        double FuelLitres,
        double CoolantCelsius,
        double OilCelsius,
        double IntakeCelsius);
}
