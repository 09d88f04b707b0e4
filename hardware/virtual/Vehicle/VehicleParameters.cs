namespace Telltale.Virtual.Vehicle;

/// <summary>What kind of vehicle and driver is modelled. The defaults are a compact car with a 1.5-litre turbocharged petrol engine and an automatic gearbox.</summary>
public sealed record VehicleParameters
{
    /// <summary>Mass with driver.</summary>
    public double MassKilograms { get; init; } = 1380;

    /// <summary>Drag coefficient times frontal area.</summary>
    public double DragAreaSquareMetres { get; init; } = 0.66;

    /// <summary>Rolling resistance over weight.</summary>
    public double RollingResistance { get; init; } = 0.011;

    /// <summary>Effective radius of the driven wheels.</summary>
    public double WheelRadiusMetres { get; init; } = 0.316;

    /// <summary>Ratio of the final drive.</summary>
    public double FinalDriveRatio { get; init; } = 3.7;

    /// <summary>Ratios of the gears, first gear first.</summary>
    public IReadOnlyList<double> GearRatios { get; init; } = [3.77, 2.05, 1.36, 1.03, 0.82, 0.67];

    /// <summary>Warm idle speed.</summary>
    public double IdleRpm { get; init; } = 750;

    /// <summary>Displacement.</summary>
    public double DisplacementCubicMetres { get; init; } = 1.498e-3;

    /// <summary>Tank.</summary>
    public double TankLitres { get; init; } = 50;

    /// <summary>The most the driver asks for when leaving a line.</summary>
    public double ComfortableAcceleration { get; init; } = 1.9;

    /// <summary>How the driver slows down for what is known ahead.</summary>
    public double ComfortableBraking { get; init; } = 1.7;

    /// <summary>The most the driver brakes when the comfortable rate does not suffice.</summary>
    public double HardestBraking { get; init; } = 4.5;

    /// <summary>The most the driver accepts across the vehicle in a turn.</summary>
    public double ComfortableLateralAcceleration { get; init; } = 2.2;

    /// <summary>Where on the road the vehicle stands first, metres from the road's start.</summary>
    public double StartDistanceMetres { get; init; } = 80;
}
