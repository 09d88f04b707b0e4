using System.Buffers.Binary;
using System.Text;

namespace Telltale.Virtual.Flash;

/// <content>The calls that change something.</content>
public sealed partial class LittleFileSystem
{
    /// <summary>'t', under which Espressif's component keeps the time of the last change.</summary>
    private const int TimeAttribute = MetadataTag.UserAttribute + 0x74;

    /// <summary>Makes a folder in the root directory.</summary>
    /// <returns>False when the name exists or there is no room.</returns>
    public bool TryCreateFolder(string name)
    {
        if (!Begin() || TryFind(name, out MetadataPair pair, out int index))
        {
            return false;
        }

        _allocator.Checkpoint();
        return _store.TryCreateFolder(pair, index, Encoding.UTF8.GetBytes(name)) || Fail();
    }

    /// <summary>Adds bytes at the end of a file, making it where needed: open, write, close.</summary>
    /// <returns>False when there is no room, or no such folder; a file that would have been made is gone then, and another is as it was.</returns>
    public bool TryAppend(string path, ReadOnlySpan<byte> data)
    {
        if (!Begin())
        {
            return false;
        }

        bool isNew = !TryFind(path, out MetadataPair pair, out int index);
        if (index < 0)
        {
            return false;
        }

        if (isNew && !TryCreateEntry(path, ref pair, ref index))
        {
            return Fail();
        }

        if ((_options.Driver != FileDriver.NanoFramework || TryCommitFile(path, ref pair, ref index, null)) && TryWrite(path, pair, index, data))
        {
            return true;
        }

        Fail();
        if (isNew)
        {
            TryRemove(path);
        }

        return false;
    }

    /// <summary>Opens a file for reading and writing and closes it; with <see cref="FileDriver.NanoFramework"/> that stores a time, otherwise nothing.</summary>
    /// <returns>False when there is no file, or no room for the time.</returns>
    public bool TryOpenAndClose(string path)
    {
        if (!TryFind(path, out MetadataPair pair, out int index))
        {
            return false;
        }

        return _options.Driver != FileDriver.NanoFramework || (Begin() && (TryCommitFile(path, ref pair, ref index, null) || Fail()));
    }

    /// <summary>Removes a file.</summary>
    /// <returns>False when there is none, or no room for the change.</returns>
    public bool TryRemove(string path)
    {
        if (!Begin() || !TryFind(path, out MetadataPair pair, out int index) || !pair.Entries[index].IsFile)
        {
            return false;
        }

        DirectoryEntry file = pair.Entries[index];
        if (!_store.Commit(pair, [MetadataChange.Delete(index)]))
        {
            return Fail();
        }

        if (file.IsSkipList)
        {
            _blocks.Clear();
            SkipList.AddBlocks(Flash, file.HeadBlock, file.FileLength, _blocks);
            _blocks.ForEach(_allocator.Release);
        }

        return true;
    }

    private bool Begin()
    {
        _store.BeginCall();
        _store.BlocksOfOpenFile = 0;
        _store.UncommittedBlocks = 0;
        return _store.MakeConsistent();
    }

    /// <summary>After a call that failed: what is in flash counts, and nothing else.</summary>
    private bool Fail()
    {
        if (_store.HasChanged && !Reload())
        {
            throw new InvalidOperationException("The metadata does not read back.");
        }

        return false;
    }

    private bool TryCreateEntry(string path, ref MetadataPair pair, ref int index)
    {
        byte[] name = Encoding.UTF8.GetBytes(path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return Commit(
            path,
            ref pair,
            ref index,
            [MetadataChange.Create(index), new MetadataChange(MetadataTag.RegularName, index, name), new MetadataChange(MetadataTag.InlineStruct, index, [])]);
    }

    /// <summary>Commits where the file's bytes are, and the time with the driver that stores it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pair">The pair that it is in.</param>
    /// <param name="index">Where in the pair.</param>
    /// <param name="content">Its new struct; null to write the old one once more.</param>
    private bool TryCommitFile(string path, ref MetadataPair pair, ref int index, (int Type, byte[] Struct)? content)
    {
        DirectoryEntry file = pair.Entries[index];
        (int type, byte[] bytes) = content ?? (file.StructType, file.Struct);
        int length = type == MetadataTag.SkipListStruct ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)) : 0;
        _store.BlocksOfOpenFile = SkipList.Blocks(Flash.BlockBytes, length);
        if (type == MetadataTag.SkipListStruct)
        {
            // littlefs brings data to flash before metadata; what a commit without room has left in the cache goes with it.
            _store.Cache.Flush();
        }

        MetadataChange change = new(type, index, bytes);
        if (_options.Driver != FileDriver.NanoFramework)
        {
            return Commit(path, ref pair, ref index, [change]);
        }

        byte[] time = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(time, TimeSeconds);
        return Commit(path, ref pair, ref index, [change, new MetadataChange(TimeAttribute, index, time)]);
    }

    /// <summary>Commits, and follows the file into the pair where the commit has put it.</summary>
    private bool Commit(string path, ref MetadataPair pair, ref int index, ReadOnlySpan<MetadataChange> changes)
    {
        if (!_store.Commit(pair, changes))
        {
            return false;
        }

        bool isKnownErased = pair.IsKnownErased;
        TryFind(path, out MetadataPair found, out index);
        if (found.Blocks.HasSameBlocks(pair.Blocks))
        {
            // The file stays open: littlefs does not read the pair anew.
            found.IsKnownErased = isKnownErased;
        }

        pair = found;
        return true;
    }

    private bool TryWrite(string path, MetadataPair pair, int index, ReadOnlySpan<byte> data)
    {
        if (data.Length == 0)
        {
            return true;
        }

        DirectoryEntry file = pair.Entries[index];
        int length = file.FileLength;
        if (!file.IsSkipList && length + data.Length <= _options.LongestInlineFile)
        {
            _allocator.Checkpoint();
            return TryCommitFile(path, ref pair, ref index, (MetadataTag.InlineStruct, [.. file.Struct, .. data]));
        }

        // A partly filled last block is copied, not written on: after the commit the old one is free.
        int lastBlock = file.IsSkipList ? file.HeadBlock : -1;
        bool isCopied = file.IsSkipList && SkipList.Index(Flash.BlockBytes, length - 1, out int lastOffset) >= 0 && lastOffset + 1 < Flash.BlockBytes;
        _blocks.Clear();
        if (TryWriteBlocks(file, data))
        {
            byte[] list = new BlockPair(_blocks[^1], length + data.Length).ToBytes();
            _store.UncommittedBlocks = _blocks.Count;
            if (TryCommitFile(path, ref pair, ref index, (MetadataTag.SkipListStruct, list)))
            {
                if (isCopied)
                {
                    _allocator.Release(lastBlock);
                }

                return true;
            }
        }

        _blocks.ForEach(_allocator.Release);
        return false;
    }

    private bool TryWriteBlocks(DirectoryEntry file, ReadOnlySpan<byte> data)
    {
        int position = file.FileLength;
        int block = file.IsSkipList ? file.HeadBlock : -1;
        int offset = Flash.BlockBytes;
        _fileCache.Clear();
        if (!file.IsSkipList)
        {
            // The content leaves the metadata through the other cache, as littlefs does it.
            _allocator.Checkpoint();
            if (!TryAllocate(out block))
            {
                return false;
            }

            _store.Cache.Program(block, 0, file.Struct);
            _fileCache.TakeFrom(_store.Cache);
            offset = position;
        }

        while (data.Length > 0)
        {
            if (offset == Flash.BlockBytes)
            {
                _allocator.Checkpoint();
                if (!TryExtend(position, ref block, out offset))
                {
                    return false;
                }
            }

            int part = Math.Min(data.Length, Flash.BlockBytes - offset);
            _fileCache.Program(block, offset, data[..part]);
            data = data[part..];
            position += part;
            offset += part;
            _allocator.Checkpoint();
        }

        _fileCache.Flush();
        return true;
    }

    /// <summary>Takes another block: for a copy of the last one if that is not full, or to follow it.</summary>
    private bool TryExtend(int length, ref int block, out int offset)
    {
        int last = block;
        offset = 0;
        if (!TryAllocate(out block))
        {
            return false;
        }

        int index = SkipList.Index(Flash.BlockBytes, length - 1, out offset);
        offset++;
        if (offset < Flash.BlockBytes)
        {
            _fileCache.Program(block, 0, Flash.Block(last)[..offset]);
            return true;
        }

        offset = SkipList.PointerBytes(index + 1);
        Span<byte> pointer = stackalloc byte[4];
        for (int number = 0; number < SkipList.Pointers(index + 1); number++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(pointer, last);
            _fileCache.Program(block, 4 * number, pointer);
            last = number + 1 < SkipList.Pointers(index + 1) ? SkipList.Pointer(Flash, last, number) : last;
        }

        return true;
    }

    private bool TryAllocate(out int block)
    {
        if (!_allocator.TryAllocate(out block))
        {
            return false;
        }

        _allocator.Use(block);
        _blocks.Add(block);
        Flash.Erase(block);
        return true;
    }
}
