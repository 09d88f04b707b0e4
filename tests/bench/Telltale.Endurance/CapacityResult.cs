namespace Telltale.Endurance;

/// <summary>What a volume holds.</summary>
/// <param name="FramesUntilFirstDrop">Frames journalled before the first was dropped.</param>
/// <param name="FramesAfterDrop">Frames in the journal right after that.</param>
/// <param name="LowestFreeBlocks">The fewest free blocks until then.</param>
/// <param name="LowestFreeBlocksLater">The fewest free blocks while twice as many frames followed.</param>
/// <param name="Failures">Frames that the volume did not take.</param>
public sealed record CapacityResult(int FramesUntilFirstDrop, int FramesAfterDrop, int LowestFreeBlocks, int LowestFreeBlocksLater, int Failures);
