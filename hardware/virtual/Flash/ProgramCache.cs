namespace Telltale.Virtual.Flash;

/// <summary>
/// The buffer between littlefs and the chip. It fills with consecutive bytes of one block and is programmed when it is full or flushed, rounded up to whole
/// program units. What lies behind the last byte in it is programmed too: ones, or what a dropped commit has left there.
/// </summary>
internal sealed class ProgramCache
{
    private readonly FlashMemory _flash;
    private readonly int _programBytes;
    private readonly byte[] _buffer;
    private int _block = -1;
    private int _size;

    public ProgramCache(FlashMemory flash, int cacheBytes, int programBytes)
    {
        _flash = flash;
        _programBytes = programBytes;
        _buffer = new byte[cacheBytes];
        Clear();
    }

    private ProgramCache(ProgramCache other, FlashMemory flash)
    {
        _flash = flash;
        _programBytes = other._programBytes;
        _buffer = [.. other._buffer];
        _block = other._block;
        _size = other._size;
        Offset = other.Offset;
    }

    /// <summary>Where in its block the buffer begins.</summary>
    public int Offset { get; private set; }

    public int Length => _buffer.Length;

    public ProgramCache Fork(FlashMemory flash) => new(this, flash);

    public void Program(int block, int offset, ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            if (_block != block || offset < Offset || offset >= Offset + _buffer.Length)
            {
                _block = block;
                Offset = offset / _programBytes * _programBytes;
                _size = 0;
            }

            int place = offset - Offset;
            int count = Math.Min(data.Length, _buffer.Length - place);
            data[..count].CopyTo(_buffer.AsSpan(place));
            data = data[count..];
            offset += count;
            _size = Math.Max(_size, place + count);
            if (_size == _buffer.Length)
            {
                Flush();
            }
        }
    }

    public void Flush()
    {
        if (_block >= 0)
        {
            int count = (_size + _programBytes - 1) / _programBytes * _programBytes;
            int block = _block;
            _flash.Program(block, Offset, _buffer.AsSpan(0, count));
            Clear();
        }
    }

    /// <summary>Forgets what was not programmed, without overwriting it.</summary>
    public void Drop() => _block = -1;

    public void Clear()
    {
        Array.Fill(_buffer, (byte)0xFF);
        _block = -1;
    }

    /// <summary>Takes over what another cache holds and leaves that one empty.</summary>
    public void TakeFrom(ProgramCache other)
    {
        other._buffer.CopyTo(_buffer, 0);
        _block = other._block;
        _size = other._size;
        Offset = other.Offset;
        other.Clear();
    }
}
