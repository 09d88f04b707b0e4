namespace Telltale.Endurance;

/// <summary>How a volume wore.</summary>
/// <param name="Minutes">Simulated time.</param>
/// <param name="Hottest">Erases of the hottest block.</param>
/// <param name="Mean">Erases of the mean block.</param>
/// <param name="Years">Years until the hottest block has 100,000 erases, going on as it did.</param>
/// <param name="LowestFreeBlocks">The fewest free blocks, counted after every 101st call.</param>
public sealed record WearResult(int Minutes, int Hottest, double Mean, double Years, int LowestFreeBlocks);
