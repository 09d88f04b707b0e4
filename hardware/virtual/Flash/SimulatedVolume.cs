using System.Buffers;
using Telltale.Ports;

namespace Telltale.Virtual.Flash;

/// <summary>
/// A volume of littlefs in simulated flash: what it keeps over a power cut, what it costs in erases, and what it leaves readable are littlefs' own. See README.md.
/// </summary>
/// <remarks>
/// The call in which the power fails does not return, and no later one does: all throw <see cref="PowerLostException"/> until <see cref="PowerOn"/>. So nothing of the
/// unit runs on after a cut.
/// </remarks>
public sealed partial class SimulatedVolume : IFileVolume
{
    private const int LongestName = 255;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");

    private readonly SimulatedVolumeOptions _options;
    private readonly int[] _failures = new int[4];
    private LittleFileSystem _files;
    private bool _isReadable;

    /// <summary>Makes a new chip with an empty volume on it.</summary>
    public SimulatedVolume(SimulatedVolumeOptions? options = null)
    {
        _options = options ?? new SimulatedVolumeOptions();
        _files = new LittleFileSystem(new FlashMemory(_options.BlockCount, _options.BlockBytes, _options.Seed), _options);
        _files.Format();
        _isReadable = true;
    }

    /// <summary>Takes over what was read from a chip, and starts as after <see cref="PowerOn"/>.</summary>
    /// <exception cref="ArgumentException">The image is not of the size that the options state.</exception>
    public SimulatedVolume(SimulatedVolumeOptions options, ReadOnlySpan<byte> image)
    {
        _options = options;
        FlashMemory flash = new(options.BlockCount, options.BlockBytes, options.Seed);
        if (image.Length != options.BlockCount * options.BlockBytes)
        {
            throw new ArgumentException($"The image has {image.Length} bytes, not {options.BlockCount} blocks of {options.BlockBytes}.", nameof(image));
        }

        for (int block = 0; block < options.BlockCount; block++)
        {
            flash.Load(block, image.Slice(block * options.BlockBytes, options.BlockBytes));
        }

        _files = new LittleFileSystem(flash, options);
        MountOrFormat();
    }

    private SimulatedVolume(SimulatedVolume other)
    {
        _options = other._options;
        _files = other._files.Fork();
        _isReadable = other._isReadable;
        _failures = [.. other._failures];
        Operations = other.Operations;
        BytesRead = other.BytesRead;
        Reformats = other.Reformats;
        RefusesDeletes = other.RefusesDeletes;
        IsOff = other.IsOff;
    }

    /// <summary>Changing operations that have begun: appends, creations and deletions, those that failed included.</summary>
    public long Operations { get; private set; }

    /// <summary>Bytes that <see cref="Read"/> has handed out.</summary>
    public long BytesRead { get; private set; }

    /// <summary>How often the volume did not mount and was formatted.</summary>
    public int Reformats { get; private set; }

    /// <summary>Deletions fail, and everything else goes on.</summary>
    public bool RefusesDeletes { get; set; }

    /// <summary>Seconds since 1970 on the unit's clock; <see cref="FileDriver.NanoFramework"/> stores it with each change.</summary>
    public long TimeSeconds
    {
        get => _files.TimeSeconds;
        set => _files.TimeSeconds = value;
    }

    /// <summary>Blocks of the volume.</summary>
    public int BlockCount => _options.BlockCount;

    /// <summary>Blocks that files and metadata occupy.</summary>
    public int UsedBlocks => _files.UsedBlocks;

    /// <summary>Blocks that nothing occupies.</summary>
    public int FreeBlocks => BlockCount - UsedBlocks;

    /// <summary>Erases of all blocks since the chip was new.</summary>
    public long Erases => _files.Flash.Erases;

    /// <summary>Erases of each block since the chip was new.</summary>
    public IReadOnlyList<int> ErasesByBlock => _files.Flash.ErasesByBlock;

    /// <summary>Bytes programmed since the chip was new, in whole program units.</summary>
    public long BytesProgrammed => _files.Flash.BytesProgrammed;

    /// <summary>Erases and programs since the chip was new: the moments at which <see cref="CutAtDeviceOperation"/> can strike.</summary>
    public long DeviceOperations => _files.Flash.Operations;

    /// <summary>Metadata pairs, the superblock's included.</summary>
    public int MetadataPairs => _files.MetadataPairs;

    /// <summary>An independent copy, which costs little: blocks are copied when one of the two changes them. A cut that has not come is not copied.</summary>
    public SimulatedVolume Fork() => new(this);

    /// <inheritdoc/>
    public string[] List(string prefix)
    {
        ThrowIfOff();
        return _isReadable ? [.. _files.List().Where(name => name.StartsWith(prefix, StringComparison.Ordinal))] : [];
    }

    /// <inheritdoc/>
    public int Length(string name)
    {
        ThrowIfOff();
        CheckName(name);
        OpenForLength(name);
        return _isReadable ? _files.Length(name) : -1;
    }

    /// <inheritdoc/>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        ThrowIfOff();
        CheckName(name);
        Span<byte> target = buffer.AsSpan(offset, count);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        if (HasToFail(VolumeOperation.Read))
        {
            return -1;
        }

        OpenAsDriverDoes(name);
        int taken = _isReadable ? _files.Read(name, position, target) : -1;
        BytesRead += Math.Max(taken, 0);
        return taken;
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] buffer, int offset, int count) => Change(VolumeOperation.Append, name, buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public bool Create(string name, byte[] buffer, int offset, int count) => Change(VolumeOperation.Create, name, buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public bool Delete(string name) => Change(VolumeOperation.Delete, name, []);

    /// <summary>Lets the next calls of an operation fail once each, without changing anything.</summary>
    public void FailNext(VolumeOperation operation, int count = 1) => _failures[(int)operation] = count;

    /// <summary>
    /// Puts a file on the volume that is not the unit's, such as nanoFramework's network settings and certificates; any name that littlefs takes is allowed. An existing one is replaced.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no room.</exception>
    public void PutOtherFile(string name, ReadOnlySpan<byte> content)
    {
        _files.TryRemove(name);
        if (!_files.TryAppend(name, content))
        {
            throw new InvalidOperationException($"There is no room for '{name}'.");
        }
    }

    /// <summary>Fills the volume with a file that is not the unit's, so that so many blocks are free.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer are free already.</exception>
    public void FillUntilFree(int blocks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks, FreeBlocks);
        string name = $"other_{UsedBlocks}";
        for (int fill = FreeBlocks - blocks; fill > 0 && FreeBlocks != blocks; fill--)
        {
            // A directory that has to be split for the name takes blocks too.
            PutOtherFile(name, new byte[Enumerable.Range(0, fill).Sum(index => _options.BlockBytes - SkipList.PointerBytes(index))]);
        }
    }

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAnyExcept(NameCharacters) || name[0] == '.')
        {
            throw new ArgumentException($"'{name}' is not a name on a flat volume.", nameof(name));
        }
    }

    private bool Change(VolumeOperation operation, string name, ReadOnlySpan<byte> data)
    {
        ThrowIfOff();
        CheckName(name);
        Operations++;
        bool isRefused = HasToFail(operation) || (operation == VolumeOperation.Delete && RefusesDeletes);
        if (Operations == _cutOperation)
        {
            return ChangeAndCut(operation, name, data, isRefused);
        }

        return !isRefused && Perform(operation, name, data);
    }

    /// <summary>Does what the unit's driver does for a call of the port.</summary>
    private bool Perform(VolumeOperation operation, string name, ReadOnlySpan<byte> data)
    {
        if (!_isReadable)
        {
            return false;
        }

        try
        {
            if (operation == VolumeOperation.Delete)
            {
                return _files.TryRemove(name);
            }

            // hardware/esp32 asks for the length before and after.
            OpenForLength(name);
            if ((operation == VolumeOperation.Create && _files.Length(name) >= 0) || !_files.TryAppend(name, data))
            {
                return false;
            }

            OpenForLength(name);
            return true;
        }
        catch (PowerLostException)
        {
            IsOff = true;
            throw;
        }
    }

    private void OpenForLength(string name)
    {
        if (_options.OpensFileForLength)
        {
            OpenAsDriverDoes(name);
        }
    }

    /// <summary>Opens and closes a file where the driver's opening leaves a trace.</summary>
    private void OpenAsDriverDoes(string name)
    {
        if (_options.Driver != FileDriver.NanoFramework || !_isReadable)
        {
            return;
        }

        try
        {
            _files.TryOpenAndClose(name);
        }
        catch (PowerLostException)
        {
            IsOff = true;
            throw;
        }
    }

    private bool HasToFail(VolumeOperation operation)
    {
        if (_failures[(int)operation] == 0)
        {
            return false;
        }

        _failures[(int)operation]--;
        return true;
    }

    private void ThrowIfOff()
    {
        if (IsOff)
        {
            throw new PowerLostException();
        }
    }
}
