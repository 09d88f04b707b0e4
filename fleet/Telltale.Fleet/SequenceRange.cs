using System.Runtime.InteropServices;

namespace Telltale.Fleet;

/// <summary>Sequences from first to last, both included.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SequenceRange(long First, long Last);
