using System.Runtime.InteropServices;

namespace Telltale.Simulation;

/// <summary>One navigation epoch of the vehicle's own book, with everything that the unit was given in it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Epoch
{
    /// <summary>Milliseconds of the simulation.</summary>
    public long Time;

    /// <summary>How far the receiver's clock was off then, in milliseconds.</summary>
    public long ClockOffset;

    public int LatitudeE7;
    public int LongitudeE7;
    public int HeightMillimetres;
    public int SpeedMillimetresPerSecond;
    public int CourseHundredths;

    /// <summary>
    /// It must become a sample. Others fall where the unit is still finding out that the vehicle was started, parked or that it was started itself: whether they become samples
    /// is its business, but none twice.
    /// </summary>
    public bool IsExact;

    public SignalValues Signals;
}
