using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Flash;

/// <summary>
/// What littlefs/costs.csv was measured with: frames are appended to segment files, each append opening, writing and closing. Segments lie in a folder, have names of
/// eight characters and hold as many whole frames as fit; 11 KB of other files, six of them, lie in another folder that was made first. In steady state the oldest
/// segment is removed when so many exist as make up the share of the volume that is kept, just before another one is begun.
/// </summary>
/// <remarks>None of this is written in the file: with littlefs itself it reproduces all of its 144 rows, the hottest block to the erase.</remarks>
internal sealed class SegmentWorkload
{
    private const int OtherFiles = 6;
    private const int OtherBytes = 11 * 1024 / OtherFiles;

    private readonly LittleFileSystem _files;
    private readonly byte[] _frame;
    private readonly int _segmentBytes;
    private readonly int _segmentsKept;
    private readonly long _erasesBefore;
    private readonly long _programmedBefore;
    private int _segment;
    private int _oldest;
    private int _used;

    /// <summary>Prepares a volume.</summary>
    /// <param name="blocks">Blocks of the volume.</param>
    /// <param name="frameBytes">Bytes of a frame.</param>
    /// <param name="segmentBytes">The longest segment.</param>
    /// <param name="shareKept">Share of the volume that segments take up in steady state; 0 to fill the volume.</param>
    public SegmentWorkload(int blocks, int frameBytes, int segmentBytes, double shareKept)
    {
        SimulatedVolumeOptions options = new() { BlockCount = blocks };
        _files = new LittleFileSystem(new FlashMemory(blocks, options.BlockBytes, options.Seed), options);
        _files.Format();
        Require(_files.TryCreateFolder("r"));
        Require(_files.TryCreateFolder("q"));
        for (int file = 0; file < OtherFiles; file++)
        {
            Require(_files.TryAppend($"r/{file}", new byte[OtherBytes]));
        }

        _frame = new byte[frameBytes];
        _segmentBytes = segmentBytes;
        _segmentsKept = shareKept == 0 ? int.MaxValue : Math.Max(1, (int)(shareKept * blocks * options.BlockBytes / segmentBytes));
        _erasesBefore = _files.Flash.Erases;
        _programmedBefore = _files.Flash.BytesProgrammed;
    }

    public int Frames { get; private set; }

    public double ErasesPerFrame => (double)(_files.Flash.Erases - _erasesBefore) / Frames;

    public double ProgrammedBytesPerFrame => (double)(_files.Flash.BytesProgrammed - _programmedBefore) / Frames;

    public int ErasesOfHottestBlock => _files.Flash.ErasesByBlock.Max();

    public double ErasesOfMeanBlock => _files.Flash.ErasesByBlock.Average();

    /// <summary>Appends frames until there are so many, or until one does not fit.</summary>
    public void Run(int frames)
    {
        while (Frames < frames && TryAppend())
        {
            Frames++;
        }
    }

    private bool TryAppend()
    {
        if (_used + _frame.Length > _segmentBytes)
        {
            _segment++;
            _used = 0;
            while (_segment - _oldest >= _segmentsKept)
            {
                Require(_files.TryRemove(Name(_oldest)));
                _oldest++;
            }
        }

        _used += _frame.Length;
        return _files.TryAppend(Name(_segment), _frame);
    }

    private static string Name(int segment) => $"q/{segment:d8}";

    private static void Require(bool isDone)
    {
        if (!isDone)
        {
            throw new InvalidOperationException("The volume has refused.");
        }
    }
}
