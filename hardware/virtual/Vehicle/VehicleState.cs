namespace Telltale.Virtual.Vehicle;

/// <summary>What a vehicle really does at one moment: the truth that the receiver and the ECUs report with their own errors.</summary>
public sealed record VehicleState
{
    /// <summary>Position, WGS 84, degrees.</summary>
    public required double LatitudeDegrees { get; init; }

    /// <inheritdoc cref="LatitudeDegrees"/>
    public required double LongitudeDegrees { get; init; }

    /// <summary>Height above mean sea level.</summary>
    public double HeightMetres { get; init; }

    /// <summary>Speed over ground.</summary>
    public double SpeedMetresPerSecond { get; init; }

    /// <summary>Direction of travel, true north, clockwise, 0 to below 360.</summary>
    public double CourseDegrees { get; init; }

    /// <summary>Terminal 15.</summary>
    public bool IgnitionOn { get; init; }

    /// <summary>Supply voltage at the unit.</summary>
    public double SupplyVolts { get; init; } = 12.6;

    /// <summary>Crankshaft speed, revolutions a minute; 0 with the engine off.</summary>
    public double EngineSpeedRpm { get; init; }

    /// <summary>Calculated load, percent.</summary>
    public double EngineLoadPercent { get; init; }

    /// <summary>Throttle position, percent.</summary>
    public double ThrottlePercent { get; init; }

    /// <summary>Gear, 0 neutral.</summary>
    public int Gear { get; init; }

    /// <summary>Fuel in the tank, percent.</summary>
    public double FuelLevelPercent { get; init; }

    /// <summary>Coolant temperature.</summary>
    public double CoolantCelsius { get; init; }

    /// <summary>Intake air temperature.</summary>
    public double IntakeAirCelsius { get; init; }

    /// <summary>Ambient air temperature.</summary>
    public double AmbientAirCelsius { get; init; }

    /// <summary>Engine oil temperature.</summary>
    public double OilCelsius { get; init; }

    /// <summary>Mass air flow, grams a second.</summary>
    public double MassAirFlowGramsPerSecond { get; init; }

    /// <summary>Distance driven since the vehicle was made.</summary>
    public double OdometerMetres { get; init; }
}
