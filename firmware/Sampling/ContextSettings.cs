using System;

namespace Telltale.Sampling;

/// <summary>How <see cref="VehicleContext"/> tells ignition, motion, trips, towing and charging. The values here are the shipped defaults; README.md has the rules.</summary>
public sealed class ContextSettings
{
    /// <summary>How long the ignition wire must keep a new level before it counts; milliseconds.</summary>
    public int WireSettleMilliseconds = 500;

    /// <summary>At or above this engine speed the engine runs; rpm. A starter turns it at 150 to 250.</summary>
    public int EngineRunningRpm = 400;

    /// <summary>How long the engine must run before ignition counts as on; milliseconds.</summary>
    public int EngineOnSettleMilliseconds = 1000;

    /// <summary>How long the engine must have stopped, the vehicle standing, before ignition counts as off; milliseconds.</summary>
    public int EngineOffSettleMilliseconds = 5000;

    /// <summary>
    /// Without a wire, at or above this supply voltage ignition counts as on: only an alternator or a converter gives it. Millivolts; twice as much for a 24 V system. 0 leaves the voltage out.
    /// </summary>
    public int SupplyOnMillivolts = 13200;

    /// <summary>Below <see cref="SupplyOnMillivolts"/> less this ignition counts as off, the vehicle standing; millivolts.</summary>
    public int SupplyHysteresisMillivolts = 300;

    /// <summary>
    /// From this supply voltage on to <see cref="SupplyOnMillivolts"/> the voltage tells nothing by itself, and motion decides: a rested battery has less, and an alternator that saves fuel gives no more. Millivolts.
    /// </summary>
    public int SupplyAmbiguousMillivolts = 12700;

    /// <summary>How long the supply voltage must keep to the other side before ignition changes; milliseconds.</summary>
    public int SupplySettleMilliseconds = 5000;

    /// <summary>Where nothing but motion tells, ignition counts as off after standing so long; milliseconds.</summary>
    public int MotionOffSettleMilliseconds = 60000;

    /// <summary>A vehicle moves once its speed over ground has been at least this for <see cref="MovingHoldMilliseconds"/>; mm/s.</summary>
    public int MovingMillimetresPerSecond = 1500;

    /// <summary>See <see cref="MovingMillimetresPerSecond"/>; milliseconds. The vehicle's own speed needs no holding.</summary>
    public int MovingHoldMilliseconds = 2000;

    /// <summary>A vehicle stands once its speed has been below this for <see cref="StandingHoldMilliseconds"/>; mm/s.</summary>
    public int StandingMillimetresPerSecond = 700;

    /// <summary>See <see cref="StandingMillimetresPerSecond"/>; milliseconds.</summary>
    public int StandingHoldMilliseconds = 3000;

    /// <summary>A vehicle that moved, and of which no speed has been known for so long, counts as standing; milliseconds.</summary>
    public int NoSpeedMilliseconds = 300000;

    /// <summary>A fix with a greater horizontal dilution of precision tells nothing of motion; hundredths.</summary>
    public int WorstDilutionHundredths = 500;

    /// <summary>A fix that states a greater horizontal error tells nothing of motion; millimetres.</summary>
    public int WorstAccuracyMillimetres = 30000;

    /// <summary>Ignition on and standing for so long is <see cref="UnitActivity.Idling"/>; milliseconds.</summary>
    public int IdlingAfterMilliseconds = 120000;

    /// <summary>A trip ends when the wire has told ignition off for so long; milliseconds.</summary>
    public int TripEndByWireMilliseconds = 0;

    /// <summary>The same where the engine speed told it: shorter than that is a stop at a light.</summary>
    public int TripEndByEngineSpeedMilliseconds = 180000;

    /// <summary>The same where the supply voltage told it.</summary>
    public int TripEndBySupplyMilliseconds = 180000;

    /// <summary>The same where nothing but motion tells; it comes on top of <see cref="MotionOffSettleMilliseconds"/>.</summary>
    public int TripEndByMotionMilliseconds = 240000;

    /// <summary>A restart within a trip goes on with it, unless the clock shows that the unit was without power for longer than this; milliseconds.</summary>
    public int RestartGapMilliseconds = 600000;

    /// <summary>Ignition off and so far from where the vehicle was parked is <see cref="UnitActivity.Towed"/>; metres, 20 to 10,000. 0 switches both ways of telling off.</summary>
    public int TowDistanceMetres = 100;

    /// <summary>Ignition off and at least this fast for <see cref="TowSpeedHoldMilliseconds"/>, the position going along, is <see cref="UnitActivity.Towed"/>; mm/s.</summary>
    public int TowSpeedMillimetresPerSecond = 3000;

    /// <summary>See <see cref="TowSpeedMillimetresPerSecond"/>; milliseconds.</summary>
    public int TowSpeedHoldMilliseconds = 15000;

    /// <summary>How long the fixes must agree that the vehicle is further away, at least half of them showing motion; milliseconds.</summary>
    public int TowMovingMilliseconds = 10000;

    /// <summary>The same for fixes that show no motion, as those of a receiver that drifts; milliseconds.</summary>
    public int TowStandingMilliseconds = 120000;

    /// <summary>A towed vehicle that has stood for so long is parked where it is; milliseconds.</summary>
    public int TowEndMilliseconds = 180000;

    /// <summary>How long the vehicle must be charging and standing before it is <see cref="UnitActivity.Charging"/>; milliseconds.</summary>
    public int ChargingOnMilliseconds = 30000;

    /// <summary>How long charging must have stopped before it is not; milliseconds.</summary>
    public int ChargingOffMilliseconds = 60000;

    /// <summary>Name of the vehicle's speed among the signals; null: Speed, OBD.Speed or Tachograph.Speed.</summary>
    public string SpeedSignal;

    /// <summary>Name of the engine speed; null: Powertrain.CombustionEngine.Speed or OBD.EngineSpeed.</summary>
    public string EngineSpeedSignal;

    /// <summary>
    /// Name of a signal that is not 0 while the vehicle is being charged; null: Powertrain.TractionBattery.Charging.IsCharging, or else Powertrain.TractionBattery.CurrentCurrent of at
    /// least 1 A into the battery.
    /// </summary>
    public string ChargingSignal;

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal void Check()
    {
        if (TowDistanceMetres != 0 && (TowDistanceMetres < 20 || TowDistanceMetres > 10000))
        {
            throw new ArgumentException("The distance of towing is 20 to 10,000 metres, or 0.");
        }

        if (StandingMillimetresPerSecond > MovingMillimetresPerSecond || StandingMillimetresPerSecond < 0)
        {
            throw new ArgumentException("A vehicle that stands is not faster than one that moves.");
        }

        if (SupplyHysteresisMillivolts < 0 || SupplyOnMillivolts < 0)
        {
            throw new ArgumentException("A voltage is less than 0.");
        }

        if (WireSettleMilliseconds < 0 || EngineOnSettleMilliseconds < 0 || EngineOffSettleMilliseconds < 0 || SupplySettleMilliseconds < 0
            || MotionOffSettleMilliseconds < 0 || MovingHoldMilliseconds < 0 || StandingHoldMilliseconds < 0 || NoSpeedMilliseconds < 0
            || IdlingAfterMilliseconds < 0 || TripEndByWireMilliseconds < 0 || TripEndByEngineSpeedMilliseconds < 0 || TripEndBySupplyMilliseconds < 0
            || TripEndByMotionMilliseconds < 0 || RestartGapMilliseconds < 0 || TowSpeedHoldMilliseconds < 0 || TowMovingMilliseconds < 0
            || TowStandingMilliseconds < 0 || TowEndMilliseconds < 0 || ChargingOnMilliseconds < 0 || ChargingOffMilliseconds < 0)
        {
            throw new ArgumentException("A time is less than 0.");
        }
    }
}
