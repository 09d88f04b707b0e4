using System.Runtime.InteropServices;

namespace Telltale.Simulation;

/// <summary>A time from and until, in milliseconds of the simulation.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Span(long From, long Until)
{
    internal bool Contains(long milliseconds) => milliseconds >= From && milliseconds < Until;

    internal bool Overlaps(long from, long until) => From <= until && from <= Until;
}
