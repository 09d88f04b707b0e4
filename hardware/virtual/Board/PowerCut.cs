using System.Runtime.InteropServices;

namespace Telltale.Virtual.Board;

/// <summary>The board's supply is taken away and comes back: the unit starts again from what its volume holds.</summary>
/// <param name="AtSeconds">When, in seconds since the start of the drive.</param>
/// <param name="ForSeconds">For how long.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PowerCut(double AtSeconds, double ForSeconds);
