using System.Runtime.InteropServices;

namespace Telltale.Virtual.Vehicle;

/// <summary>From ignition on to ignition off, in microseconds since the start of the simulation.</summary>
/// <param name="StartMicroseconds">Ignition on; the engine starts and the vehicle leaves some seconds later.</param>
/// <param name="EndMicroseconds">Ignition off. The driver pulls up in time to stand by then.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DrivePeriod(long StartMicroseconds, long EndMicroseconds)
{
    /// <summary>A drive of so many seconds, the first thing in the simulation.</summary>
    public static DrivePeriod FromStart(double seconds) => new(0, (long)(seconds * 1e6));
}
