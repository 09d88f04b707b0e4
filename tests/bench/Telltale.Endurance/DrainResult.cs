using Telltale.Sealing;

namespace Telltale.Endurance;

/// <summary>What a <see cref="DrainSimulation"/> took.</summary>
/// <param name="Milliseconds">Virtual time from power-on to the release of the last frame.</param>
/// <param name="MillisecondsOpen">The same from the opening of the connection.</param>
/// <param name="Steps">Calls of the uplink.</param>
/// <param name="FramesPublished">Frames published, repetitions included.</param>
/// <param name="BytesPublished">Their bytes.</param>
/// <param name="Receipts">Receipts taken.</param>
/// <param name="Duplicates">Frames that the owner had already.</param>
/// <param name="AlertAt">The arrivals and the frames in flight when the alert was journalled; -1 without one.</param>
/// <param name="Arrivals">The frames in the order of their arrival.</param>
public sealed record DrainResult(
    long Milliseconds,
    long MillisecondsOpen,
    int Steps,
    int FramesPublished,
    long BytesPublished,
    int Receipts,
    int Duplicates,
    int AlertAt,
    IReadOnlyList<(int Sequence, FrameKind Kind)> Arrivals);
