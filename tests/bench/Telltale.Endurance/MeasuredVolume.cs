using Telltale.Ports;

namespace Telltale.Endurance;

/// <summary>A volume of which more is known than its files.</summary>
/// <param name="Files">The files.</param>
/// <param name="BlockCount">Blocks of 4,096 bytes.</param>
/// <param name="FreeBlocks">Counts the free ones.</param>
/// <param name="ErasesByBlock">How often each block was erased.</param>
public sealed record MeasuredVolume(IFileVolume Files, int BlockCount, Func<int> FreeBlocks, Func<IReadOnlyList<int>> ErasesByBlock);
