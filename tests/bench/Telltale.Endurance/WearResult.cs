namespace Telltale.Endurance;

/// <summary>How a volume wore.</summary>
/// <param name="Minutes">Simulated time.</param>
/// <param name="Hottest">Erases of the hottest block.</param>
/// <param name="Mean">Erases of the mean block.</param>
/// <param name="HottestPerYear">Erases that the hottest block gained in a year, in the second half.</param>
/// <param name="MeanPerYear">The same of the mean block.</param>
/// <param name="Years">Years until the hottest block has 100,000 erases.</param>
/// <param name="LowestFreeBlocks">The fewest free blocks.</param>
public sealed record WearResult(int Minutes, int Hottest, double Mean, double HottestPerYear, double MeanPerYear, double Years, int LowestFreeBlocks);
