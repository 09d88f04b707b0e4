using System.Buffers.Binary;

namespace Telltale.Virtual.Flash;

/// <content>Compaction, splitting and moving of pairs.</content>
internal sealed partial class MetadataStore
{
    /// <summary>A pair with so many entries is split.</summary>
    private const int MostEntries = 0xFF;

    /// <summary>Room that a split leaves for tail, state, a move and the checksum.</summary>
    private const int SplitReserveBytes = 40;

    private long[] _orders = new long[64];
    private int[] _tags = new int[64];

    /// <summary>After so many compactions a pair moves; littlefs makes the number odd so that both blocks get their turn.</summary>
    private uint CyclesUntilMove => (uint)(_options.BlockCycles + 1) | 1;

    private bool IsDueToMove(MetadataPair pair) => _options.BlockCycles > 0 && (pair.Revision + 1) % CyclesUntilMove == 0;

    private CommitResult SplitAndCompact(MetadataPair pair)
    {
        int end = pair.Count;
        int most = Math.Min(_flash.BlockBytes - SplitReserveBytes, RoundUpToProgram(_flash.BlockBytes / 2));
        while (true)
        {
            int split = 0;
            while (end - split > 1)
            {
                int size = 0;
                foreach (DirectoryEntry entry in pair.Entries[split..end])
                {
                    size += entry.CompactedBytes;
                }

                if (end - split < MostEntries && size <= most)
                {
                    break;
                }

                split += (end - split) / 2;
            }

            // Without room for another pair the block is filled further than half.
            if (split == 0 || !TrySplit(pair, split, end))
            {
                break;
            }

            end = split;
        }

        // The superblock's pair cannot move: its entries move to a pair that can. That can never be undone, so a full volume leaves it.
        if (IsDueToMove(pair) && pair.IsSuperblockPair
            && (uint)(_flash.BlockCount - CountBlocks()) > (uint)_flash.BlockCount / 8
            && TrySplit(pair, 0, end))
        {
            end = 1;
        }

        return Compact(pair, pair.Entries, 0, end);
    }

    private int CountBlocks() => _allocator.UsedBlocks - UncommittedBlocks + BlocksOfOpenFile;

    private bool TrySplit(MetadataPair pair, int split, int end)
    {
        MetadataPair? tail = AllocatePair();
        if (tail is null)
        {
            return false;
        }

        tail.IsSplit = pair.IsSplit;
        tail.Tail = pair.Tail;
        if (Compact(tail, pair.Entries, split, end) == CommitResult.NoSpace)
        {
            return false;
        }

        _pairs.Insert(_pairs.IndexOf(pair) + 1, tail);
        _hasMoved = true;
        pair.Tail = tail.Blocks;
        pair.IsSplit = true;
        _root = split == 0 && ReferenceEquals(pair, _root) ? tail : _root;
        return true;
    }

    /// <summary>Takes two blocks for a pair that is not yet written.</summary>
    private MetadataPair? AllocatePair()
    {
        if (!_allocator.TryAllocate(out int second) || !_allocator.TryAllocate(out int first))
        {
            return null;
        }

        // Above what the block has held, so that nothing old counts, and just after a move.
        uint revision = BinaryPrimitives.ReadUInt32LittleEndian(_flash.Block(first));
        if (_options.BlockCycles > 0)
        {
            revision += CyclesUntilMove - 1;
            revision -= revision % CyclesUntilMove;
        }

        return new MetadataPair { Blocks = new BlockPair(first, second), Revision = revision, Offset = 4 };
    }

    /// <summary>Writes the entries from <paramref name="begin"/> to before <paramref name="end"/> into the pair's other block.</summary>
    private CommitResult Compact(MetadataPair pair, ReadOnlySpan<DirectoryEntry> source, int begin, int end)
    {
        bool isDueToMove = IsDueToMove(pair);
        bool hasMoved = false;
        pair.Revision++;
        if (isDueToMove && !pair.IsSuperblockPair)
        {
            hasMoved = true;
            _hasMoved = true;
            _cache.Drop();
            if (_allocator.TryAllocate(out int block))
            {
                pair.Blocks = pair.Blocks with { Second = block };
            }
        }

        _flash.Erase(pair.Blocks.Second);
        _writer.Begin(pair.Blocks.Second, 0, MetadataTag.First);
        _writer.WriteRevision(pair.Revision);
        if (!TryAddEntries(source, begin, end))
        {
            return CommitResult.NoSpace;
        }

        if (!pair.Tail.IsNone)
        {
            MetadataChange tail = MetadataChange.Tail(pair.IsSplit, pair.Tail);
            if (!_writer.TryAdd(tail.Tag, tail.Data))
            {
                return CommitResult.NoSpace;
            }
        }

        GlobalState state = ((hasMoved ? default : _state ^ _stateInFlash) ^ _stateOfDropped).Stored ^ pair.GlobalState;
        if (!state.IsZero && !TryAddState(state))
        {
            return CommitResult.NoSpace;
        }

        _writer.Finish();
        pair.GlobalState = state;
        pair.Blocks = new BlockPair(pair.Blocks.Second, pair.Blocks.First);
        pair.SetEntries(source[begin..end]);
        TakeLogEnd(pair);
        _stateOfDropped = default;
        _stateInFlash = hasMoved ? _stateInFlash : _state;
        return hasMoved ? CommitResult.Moved : CommitResult.Done;
    }

    /// <summary>Adds the tags that still count in the order in which they were first written.</summary>
    private bool TryAddEntries(ReadOnlySpan<DirectoryEntry> source, int begin, int end)
    {
        int count = 0;
        if (_orders.Length < 3 * (end - begin))
        {
            Array.Resize(ref _orders, 3 * (end - begin));
            Array.Resize(ref _tags, 3 * (end - begin));
        }

        for (int index = begin; index < end; index++)
        {
            DirectoryEntry entry = source[index];
            _orders[count] = entry.NameOrder;
            _tags[count++] = 3 * index;
            _orders[count] = entry.StructOrder;
            _tags[count++] = (3 * index) + 1;
            if (entry.AttributeType != 0)
            {
                _orders[count] = entry.AttributeOrder;
                _tags[count++] = (3 * index) + 2;
            }
        }

        Array.Sort(_orders, _tags, 0, count);
        for (int tag = 0; tag < count; tag++)
        {
            DirectoryEntry entry = source[_tags[tag] / 3];
            (int type, byte[] data) = (_tags[tag] % 3) switch
            {
                0 => (entry.NameType, entry.Name),
                1 => (entry.StructType, entry.Struct),
                _ => (entry.AttributeType, entry.Attribute),
            };
            if (!_writer.TryAdd(MetadataTag.Make(type, (_tags[tag] / 3) - begin, data.Length), data))
            {
                return false;
            }
        }

        return true;
    }

    private int RoundUpToProgram(int bytes) => (bytes + _options.ProgramBytes - 1) / _options.ProgramBytes * _options.ProgramBytes;
}
