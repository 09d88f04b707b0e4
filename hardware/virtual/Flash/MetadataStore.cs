using System.Buffers.Binary;
using System.Text;

namespace Telltale.Virtual.Flash;

/// <summary>
/// The metadata pairs of a volume, in the order in which they point to each other, and commits to them as littlefs makes them: appended to a pair's log, or, when it
/// is full, compacted into the pair's other block; split in two when more than half a block would be full; moved to another block every so many compactions.
/// </summary>
internal sealed partial class MetadataStore
{
    private const int SuperblockBytes = 24;
    private const uint DiskVersion = 0x00020001;
    private const int LongestName = 255;
    private const int LongestFile = 0x7FFFFFFF;
    private const int LongestAttribute = 1022;

    private static readonly byte[] SuperblockMagic = Encoding.ASCII.GetBytes("littlefs");

    private readonly FlashMemory _flash;
    private readonly BlockAllocator _allocator;
    private readonly ProgramCache _cache;
    private readonly MetadataWriter _writer;
    private readonly MetadataReader _reader;
    private readonly SimulatedVolumeOptions _options;
    private readonly List<MetadataPair> _pairs = [];
    private readonly List<int> _blocks = [];
    private MetadataPair _root = new();
    private GlobalState _state;
    private GlobalState _stateInFlash;
    private GlobalState _stateOfDropped;
    private bool _hasMoved;

    public MetadataStore(FlashMemory flash, BlockAllocator allocator, SimulatedVolumeOptions options)
        : this(flash, allocator, options, new ProgramCache(flash, options.CacheBytes, options.ProgramBytes))
    {
    }

    private MetadataStore(FlashMemory flash, BlockAllocator allocator, SimulatedVolumeOptions options, ProgramCache cache)
    {
        _flash = flash;
        _allocator = allocator;
        _options = options;
        _cache = cache;
        _writer = new MetadataWriter(flash, _cache, options.ProgramBytes);
        _reader = new MetadataReader(flash, options.ProgramBytes);
    }

    /// <summary>What programs metadata, and the copy of an inline file that becomes a block.</summary>
    public ProgramCache Cache => _cache;

    /// <summary>The pairs, in the order of their tails.</summary>
    public IReadOnlyList<MetadataPair> Pairs => _pairs;

    /// <summary>The first pair of the root directory.</summary>
    public MetadataPair Root => _root;

    /// <summary>True once a commit has changed something since <see cref="Mount"/>, <see cref="Reload"/> or <see cref="BeginCall"/>.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Blocks of the open file, which littlefs counts a second time when it asks how full the volume is.</summary>
    public int BlocksOfOpenFile { get; set; }

    /// <summary>Blocks of the open file that no directory knows yet.</summary>
    public int UncommittedBlocks { get; set; }

    public MetadataStore Fork(FlashMemory flash, BlockAllocator allocator)
    {
        MetadataStore copy = new(flash, allocator, _options, _cache.Fork(flash))
        {
            _state = _state,
            _stateInFlash = _stateInFlash,
            _stateOfDropped = _stateOfDropped,
            HasChanged = HasChanged,
        };
        copy._reader.Order = _reader.Order;
        foreach (MetadataPair pair in _pairs)
        {
            MetadataPair own = pair.Fork();
            copy._pairs.Add(own);
            copy._root = ReferenceEquals(pair, _root) ? own : copy._root;
        }

        copy._blocks.AddRange(_blocks);
        return copy;
    }

    /// <summary>Writes an empty directory into blocks 0 and 1.</summary>
    public void Format()
    {
        _pairs.Clear();
        _state = _stateInFlash = _stateOfDropped = default;
        _cache.Clear();
        _allocator.BeginFormat();
        MetadataPair? root = AllocatePair();
        byte[] superblock = new byte[SuperblockBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(superblock, DiskVersion);
        BinaryPrimitives.WriteInt32LittleEndian(superblock.AsSpan(4), _flash.BlockBytes);
        BinaryPrimitives.WriteInt32LittleEndian(superblock.AsSpan(8), _flash.BlockCount);
        BinaryPrimitives.WriteInt32LittleEndian(superblock.AsSpan(12), LongestName);
        BinaryPrimitives.WriteInt32LittleEndian(superblock.AsSpan(16), LongestFile);
        BinaryPrimitives.WriteInt32LittleEndian(superblock.AsSpan(20), LongestAttribute);
        _root = root!;
        _pairs.Add(_root);
        Commit(_root,
            [MetadataChange.Create(0), new MetadataChange(MetadataTag.SuperblockName, 0, SuperblockMagic), new MetadataChange(MetadataTag.InlineStruct, 0, superblock)]);

        // Compacted once more, so that no older volume can be found in the other block.
        _root.IsKnownErased = false;
        Commit(_root, []);
    }

    /// <summary>Reads all pairs and begins to allocate at a place that follows from what was read.</summary>
    /// <returns>False when this is no volume of this size.</returns>
    public bool Mount()
    {
        _cache.Clear();
        _reader.Seed = 0;
        if (!Reload())
        {
            return false;
        }

        _state = _state.Mounted();
        _stateInFlash = _state;
        _allocator.BeginMount(_reader.Seed);
        return true;
    }

    /// <summary>Reads all pairs again, after a commit that found no room or after damage.</summary>
    public bool Reload()
    {
        foreach (int block in _blocks)
        {
            _allocator.Release(block);
        }

        _pairs.Clear();
        _blocks.Clear();
        _state = default;
        _stateOfDropped = default;
        MetadataPair? root = null;
        for (BlockPair tail = BlockPair.Superblock; !tail.IsNone;)
        {
            MetadataPair? pair = _pairs.Count * 2 > _flash.BlockCount ? null : _reader.Read(tail);
            if (pair is null)
            {
                return false;
            }

            _pairs.Add(pair);
            _state ^= pair.GlobalState;
            tail = pair.Tail;
            if (pair.FirstFile > 0)
            {
                root = pair;
                if (!IsSuperblockOfThisVolume(pair.Entries[0]))
                {
                    return false;
                }
            }
        }

        if (root is null)
        {
            return false;
        }

        _root = root;
        _stateInFlash = _state;
        HasChanged = false;
        UsePairs();
        return true;
    }

    /// <summary>A call of the volume begins.</summary>
    public void BeginCall() => HasChanged = false;

    private bool IsSuperblockOfThisVolume(DirectoryEntry entry) =>
        entry.Name.AsSpan().SequenceEqual(SuperblockMagic)
        && entry.Struct.Length == SuperblockBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(entry.Struct) >> 16 == DiskVersion >> 16
        && BinaryPrimitives.ReadInt32LittleEndian(entry.Struct.AsSpan(4)) == _flash.BlockBytes
        && BinaryPrimitives.ReadInt32LittleEndian(entry.Struct.AsSpan(8)) == _flash.BlockCount;

    /// <summary>Marks the blocks of the pairs as used, and no longer those that were theirs.</summary>
    private void UsePairs()
    {
        foreach (int block in _blocks)
        {
            _allocator.Release(block);
        }

        _blocks.Clear();
        foreach (MetadataPair pair in _pairs)
        {
            _blocks.Add(pair.Blocks.First);
            _blocks.Add(pair.Blocks.Second);
            _allocator.Use(pair.Blocks.First);
            _allocator.Use(pair.Blocks.Second);
        }
    }
}
