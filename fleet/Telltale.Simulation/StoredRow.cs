using System.Runtime.InteropServices;

namespace Telltale.Simulation;

/// <summary>A sample as the owner's store has it, raw.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct StoredRow
{
    /// <summary>What the sample says in the signal of the epoch's number; 0 for none.</summary>
    public int Number;

    public bool HasPosition;
    public int Latitude;
    public int Longitude;
    public int? Height;
    public int? Speed;
    public int? Course;
    public int? Satellites;
    public long? Time;
    public int TimeSource;
    public SignalValues Signals;
}
