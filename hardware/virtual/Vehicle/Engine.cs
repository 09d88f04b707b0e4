namespace Telltale.Virtual.Vehicle;

/// <summary>
/// Engine, clutch and gearbox of a <see cref="ModelledVehicle"/>: which gear is in, how fast the crankshaft turns, what torque it gives and what
/// fuel, air and heat that costs. A mean-value model: fuel power is brake power plus friction over a constant indicated efficiency (Willans line).
/// </summary>
internal sealed class Engine(VehicleParameters parameters)
{
    /// <summary>Lower heating value of petrol, joules a kilogram.</summary>
    private const double HeatingValue = 43.4e6;
    private const double PetrolKilogramsPerLitre = 0.745;
    private const double StoichiometricRatio = 14.7;
    private const double IndicatedEfficiency = 0.385;
    private const double AccessoryWatts = 600;
    private const double DrivelineEfficiency = 0.93;
    private const double SecondsBetweenShifts = 1.2;
    private const double ShiftSeconds = 0.4;
    private const double LaunchRpm = 1350;
    private const double ClutchClosesAtRpm = 1150;

    private static readonly double[] TorqueRpm = [600, 1000, 1500, 2000, 3500, 4500, 5500, 6500];
    private static readonly double[] TorqueNewtonMetres = [90, 140, 205, 220, 220, 205, 180, 130];

    private double _secondsSinceShift = 10;

    /// <summary>True from the first combustion to ignition off.</summary>
    internal bool IsRunning { get; private set; }

    /// <summary>Crankshaft speed.</summary>
    internal double Rpm { get; private set; }

    /// <summary>0 neutral, else the gear.</summary>
    internal int Gear { get; private set; }

    /// <summary>Calculated load, percent of the torque available at this speed.</summary>
    internal double LoadPercent { get; private set; }

    /// <summary>Throttle plate, percent.</summary>
    internal double ThrottlePercent { get; private set; }

    /// <summary>Air, grams a second.</summary>
    internal double AirGramsPerSecond { get; private set; }

    /// <summary>Petrol, litres a second.</summary>
    internal double FuelLitresPerSecond { get; private set; }

    /// <summary>Heat into the coolant.</summary>
    internal double CoolantHeatWatts { get; private set; }

    /// <summary>Heat of friction into the oil.</summary>
    internal double FrictionWatts { get; private set; }

    /// <summary>Crankshaft speed with a closed clutch.</summary>
    internal double CoupledRpm(double speedMetresPerSecond, int gear) =>
        speedMetresPerSecond / parameters.WheelRadiusMetres * 30 / Math.PI * parameters.FinalDriveRatio * parameters.GearRatios[gear - 1];

    /// <summary>The most force at the wheels, newtons, in the gear that is in.</summary>
    internal double GreatestForce(double speedMetresPerSecond)
    {
        int gear = Math.Max(Gear, 1);
        double rpm = Math.Max(CoupledRpm(speedMetresPerSecond, gear), LaunchRpm);
        return TorqueAt(rpm) * parameters.GearRatios[gear - 1] * parameters.FinalDriveRatio / parameters.WheelRadiusMetres * DrivelineEfficiency;
    }

    /// <summary>The starter turns the engine.</summary>
    internal void Crank()
    {
        Rpm = 220;
        LoadPercent = 0;
        ThrottlePercent = 15;
        AirGramsPerSecond = 0.6;
        FuelLitresPerSecond = 0.0003;
    }

    /// <summary>Ignition on, engine not turning; or all off.</summary>
    internal void Stop()
    {
        IsRunning = false;
        Rpm = 0;
        Gear = 0;
        LoadPercent = 0;
        ThrottlePercent = 0;
        AirGramsPerSecond = 0;
        FuelLitresPerSecond = 0;
        CoolantHeatWatts = 0;
        FrictionWatts = 0;
    }

    /// <summary>A running engine for one step.</summary>
    /// <param name="seconds">Length of the step.</param>
    /// <param name="speed">Of the vehicle, metres a second.</param>
    /// <param name="forceAtWheels">What the driver wants, newtons; negative when slowing down.</param>
    /// <param name="isDriving">False while the vehicle is kept standing.</param>
    /// <param name="coolantCelsius">A cold engine idles faster and needs more fuel.</param>
    internal void Run(double seconds, double speed, double forceAtWheels, bool isDriving, double coolantCelsius)
    {
        IsRunning = true;
        double cold = Math.Clamp((70 - coolantCelsius) / 60, 0, 1);
        double idle = parameters.IdleRpm + (350 * cold);
        double wheelWatts = forceAtWheels * speed;
        double demand = Math.Clamp(wheelWatts / 70000, 0, 1) + (isDriving && speed < 6 ? 0.05 : 0);
        Shift(seconds, speed, demand, isDriving);

        double target;
        bool coupled = false;
        if (Gear == 0)
        {
            target = idle;
        }
        else
        {
            double wheelRpm = CoupledRpm(speed, Gear);
            coupled = wheelRpm >= ClutchClosesAtRpm || (Gear > 1 && wheelRpm > idle);
            double slipping = forceAtWheels > 0 ? idle + ((LaunchRpm - idle) * Math.Clamp(forceAtWheels / 1500, 0, 1)) : idle;
            target = coupled ? wheelRpm : Math.Max(wheelRpm, slipping);
        }

        bool follows = coupled && _secondsSinceShift >= ShiftSeconds;
        double timeConstant = follows ? 0.04 : 0.12;
        Rpm = follows && Math.Abs(Rpm - target) < 15 ? target : Rpm + ((target - Rpm) * Math.Min(1, seconds / timeConstant));

        double revolutionsPerSecond = Rpm / 60;
        double radiansPerSecond = revolutionsPerSecond * 2 * Math.PI;
        double frictionPressure = (0.9 + (0.9 * cold) + (0.00022 * Rpm)) * 1e5;
        double pumped = parameters.DisplacementCubicMetres * revolutionsPerSecond / 2;
        FrictionWatts = frictionPressure * pumped;
        bool drives = Gear != 0 && forceAtWheels > 0;
        // While the clutch slips the engine gives the torque that the wheels get, at its own higher speed.
        double driveTorque = drives
            ? forceAtWheels * parameters.WheelRadiusMetres / (parameters.GearRatios[Gear - 1] * parameters.FinalDriveRatio * DrivelineEfficiency)
            : 0;
        double available = TorqueAt(Rpm);
        double torque = Math.Min(driveTorque + (AccessoryWatts / Math.Max(radiansPerSecond, 50)), available);
        bool cutOff = coupled && forceAtWheels < 0 && Rpm > 1200 && speed > 4;
        double fuelWatts = cutOff ? 0 : ((torque * radiansPerSecond) + FrictionWatts) / (IndicatedEfficiency * (1 - (0.12 * cold)));
        double fuelKilogramsPerSecond = fuelWatts / HeatingValue;
        FuelLitresPerSecond = fuelKilogramsPerSecond / PetrolKilogramsPerLitre;
        AirGramsPerSecond = cutOff
            ? pumped * 1.2 * 1000 * 0.22
            : fuelKilogramsPerSecond * 1000 * StoichiometricRatio * (1 - (0.1 * cold));
        LoadPercent = cutOff ? 0 : Math.Clamp(100 * (torque + (frictionPressure * parameters.DisplacementCubicMetres / (4 * Math.PI)))
            / (available + (frictionPressure * parameters.DisplacementCubicMetres / (4 * Math.PI))), 0, 100);
        ThrottlePercent = cutOff ? 8 : 10 + (80 * Math.Pow(LoadPercent / 100, 1.3) * Math.Clamp(Rpm / 4500, 0.15, 1.0)) + (0.05 * LoadPercent);
        CoolantHeatWatts = 0.30 * fuelWatts;
    }

    private static double TorqueAt(double rpm)
    {
        if (rpm <= TorqueRpm[0])
        {
            return TorqueNewtonMetres[0];
        }

        for (int i = 1; i < TorqueRpm.Length; i++)
        {
            if (rpm <= TorqueRpm[i])
            {
                double share = (rpm - TorqueRpm[i - 1]) / (TorqueRpm[i] - TorqueRpm[i - 1]);
                return TorqueNewtonMetres[i - 1] + (share * (TorqueNewtonMetres[i] - TorqueNewtonMetres[i - 1]));
            }
        }

        return TorqueNewtonMetres[^1];
    }

    /// <summary>Up late and down early under load; the two thresholds of a pair of gears lie apart, so that no gear hunts.</summary>
    private void Shift(double seconds, double speed, double demand, bool isDriving)
    {
        _secondsSinceShift += seconds;
        if (!isDriving && speed == 0)
        {
            Gear = 0;
            return;
        }

        if (Gear == 0)
        {
            Gear = 1;
            _secondsSinceShift = SecondsBetweenShifts;
            return;
        }

        if (_secondsSinceShift < SecondsBetweenShifts)
        {
            return;
        }

        double upAbove = 2000 + (2400 * demand);
        double downBelow = 1180 + (900 * demand);
        double rpm = CoupledRpm(speed, Gear);
        if (Gear < parameters.GearRatios.Count && rpm > upAbove && CoupledRpm(speed, Gear + 1) > downBelow + 40)
        {
            Gear++;
            _secondsSinceShift = 0;
        }
        else if (Gear > 1 && rpm < downBelow && CoupledRpm(speed, Gear - 1) < upAbove - 100)
        {
            Gear--;
            _secondsSinceShift = 0;
        }
    }
}
