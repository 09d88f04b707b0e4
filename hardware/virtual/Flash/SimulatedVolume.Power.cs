namespace Telltale.Virtual.Flash;

/// <content>Power cuts, damage, and what somebody can do who has the chip in his hands.</content>
public sealed partial class SimulatedVolume
{
    private long _cutOperation = -1;
    private CutOutcome _cutOutcome;

    /// <summary>True once the power has failed, until <see cref="PowerOn"/>.</summary>
    public bool IsOff { get; private set; }

    /// <summary>What the last cut by <see cref="CutAt"/> has left of its operation: what was asked for, where the operation can leave that.</summary>
    public CutOutcome? LastCutOutcome { get; private set; }

    /// <summary>
    /// Lets the power fail inside an operation, at a moment that leaves <paramref name="outcome"/>. Which of such moments it is follows from the seed.
    /// </summary>
    /// <param name="operation">The operation that <see cref="Operations"/> will count as this.</param>
    /// <param name="outcome">What is to be left of it.</param>
    public void CutAt(long operation, CutOutcome outcome)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(operation, Operations);
        _cutOperation = operation;
        _cutOutcome = outcome;
    }

    /// <summary>
    /// Lets the power fail inside one erase or program, whatever call brings it about; with <see cref="FileDriver.NanoFramework"/> a read can be one.
    /// </summary>
    /// <param name="operation">The value that <see cref="DeviceOperations"/> has before it.</param>
    /// <param name="cut">How far it had come.</param>
    /// <param name="tornShare">The share that was done of a torn one, from 0 to below 1; by default it follows from the seed.</param>
    public void CutAtDeviceOperation(long operation, DeviceCut cut, double? tornShare = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(operation, DeviceOperations);
        _files.Flash.CutAt(operation, cut, tornShare);
    }

    /// <summary>Takes the power away between two calls.</summary>
    public void PowerOff()
    {
        IsOff = true;
        _files.Flash.PowerOff();
    }

    /// <summary>Gives the power back: the volume mounts with what is in flash, or, as nanoFramework does, is formatted when it does not mount.</summary>
    public void PowerOn()
    {
        IsOff = false;
        _cutOperation = -1;
        _files.Flash.PowerOn();
        MountOrFormat();
    }

    /// <summary>Formats the volume, as nanoFramework does when it does not mount: everything is lost.</summary>
    public void Reformat()
    {
        Reformats++;
        _files.Format();
        _isReadable = true;
    }

    /// <summary>
    /// Flips bits of one byte of a file where it is stored. Content in a block of its own reads back changed; content in the metadata makes the commit that holds it
    /// invalid, and what littlefs finds then counts.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such byte.</exception>
    public void Damage(string name, int position, byte mask = 1)
    {
        if (!_files.TryLocate(name, position, out int block, out int offset))
        {
            throw new ArgumentException($"'{name}' has no byte {position}.", nameof(position));
        }

        DamageBlock(block, offset, mask);
    }

    /// <summary>Flips bits of one byte of flash.</summary>
    public void DamageBlock(int block, int offset, byte mask = 1)
    {
        _files.Flash.Damage(block, offset, mask);
        _isReadable = _isReadable && _files.Reload();
    }

    /// <summary>Reads out the chip; costs as little as <see cref="Fork"/>.</summary>
    public VolumeSnapshot TakeSnapshot() => new(_files.Flash.Fork());

    /// <summary>Writes a chip's earlier content back and starts again; wear stays.</summary>
    /// <exception cref="ArgumentException">The snapshot is of a chip of another size.</exception>
    public void Restore(VolumeSnapshot snapshot)
    {
        if (snapshot.Flash.BlockCount != BlockCount || snapshot.Flash.BlockBytes != _options.BlockBytes)
        {
            throw new ArgumentException("The snapshot is of a chip of another size.", nameof(snapshot));
        }

        _files.Flash.Restore(snapshot.Flash);
        PowerOn();
    }

    /// <summary>What can be read from the chip: old copies included, until their block is erased and programmed again.</summary>
    public byte[] RawImage() => _files.Flash.Image();

    private void MountOrFormat()
    {
        _isReadable = true;
        if (!_files.Mount())
        {
            Reformat();
        }
    }

    /// <summary>Looks on copies for the moments at which the power has to fail, and lets it fail at one of them.</summary>
    private bool ChangeAndCut(VolumeOperation operation, string name, ReadOnlySpan<byte> data, bool isRefused)
    {
        byte[] content = data.ToArray();
        long first = DeviceOperations;
        int length = LengthInFlash(name);
        SimulatedVolume whole = Fork();
        if (!isRefused)
        {
            whole.Perform(operation, name, content);
        }

        // The more erases and programs are done, the further the outcome: littlefs' commits are the only turning points.
        long count = whole.DeviceOperations - first;
        int lengthAfter = whole.LengthInFlash(name);
        long untilEmpty = FirstThat(count, done => OutcomeAfter(done, DeviceCut.NotDone) != CutOutcome.NotDone);
        long untilDone = FirstThat(count, done => OutcomeAfter(done, DeviceCut.NotDone) == CutOutcome.Done);
        (long from, long before, CutOutcome outcome) = _cutOutcome switch
        {
            CutOutcome.EmptyNewFile when untilEmpty < untilDone => (untilEmpty, untilDone, CutOutcome.EmptyNewFile),
            CutOutcome.Done when length != lengthAfter => (untilDone, count + 1, CutOutcome.Done),
            _ => (0, untilEmpty, CutOutcome.NotDone),
        };
        SimulationRandom random = new(_options.Seed ^ ((ulong)Operations << 32));
        long moment = from + (long)(random.NextUnit() * (before - from));
        LastCutOutcome = outcome;
        if (moment < count)
        {
            bool isTorn = random.NextUnit() < 0.5 && OutcomeAfter(moment, DeviceCut.Torn) == outcome;
            _files.Flash.CutAt(first + moment, isTorn ? DeviceCut.Torn : DeviceCut.NotDone);
        }

        if (!isRefused)
        {
            Perform(operation, name, content);
        }

        PowerOff();
        throw new PowerLostException();

        CutOutcome OutcomeAfter(long done, DeviceCut cut)
        {
            SimulatedVolume copy = Fork();
            copy._files.Flash.CutAt(first + done, cut);
            try
            {
                copy.Perform(operation, name, content);
            }
            catch (PowerLostException)
            {
                copy.PowerOn();
            }

            int left = copy.LengthInFlash(name);
            return left == length ? CutOutcome.NotDone : left == lengthAfter ? CutOutcome.Done : CutOutcome.EmptyNewFile;
        }
    }

    private int LengthInFlash(string name) => _isReadable ? _files.Length(name) : -1;

    /// <summary>The first number from 0 to <paramref name="last"/> that a condition holds for, which then holds for all that follow; one more if for none.</summary>
    private static long FirstThat(long last, Func<long, bool> holds)
    {
        long low = 0;
        long high = last + 1;
        while (low < high)
        {
            long middle = (low + high) / 2;
            (low, high) = holds(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
