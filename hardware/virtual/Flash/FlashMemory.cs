namespace Telltale.Virtual.Flash;

/// <summary>
/// NOR flash: a block is erased to ones as a whole, and programming turns ones into zeros. It counts wear, and the power can fail inside any erase or program.
/// </summary>
/// <remarks>Blocks are shared between forks until one of them changes a block.</remarks>
public sealed class FlashMemory
{
    private readonly byte[] _erased;
    private readonly byte[][] _blocks;
    private readonly bool[] _isShared;
    private readonly int[] _erases;
    private readonly ulong _seed;
    private long _cutAt = long.MaxValue;
    private DeviceCut _cut;
    private double _tornShare;

    /// <summary>Makes an erased chip without wear.</summary>
    /// <param name="blockCount">Blocks, at least 2.</param>
    /// <param name="blockBytes">Bytes of a block.</param>
    /// <param name="seed">What a torn erase or program leaves behind follows from it.</param>
    public FlashMemory(int blockCount, int blockBytes, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockCount, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockBytes, 128);
        BlockBytes = blockBytes;
        _erased = new byte[blockBytes];
        Array.Fill(_erased, (byte)0xFF);
        _blocks = new byte[blockCount][];
        Array.Fill(_blocks, _erased);
        _isShared = new bool[blockCount];
        Array.Fill(_isShared, value: true);
        _erases = new int[blockCount];
        _seed = seed;
    }

    private FlashMemory(FlashMemory other)
    {
        BlockBytes = other.BlockBytes;
        _erased = other._erased;
        _blocks = [.. other._blocks];
        Array.Fill(other._isShared, value: true);
        _isShared = [.. other._isShared];
        _erases = [.. other._erases];
        _seed = other._seed;
        Erases = other.Erases;
        Programs = other.Programs;
        BytesProgrammed = other.BytesProgrammed;
    }

    /// <summary>Blocks of the chip.</summary>
    public int BlockCount => _blocks.Length;

    /// <summary>Bytes of a block.</summary>
    public int BlockBytes { get; }

    /// <summary>Erases since the chip was new.</summary>
    public long Erases { get; private set; }

    /// <summary>Programs since the chip was new.</summary>
    public long Programs { get; private set; }

    /// <summary>Bytes programmed since the chip was new, padding included.</summary>
    public long BytesProgrammed { get; private set; }

    /// <summary>Erases and programs begun since the chip was new.</summary>
    public long Operations => Erases + Programs;

    /// <summary>Erases of each block.</summary>
    public IReadOnlyList<int> ErasesByBlock => _erases;

    /// <summary>True once the power has failed; every erase and program fails until <see cref="PowerOn"/>.</summary>
    public bool IsOff { get; private set; }

    /// <summary>An independent chip with the same content and wear, and with power.</summary>
    public FlashMemory Fork() => new(this);

    /// <summary>The content of a block, valid until the block is changed.</summary>
    public ReadOnlySpan<byte> Block(int block) => _blocks[block];

    /// <summary>Lets the power fail inside an erase or program.</summary>
    /// <param name="operation">The value that <see cref="Operations"/> has before it.</param>
    /// <param name="cut">How far it had come.</param>
    /// <param name="tornShare">The share that was done of a torn one, from 0 to below 1; by default it follows from the seed.</param>
    public void CutAt(long operation, DeviceCut cut, double? tornShare = null)
    {
        _cutAt = operation;
        _cut = cut;
        _tornShare = tornShare ?? new SimulationRandom(_seed + (ulong)operation).NextUnit();
    }

    /// <summary>Takes the power away between two operations.</summary>
    public void PowerOff() => IsOff = true;

    /// <summary>Gives the power back and forgets a cut that has not come.</summary>
    public void PowerOn()
    {
        IsOff = false;
        _cutAt = long.MaxValue;
    }

    /// <summary>Sets all bits of a block.</summary>
    /// <exception cref="PowerLostException">The power fails here, or has failed.</exception>
    public void Erase(int block)
    {
        bool isCut = BeginOperation();
        if (isCut && _cut == DeviceCut.Torn)
        {
            SimulationRandom random = new(_seed ^ (ulong)Operations);
            byte[] bytes = Own(block);
            int whole = (int)(_tornShare * BlockBytes);
            bytes.AsSpan(0, whole).Fill(0xFF);
            for (int index = whole; index < bytes.Length; index++)
            {
                bytes[index] |= (byte)random.NextBits();
            }
        }
        else if (_isShared[block])
        {
            _blocks[block] = _erased;
        }
        else
        {
            Array.Fill(_blocks[block], (byte)0xFF);
        }

        Erases++;
        _erases[block]++;
        EndOperation(isCut);
    }

    /// <summary>Clears the bits that are clear in <paramref name="data"/>.</summary>
    /// <exception cref="PowerLostException">The power fails here, or has failed.</exception>
    public void Program(int block, int offset, ReadOnlySpan<byte> data)
    {
        bool isCut = BeginOperation();
        Span<byte> target = Own(block).AsSpan(offset, data.Length);
        if (isCut && _cut == DeviceCut.Torn)
        {
            SimulationRandom random = new(_seed ^ (ulong)Operations);
            int whole = (int)(_tornShare * data.Length);
            And(target[..whole], data[..whole]);
            target[whole] &= (byte)(data[whole] | (byte)random.NextBits());
        }
        else
        {
            And(target, data);
        }

        Programs++;
        BytesProgrammed += data.Length;
        EndOperation(isCut);
    }

    /// <summary>Flips bits of one byte, as wear, heat or radiation does.</summary>
    public void Damage(int block, int offset, byte mask) => Own(block)[offset] ^= mask;

    /// <summary>Takes another chip's content, as somebody with a programmer does. Wear stays this chip's.</summary>
    public void Restore(FlashMemory other)
    {
        for (int block = 0; block < _blocks.Length; block++)
        {
            _blocks[block] = other._blocks[block];
            _isShared[block] = true;
            other._isShared[block] = true;
        }
    }

    /// <summary>Overwrites a block's content, wear aside.</summary>
    public void Load(int block, ReadOnlySpan<byte> content) => content.CopyTo(Own(block));

    /// <summary>A copy of everything that is on the chip.</summary>
    public byte[] Image()
    {
        byte[] image = new byte[BlockCount * BlockBytes];
        for (int block = 0; block < BlockCount; block++)
        {
            _blocks[block].CopyTo(image, block * BlockBytes);
        }

        return image;
    }

    private static void And(Span<byte> target, ReadOnlySpan<byte> data)
    {
        if (target.IndexOfAnyExcept((byte)0xFF) < 0)
        {
            data.CopyTo(target);
            return;
        }

        for (int index = 0; index < target.Length; index++)
        {
            target[index] &= data[index];
        }
    }

    /// <returns>True when the power fails during the operation or right after it.</returns>
    private bool BeginOperation()
    {
        if (Operations == _cutAt && _cut == DeviceCut.NotDone)
        {
            IsOff = true;
        }

        return IsOff ? throw new PowerLostException() : Operations == _cutAt;
    }

    private void EndOperation(bool isCut)
    {
        if (isCut)
        {
            IsOff = true;
            throw new PowerLostException();
        }
    }

    private byte[] Own(int block)
    {
        if (_isShared[block])
        {
            _blocks[block] = [.. _blocks[block]];
            _isShared[block] = false;
        }

        return _blocks[block];
    }
}
