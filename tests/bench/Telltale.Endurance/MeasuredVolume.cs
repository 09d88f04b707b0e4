using Telltale.Ports;
using Telltale.Virtual.Flash;

namespace Telltale.Endurance;

/// <summary>A volume of which more is known than its files.</summary>
/// <param name="Files">The files.</param>
/// <param name="BlockCount">Blocks of 4,096 bytes.</param>
/// <param name="FreeBlocks">Counts the free ones.</param>
/// <param name="ErasesByBlock">How often each block was erased.</param>
public sealed record MeasuredVolume(IFileVolume Files, int BlockCount, Func<int> FreeBlocks, Func<IReadOnlyList<int>> ErasesByBlock)
{
    private const int OtherFiles = 5;
    private const int OtherBytes = 8 * 1024 / OtherFiles;
    private const int BlockFiller = 600;

    /// <summary>A simulated volume with 8 KB beside the unit's keys: profile, configuration and certificates in five files, a block each, and a folder of nanoFramework's, two blocks.</summary>
    public static MeasuredVolume Simulated(SimulatedVolumeOptions options)
    {
        SimulatedVolume volume = new(options);
        for (int file = 0; file < OtherFiles; file++)
        {
            volume.PutOtherFile($"other_{file}", new byte[OtherBytes]);
        }

        // A folder takes two blocks.
        volume.PutOtherFile("other_folder_0", new byte[BlockFiller]);
        volume.PutOtherFile("other_folder_1", new byte[BlockFiller]);

        return new MeasuredVolume(volume, volume.BlockCount, () => volume.FreeBlocks, () => volume.ErasesByBlock);
    }
}
