namespace Telltale.Virtual.Flash;

/// <summary>
/// Two blocks that take turns to hold a log of changes to a part of a directory, as they are in flash, decoded. The newer block takes further commits until it is
/// full; then what still counts is written to the other one.
/// </summary>
internal sealed class MetadataPair
{
    private DirectoryEntry[] _entries = [];

    /// <summary>The block whose log counts, then the other one.</summary>
    public BlockPair Blocks { get; set; }

    /// <summary>Rises with every compaction; the block with the higher one counts.</summary>
    public uint Revision { get; set; }

    /// <summary>Where the log ends.</summary>
    public int Offset { get; set; }

    /// <summary>The log's last tag, which the next one is combined with.</summary>
    public uint EndTag { get; set; } = MetadataTag.First;

    /// <summary>What follows the log is erased, as reading the pair anew finds it.</summary>
    public bool IsFoundErased { get; set; }

    /// <summary>littlefs takes the rest of the block for erased. Where it does not when a call begins, every commit of that call compacts.</summary>
    public bool IsKnownErased { get; set; }

    /// <summary>The next pair of the volume.</summary>
    public BlockPair Tail { get; set; } = BlockPair.None;

    /// <summary>The next pair goes on with the same directory.</summary>
    public bool IsSplit { get; set; }

    /// <summary>Its part of the volume's state.</summary>
    public GlobalState GlobalState { get; set; }

    public int Count { get; private set; }

    public bool IsSuperblockPair => Blocks.Overlaps(BlockPair.Superblock);

    public ReadOnlySpan<DirectoryEntry> Entries => _entries.AsSpan(0, Count);

    /// <summary>The first entry that can be a file: the superblock's entry comes before.</summary>
    public int FirstFile => Count > 0 && _entries[0].NameType == MetadataTag.SuperblockName ? 1 : 0;

    public MetadataPair Fork()
    {
        MetadataPair copy = (MetadataPair)MemberwiseClone();
        copy._entries = [.. _entries];
        return copy;
    }

    public void SetEntries(ReadOnlySpan<DirectoryEntry> entries)
    {
        _entries = entries.ToArray();
        Count = entries.Length;
    }

    public void Replace(int index, DirectoryEntry entry) => _entries[index] = entry;

    public void Insert(int index, DirectoryEntry entry)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(4, 2 * Count));
        }

        Array.Copy(_entries, index, _entries, index + 1, Count - index);
        _entries[index] = entry;
        Count++;
    }

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_entries, index + 1, _entries, index, Count - index);
    }

    /// <summary>What opening a file or a folder does: the pair is read anew.</summary>
    public MetadataPair ReadAnew()
    {
        IsKnownErased = IsFoundErased;
        return this;
    }

    /// <summary>Looks a name up.</summary>
    /// <param name="name">The name's bytes.</param>
    /// <param name="index">Where the entry is, or would have to be put.</param>
    public bool Find(ReadOnlySpan<byte> name, out int index)
    {
        int low = FirstFile;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            int comparison = _entries[middle].CompareName(name);
            if (comparison == 0)
            {
                index = middle;
                return true;
            }

            low = comparison < 0 ? middle + 1 : low;
            high = comparison < 0 ? high : middle;
        }

        index = low;
        return false;
    }
}
