namespace Telltale.Virtual.Flash;

/// <summary>
/// Hands out free blocks as littlefs does: round the volume, from a window of the map of used blocks that is renewed when it is used up. A block that has become
/// free since the window was made is found at the next renewal.
/// </summary>
internal sealed class BlockAllocator
{
    private readonly int _blockCount;
    private readonly int _windowLimit;
    private readonly ulong[] _used;
    private readonly ulong[] _window;
    private int _start;
    private int _size;
    private int _next;
    private int _checkpoint;

    public BlockAllocator(int blockCount, int lookaheadBytes)
    {
        _blockCount = blockCount;
        _windowLimit = 8 * lookaheadBytes;
        _used = new ulong[(blockCount + 63) / 64];
        _window = new ulong[_used.Length];
    }

    private BlockAllocator(BlockAllocator other)
    {
        _blockCount = other._blockCount;
        _windowLimit = other._windowLimit;
        _used = [.. other._used];
        _window = [.. other._window];
        _start = other._start;
        _size = other._size;
        _next = other._next;
        _checkpoint = other._checkpoint;
    }

    /// <summary>Blocks in use.</summary>
    public int UsedBlocks { get; private set; }

    public BlockAllocator Fork() => new(this) { UsedBlocks = UsedBlocks };

    /// <summary>Begins with an empty volume whose blocks are all free, at block 0: what formatting does.</summary>
    public void BeginFormat()
    {
        ReleaseAll();
        Array.Clear(_window);
        _start = 0;
        _next = 0;
        _size = Math.Min(_windowLimit, _blockCount);
        Checkpoint();
    }

    /// <summary>Begins with an empty window at a place that follows from the checksums of the metadata: what mounting does.</summary>
    public void BeginMount(uint seed)
    {
        _start = (int)(seed % (uint)_blockCount);
        _size = 0;
        _next = 0;
        Checkpoint();
    }

    /// <summary>All that was allocated is in the tree: the next search may go once round the volume.</summary>
    public void Checkpoint() => _checkpoint = _blockCount;

    public bool IsUsed(int block) => (_used[block >> 6] >> (block & 63) & 1) != 0;

    public void Use(int block)
    {
        if (!IsUsed(block))
        {
            _used[block >> 6] |= 1UL << (block & 63);
            UsedBlocks++;
        }
    }

    public void Release(int block)
    {
        if (IsUsed(block))
        {
            _used[block >> 6] &= ~(1UL << (block & 63));
            UsedBlocks--;
        }
    }

    public void ReleaseAll()
    {
        Array.Clear(_used);
        UsedBlocks = 0;
    }

    /// <summary>Takes the next free block; false when a whole round since the last checkpoint has found none.</summary>
    public bool TryAllocate(out int block)
    {
        while (true)
        {
            while (_next < _size)
            {
                bool isFree = !IsTaken(_next);
                block = (_start + _next) % _blockCount;
                _next++;
                _checkpoint--;
                if (isFree)
                {
                    // On to the next free block, so that a checkpoint makes as many blocks available to the next window as it can.
                    while (_next < _size && IsTaken(_next))
                    {
                        _next++;
                        _checkpoint--;
                    }

                    return true;
                }
            }

            if (_checkpoint <= 0)
            {
                block = -1;
                return false;
            }

            _start = (_start + _next) % _blockCount;
            _next = 0;
            _size = Math.Min(_windowLimit, _checkpoint);
            _used.CopyTo(_window, 0);
        }
    }

    private bool IsTaken(int index)
    {
        int block = _start + index;
        block = block >= _blockCount ? block - _blockCount : block;
        return (_window[block >> 6] >> (block & 63) & 1) != 0;
    }
}
