using System.Runtime.InteropServices;

namespace Telltale.Virtual.Board;

/// <summary>How far a drive has come.</summary>
/// <param name="Seconds">Simulated seconds so far.</param>
/// <param name="TotalSeconds">Simulated seconds of the whole drive, without the time for what is left in the journal.</param>
/// <param name="SamplesTaken">Entries of the ledger so far.</param>
/// <param name="IsDraining">True after the drive, while receipts for the last frames are awaited.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DriveProgress(double Seconds, double TotalSeconds, int SamplesTaken, bool IsDraining);
