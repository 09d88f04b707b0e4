namespace Telltale.Virtual.Flash;

/// <summary>The size of a <see cref="SimulatedVolume"/> and how littlefs is configured; by default as nanoFramework does on an ESP32 with 4 MB of flash.</summary>
public sealed record SimulatedVolumeOptions
{
    /// <summary>Blocks: 64 (256 KB) with 4 MB of flash, 512 with 8 MB, 768 with 16 MB.</summary>
    public int BlockCount { get; init; } = 64;

    /// <summary>Bytes that are erased at once.</summary>
    public int BlockBytes { get; init; } = 4096;

    /// <summary>Bytes that are programmed at once; every commit is filled up to a multiple of it.</summary>
    public int ProgramBytes { get; init; } = 128;

    /// <summary>Bytes of the caches, and, up to an eighth of a block, of the longest file that is kept in the metadata.</summary>
    public int CacheBytes { get; init; } = 512;

    /// <summary>Bytes of the map of free blocks, one bit a block.</summary>
    public int LookaheadBytes { get; init; } = 128;

    /// <summary>After about so many compactions a metadata pair moves; -1 for never.</summary>
    public int BlockCycles { get; init; } = 512;

    /// <summary>Whose calls reach littlefs.</summary>
    public FileDriver Driver { get; init; } = FileDriver.Littlefs;

    /// <summary>
    /// With <see cref="FileDriver.NanoFramework"/>, a file's length is asked for by opening it, as hardware/esp32/FileVolume.cs does, and not by FileInfo, which opens nothing.
    /// </summary>
    public bool OpensFileForLength { get; init; } = true;

    /// <summary>What torn operations leave and where a cut strikes follows from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The longest file that is kept in the metadata, in bytes.</summary>
    internal int LongestInlineFile => Math.Min(CacheBytes, Math.Min(1022, BlockBytes / 8));
}
