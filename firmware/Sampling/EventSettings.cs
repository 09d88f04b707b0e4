using System;

namespace Telltale.Sampling;

/// <summary>What a <see cref="Sampler"/> reports by itself; 0 or false switches off. The values here are the shipped defaults.</summary>
public sealed class EventSettings
{
    /// <summary><see cref="UnitEvent.TripBegan"/> and <see cref="UnitEvent.TripEnded"/>.</summary>
    public bool Trips = true;

    /// <summary><see cref="UnitEvent.Towing"/>.</summary>
    public bool Towing = true;

    /// <summary><see cref="UnitEvent.SupplyLow"/>, which the caller finds and hands to <see cref="Sampler.Report"/>.</summary>
    public bool SupplyLow = true;

    /// <summary><see cref="UnitEvent.PrivateMode"/>.</summary>
    public bool PrivateMode;

    /// <summary><see cref="UnitEvent.ExcessiveIdling"/>: the engine has run with the vehicle standing for so many seconds. Once each time.</summary>
    public int ExcessiveIdlingSeconds = 300;

    /// <summary><see cref="UnitEvent.Overspeed"/>: mm/s.</summary>
    public int OverspeedMillimetresPerSecond;

    /// <summary>How long the speed must be above the limit; milliseconds.</summary>
    public int OverspeedHoldMilliseconds = 5000;

    /// <summary>How far below the limit the speed must have been before it is reported again; mm/s.</summary>
    public int OverspeedHysteresisMillimetresPerSecond = 1389;

    /// <summary><see cref="UnitEvent.HarshAcceleration"/>: mm/s²; 500 to 15,000.</summary>
    public int HarshAccelerationMillimetresPerSecondSquared;

    /// <summary><see cref="UnitEvent.HarshBraking"/>: mm/s²; 500 to 15,000.</summary>
    public int HarshBrakingMillimetresPerSecondSquared;

    /// <summary><see cref="UnitEvent.HarshCornering"/>: mm/s²; 500 to 15,000.</summary>
    public int HarshCorneringMillimetresPerSecondSquared;

    /// <summary>Nothing is harsh below this speed; mm/s.</summary>
    public int HarshMinimumSpeedMillimetresPerSecond = 2778;

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal void Check()
    {
        if (ExcessiveIdlingSeconds < 0 || OverspeedMillimetresPerSecond < 0 || OverspeedHoldMilliseconds < 0 || OverspeedHysteresisMillimetresPerSecond < 0)
        {
            throw new ArgumentException("A limit of an event is less than 0.");
        }

        CheckHarsh(HarshAccelerationMillimetresPerSecondSquared);
        CheckHarsh(HarshBrakingMillimetresPerSecondSquared);
        CheckHarsh(HarshCorneringMillimetresPerSecondSquared);
    }

    private static void CheckHarsh(int limit)
    {
        if (limit != 0 && (limit < 500 || limit > DrivingEvents.ImplausibleMillimetresPerSecondSquared))
        {
            throw new ArgumentException("A limit of acceleration is 500 to 15,000 mm/s², or 0.");
        }
    }
}
