using System.Text;

namespace Telltale.Virtual.Flash;

/// <summary>
/// littlefs 2 in memory: the same bytes in flash, erases and programs as the C library makes for the same calls, without its reads. Every call opens, works and
/// closes. Folders are one level deep: a path is "file" or "folder/file".
/// </summary>
/// <remarks>Directories are decoded once and kept; flash is read again by <see cref="Mount"/> and <see cref="Reload"/>.</remarks>
public sealed partial class LittleFileSystem
{
    private readonly SimulatedVolumeOptions _options;
    private readonly BlockAllocator _allocator;
    private readonly MetadataStore _store;
    private readonly ProgramCache _fileCache;
    private readonly List<int> _blocks = [];
    private readonly byte[] _name = new byte[255];

    /// <summary>Puts a file system on a chip; <see cref="Format"/> or <see cref="Mount"/> comes next.</summary>
    public LittleFileSystem(FlashMemory flash, SimulatedVolumeOptions options)
    {
        Flash = flash;
        _options = options;
        _allocator = new BlockAllocator(options.BlockCount, options.LookaheadBytes);
        _store = new MetadataStore(flash, _allocator, options);
        _fileCache = new ProgramCache(flash, options.CacheBytes, options.ProgramBytes);
    }

    private LittleFileSystem(LittleFileSystem other)
    {
        Flash = other.Flash.Fork();
        _options = other._options;
        _allocator = other._allocator.Fork();
        _store = other._store.Fork(Flash, _allocator);
        _fileCache = other._fileCache.Fork(Flash);
        TimeSeconds = other.TimeSeconds;
    }

    /// <summary>The chip that it is on.</summary>
    public FlashMemory Flash { get; }

    /// <summary>Blocks that files and metadata occupy.</summary>
    public int UsedBlocks => _allocator.UsedBlocks;

    /// <summary>Metadata pairs, the superblock's included.</summary>
    public int MetadataPairs => _store.Pairs.Count;

    /// <summary>Seconds since 1970 that <see cref="FileDriver.NanoFramework"/> stores with each change.</summary>
    public long TimeSeconds { get; set; }

    /// <summary>An independent copy, chip included.</summary>
    public LittleFileSystem Fork() => new(this);

    /// <summary>Writes an empty volume and mounts it.</summary>
    public void Format()
    {
        _store.Format();
        if (!Mount())
        {
            throw new InvalidOperationException("A volume that was just formatted does not mount.");
        }
    }

    /// <summary>Reads the volume from flash.</summary>
    /// <returns>False when there is none, or one of another size, or its metadata is damaged beyond use.</returns>
    public bool Mount()
    {
        _allocator.ReleaseAll();
        _fileCache.Clear();
        if (!_store.Mount())
        {
            return false;
        }

        UseFiles();
        _store.MakeConsistent();
        return true;
    }

    /// <summary>Reads the directories from flash again, and goes on allocating where it was.</summary>
    /// <returns>False when the metadata is damaged beyond use.</returns>
    public bool Reload()
    {
        _allocator.ReleaseAll();
        if (!_store.Reload())
        {
            return false;
        }

        UseFiles();
        return true;
    }

    /// <summary>The names in the root directory, files only, in the directory's order.</summary>
    public IReadOnlyList<string> List()
    {
        List<string> names = [];
        bool isInRoot = false;
        foreach (MetadataPair pair in _store.Pairs)
        {
            isInRoot |= ReferenceEquals(pair, _store.Root);
            for (int index = pair.FirstFile; index < pair.Count && isInRoot; index++)
            {
                if (pair.Entries[index].IsFile)
                {
                    names.Add(Encoding.UTF8.GetString(pair.Entries[index].Name));
                }
            }

            if (isInRoot && !pair.IsSplit)
            {
                break;
            }
        }

        return names;
    }

    /// <summary>A file's length in bytes, -1 when there is none.</summary>
    public int Length(string path) => TryFind(path, out MetadataPair pair, out int index) ? pair.Entries[index].FileLength : -1;

    /// <summary>Reads from a file.</summary>
    /// <returns>How many bytes, fewer than asked at the file's end; -1 when there is no file or a damaged pointer leads out of the volume.</returns>
    public int Read(string path, int position, Span<byte> buffer)
    {
        if (!TryFind(path, out MetadataPair pair, out int index))
        {
            return -1;
        }

        DirectoryEntry file = pair.Entries[index];
        int count = Math.Clamp(file.FileLength - position, 0, buffer.Length);
        if (!file.IsSkipList)
        {
            file.Struct.AsSpan(count == 0 ? 0 : position, count).CopyTo(buffer);
            return count;
        }

        for (int done = 0; done < count;)
        {
            int block = SkipList.Find(Flash, file.HeadBlock, file.FileLength, position + done, out int offset);
            if (block < 0)
            {
                return -1;
            }

            int part = Math.Min(count - done, Flash.BlockBytes - offset);
            Flash.Block(block).Slice(offset, part).CopyTo(buffer[done..]);
            done += part;
        }

        return count;
    }

    /// <summary>Where in flash a byte of a file is.</summary>
    /// <returns>False when there is no such byte.</returns>
    public bool TryLocate(string path, int position, out int block, out int offset)
    {
        block = -1;
        offset = -1;
        if (!TryFind(path, out MetadataPair pair, out int index) || position < 0 || position >= pair.Entries[index].FileLength)
        {
            return false;
        }

        DirectoryEntry file = pair.Entries[index];
        if (file.IsSkipList)
        {
            block = SkipList.Find(Flash, file.HeadBlock, file.FileLength, position, out offset);
            return block >= 0;
        }

        // The last copy in the log is the one that counts.
        block = pair.Blocks.First;
        offset = Flash.Block(block)[..pair.Offset].LastIndexOf(file.Struct) + position;
        return offset >= position;
    }

    private void UseFiles()
    {
        foreach (MetadataPair pair in _store.Pairs)
        {
            foreach (DirectoryEntry entry in pair.Entries)
            {
                if (entry.IsSkipList)
                {
                    _blocks.Clear();
                    SkipList.AddBlocks(Flash, entry.HeadBlock, entry.FileLength, _blocks);
                    _blocks.ForEach(_allocator.Use);
                }
            }
        }
    }

    /// <summary>Finds where a path's directory begins.</summary>
    private bool TryFindFolder(string path, out int first)
    {
        first = IndexOf(_store.Root);
        int separator = path.IndexOf('/', StringComparison.Ordinal);
        if (separator < 0)
        {
            return true;
        }

        if (!TryFindName(path.AsSpan(0, separator), first, out MetadataPair pair, out int index) || !pair.Entries[index].IsFolder)
        {
            return false;
        }

        BlockPair blocks = pair.Entries[index].FolderPair;
        first = 0;
        while (!_store.Pairs[first].Blocks.HasSameBlocks(blocks))
        {
            first++;
        }

        return true;
    }

    /// <summary>Looks a file up; where there is none, <paramref name="pair"/> and <paramref name="index"/> say where it would be, if its folder exists.</summary>
    private bool TryFind(string path, out MetadataPair pair, out int index)
    {
        pair = _store.Root;
        index = -1;
        return TryFindFolder(path, out int first)
            && TryFindName(path.AsSpan(path.IndexOf('/', StringComparison.Ordinal) + 1), first, out pair, out index);
    }

    private bool TryFindName(ReadOnlySpan<char> name, int first, out MetadataPair pair, out int index)
    {
        ReadOnlySpan<byte> bytes = _name.AsSpan(0, Encoding.UTF8.GetBytes(name, _name));
        for (int number = first; ; number++)
        {
            pair = _store.Pairs[number].ReadAnew();
            if (pair.Find(bytes, out index))
            {
                return true;
            }

            if (index < pair.Count || !pair.IsSplit)
            {
                return false;
            }
        }
    }

    private int IndexOf(MetadataPair pair)
    {
        int index = 0;
        while (!ReferenceEquals(_store.Pairs[index], pair))
        {
            index++;
        }

        return index;
    }
}
