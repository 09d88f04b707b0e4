namespace Telltale.Virtual.Flash;

/// <content>Commits, and what they bring about in other pairs.</content>
internal sealed partial class MetadataStore
{
    /// <summary>Commits changes to a pair and corrects every pointer to a pair that moved.</summary>
    /// <returns>False when there is no room; then <see cref="Reload"/> is due.</returns>
    public bool Commit(MetadataPair pair, ReadOnlySpan<MetadataChange> changes)
    {
        HasChanged = true;
        CommitResult result = CommitWithPointers(pair, changes, out bool hasOrphans);
        if (result != CommitResult.NoSpace && hasOrphans && !RemoveOrphans(isAfterPowerLoss: false))
        {
            result = CommitResult.NoSpace;
        }

        if (_hasMoved)
        {
            UsePairs();
            _hasMoved = false;
        }

        return result != CommitResult.NoSpace;
    }

    /// <summary>Finishes what a power cut has left half done between two pairs; to be called before anything is changed.</summary>
    public bool MakeConsistent() => RemoveOrphans(isAfterPowerLoss: true);

    /// <summary>Makes a folder: its pair first, then the entry that points to it.</summary>
    public bool TryCreateFolder(MetadataPair parent, int entry, byte[] name)
    {
        HasChanged = true;
        MetadataPair? folder = AllocatePair();
        if (folder is null)
        {
            return false;
        }

        int last = _pairs.IndexOf(parent);
        while (_pairs[last].IsSplit)
        {
            last++;
        }

        MetadataPair predecessor = _pairs[last];
        if (CommitToPair(folder, [MetadataChange.Tail(isSplit: false, predecessor.Tail)]) == CommitResult.NoSpace)
        {
            return false;
        }

        _pairs.Insert(last + 1, folder);
        _hasMoved = true;
        MetadataChange tail = MetadataChange.Tail(isSplit: false, folder.Blocks);
        bool isParentLast = ReferenceEquals(parent, predecessor);
        if (!isParentLast)
        {
            _state = _state.WithOrphans(1);
            if (!Commit(predecessor.ReadAnew(), [tail]))
            {
                return false;
            }

            _state = _state.WithOrphans(-1);
        }

        MetadataChange[] changes =
        [
            MetadataChange.Create(entry),
            new MetadataChange(MetadataTag.FolderName, entry, name),
            new MetadataChange(MetadataTag.FolderStruct, entry, folder.Blocks.ToBytes()),
        ];
        return Commit(parent, isParentLast ? [.. changes, tail] : changes);
    }

    private CommitResult CommitWithPointers(MetadataPair pair, ReadOnlySpan<MetadataChange> changes, out bool hasOrphans)
    {
        hasOrphans = false;
        BlockPair before = pair.Blocks;
        MetadataPair moved = pair;
        CommitResult result = CommitToPair(pair, changes);
        if (result == CommitResult.Emptied)
        {
            _stateOfDropped ^= pair.GlobalState;
            moved = Predecessor(pair)!.ReadAnew();
            before = moved.Blocks;
            _pairs.Remove(pair);
            _hasMoved = true;
            result = CommitToPair(moved, [MetadataChange.Tail(pair.IsSplit, pair.Tail)]);
        }

        while (result == CommitResult.Moved)
        {
            result = CommitResult.Done;
            bool hasParent = TryFindParent(before, out MetadataPair? parent, out int entry);
            if (hasParent)
            {
                _state = _state.WithOrphans(1);
                BlockPair parentBefore = parent!.Blocks;
                result = CommitToPair(parent.ReadAnew(), [new MetadataChange(MetadataTag.FolderStruct, entry, moved.Blocks.ToBytes())]);
                if (result == CommitResult.Moved)
                {
                    before = parentBefore;
                    moved = parent;
                    hasOrphans = true;
                    continue;
                }
            }

            MetadataPair? predecessor = result == CommitResult.NoSpace ? null : Predecessor(moved);
            if (predecessor is not null)
            {
                _state = _state.HasOrphans && hasParent ? _state.WithOrphans(-1) : _state;
                before = predecessor.Blocks;
                result = CommitToPair(predecessor.ReadAnew(), [MetadataChange.Tail(predecessor.IsSplit, moved.Blocks)]);
                moved = predecessor;
            }
        }

        return result;
    }

    private CommitResult CommitToPair(MetadataPair pair, ReadOnlySpan<MetadataChange> changes)
    {
        bool hasDeleted = false;
        foreach (MetadataChange change in changes)
        {
            _reader.Order++;
            change.Apply(pair, _reader.Order);
            hasDeleted |= change.Type == MetadataTag.Delete;
        }

        if (hasDeleted && pair.Count == 0 && Predecessor(pair) is { IsSplit: true })
        {
            return CommitResult.Emptied;
        }

        if (pair.IsKnownErased && pair.Count < MostEntries && TryAppend(pair, changes))
        {
            return CommitResult.Done;
        }

        _cache.Drop();
        return SplitAndCompact(pair);
    }

    private bool TryAppend(MetadataPair pair, ReadOnlySpan<MetadataChange> changes)
    {
        _writer.Begin(pair.Blocks.First, pair.Offset, pair.EndTag);
        foreach (MetadataChange change in changes)
        {
            if (!_writer.TryAdd(change.Tag, change.Data))
            {
                return false;
            }
        }

        GlobalState delta = (_state ^ _stateInFlash ^ _stateOfDropped).Stored;
        GlobalState ofPair = pair.GlobalState;
        if (!delta.IsZero)
        {
            ofPair ^= delta;
            if (!TryAddState(ofPair))
            {
                return false;
            }
        }

        _writer.Finish();
        pair.GlobalState = ofPair;
        TakeLogEnd(pair);
        _stateInFlash = _state;
        _stateOfDropped = default;
        return true;
    }

    private void TakeLogEnd(MetadataPair pair)
    {
        pair.Offset = _writer.Offset;
        pair.EndTag = _writer.EndTag;
        pair.IsFoundErased = _writer.HasForwardChecksum;
    }

    private bool TryAddState(GlobalState state)
    {
        byte[] bytes = new byte[GlobalState.Length];
        BitConverter.TryWriteBytes(bytes, state.Tag);
        BitConverter.TryWriteBytes(bytes.AsSpan(4), state.FirstBlock);
        BitConverter.TryWriteBytes(bytes.AsSpan(8), state.SecondBlock);
        return _writer.TryAdd(MetadataTag.Make(MetadataTag.GlobalState, MetadataTag.NoEntry, bytes.Length), bytes);
    }

    private MetadataPair? Predecessor(MetadataPair pair)
    {
        int index = _pairs.IndexOf(pair);
        return index > 0 ? _pairs[index - 1] : null;
    }

    private bool TryFindParent(BlockPair blocks, out MetadataPair? parent, out int entry)
    {
        foreach (MetadataPair pair in _pairs)
        {
            for (int index = 0; index < pair.Count; index++)
            {
                if (pair.Entries[index].IsFolder && pair.Entries[index].FolderPair.Overlaps(blocks))
                {
                    parent = pair;
                    entry = index;
                    return true;
                }
            }
        }

        parent = null;
        entry = -1;
        return false;
    }

    /// <summary>
    /// Corrects tails that still point to where a folder's pair was, and, after a cut, leaves out pairs that no folder points to.
    /// </summary>
    private bool RemoveOrphans(bool isAfterPowerLoss)
    {
        if (!_state.HasOrphans)
        {
            return true;
        }

        int pass = 0;
        while (pass < 2)
        {
            bool hasMore = false;
            int index = 1;
            while (index < _pairs.Count)
            {
                MetadataPair pair = _pairs[index];
                MetadataPair predecessor = _pairs[index - 1];
                MetadataChange? correction = null;
                if (!predecessor.IsSplit)
                {
                    bool hasParent = TryFindParent(predecessor.Tail, out MetadataPair? parent, out int entry);
                    if (pass == 0 && hasParent && !parent!.Entries[entry].FolderPair.HasSameBlocks(predecessor.Tail))
                    {
                        correction = MetadataChange.Tail(isSplit: false, parent.Entries[entry].FolderPair);
                    }
                    else if (pass == 1 && !hasParent && isAfterPowerLoss)
                    {
                        _stateOfDropped ^= pair.GlobalState;
                        correction = MetadataChange.Tail(pair.IsSplit, pair.Tail);
                    }
                }

                if (correction is null)
                {
                    index++;
                    continue;
                }

                if (CommitWithPointers(predecessor.ReadAnew(), [correction.Value], out bool hasOrphans) == CommitResult.NoSpace)
                {
                    return false;
                }

                hasMore |= hasOrphans;
                GlobalState state = _state;
                if (!Reload())
                {
                    return false;
                }

                _state = state;
            }

            pass = hasMore ? 0 : pass + 1;
        }

        _state = _state.WithoutOrphans();
        return true;
    }
}
