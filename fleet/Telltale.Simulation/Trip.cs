using System.Runtime.InteropServices;

namespace Telltale.Simulation;

/// <summary>From ignition on to ignition off, in milliseconds of the simulation.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Trip(long On, long Off);
