using Telltale.Can;

namespace Telltale.DeviceTests.Can;

/// <summary>A controller that keeps what it is given to send, and gives out what a test puts in.</summary>
public sealed class ScriptedCan : ICanController
{
    public const int Capacity = 700;

    public readonly uint[] SentKeys = new uint[Capacity];
    public readonly byte[][] Sent = new byte[Capacity][];
    public int SentCount;
    public bool IsFull;
    public bool RefusesModes;
    public bool Everything = true;
    public uint[] Accepted = new uint[0];
    public int DoubleBuffered;

    private readonly uint[] _keys = new uint[Capacity];
    private readonly byte[][] _data = new byte[Capacity][];
    private int _first;
    private int _count;
    private CanMode _mode = CanMode.ListenOnly;

    public ScriptedCan()
    {
        Counters = new CanCounters();
    }

    public CanCounters Counters { get; }

    public CanMode Mode => _mode;

    public void Put(uint key, byte[] data)
    {
        _keys[_count] = key;
        _data[_count] = data;
        _count++;
    }

    public void Accept(uint[] keys, int count, int doubleBuffered)
    {
        Accepted = new uint[count];
        for (int index = 0; index < count; index++)
        {
            Accepted[index] = keys[index];
        }

        DoubleBuffered = doubleBuffered;
    }

    public bool TrySetMode(CanMode mode, bool everything)
    {
        if (RefusesModes)
        {
            return false;
        }

        _mode = mode;
        Everything = everything;
        return true;
    }

    public bool TryReceive(CanFrame frame)
    {
        if (_first == _count)
        {
            return false;
        }

        Fill(frame, _keys[_first], _data[_first]);
        _first++;
        return true;
    }

    public bool TrySend(CanFrame frame)
    {
        if (IsFull)
        {
            return false;
        }

        byte[] data = new byte[frame.Length];
        for (int index = 0; index < data.Length; index++)
        {
            data[index] = frame.Data[index];
        }

        SentKeys[SentCount] = frame.Key;
        Sent[SentCount] = data;
        SentCount++;
        return true;
    }

    public void Step(long uptimeMilliseconds)
    {
    }

    public static void Fill(CanFrame frame, uint key, byte[] data)
    {
        frame.Key = key;
        frame.IsRemote = false;
        frame.Length = data.Length;
        for (int index = 0; index < data.Length; index++)
        {
            frame.Data[index] = data[index];
        }
    }
}
