namespace Telltale.Sampling;

/// <summary>What has happened and waits for its sample, oldest first.</summary>
internal sealed class EventQueue
{
    public const int Capacity = 16;

    /// <summary>How many wait.</summary>
    public int Count;

    /// <summary>Events that found the queue full.</summary>
    public int Lost;

    private readonly int[] _what = new int[Capacity];
    private readonly int[] _values = new int[Capacity];
    private readonly int[] _limits = new int[Capacity];
    private readonly int[] _signals = new int[Capacity];

    public void Add(UnitEvent what, int value, int limit, int signalIndex)
    {
        int count = Count;
        if (count == Capacity)
        {
            Lost++;
            return;
        }

        _what[count] = (int)what;
        _values[count] = value;
        _limits[count] = limit;
        _signals[count] = signalIndex;
        Count = count + 1;
    }

    /// <summary>Hands everything over.</summary>
    public void Deliver(IUnitEventListener listener, Sample sample)
    {
        int count = Count;
        for (int index = 0; index < count; index++)
        {
            listener.OnEvent((UnitEvent)_what[index], _values[index], _limits[index], _signals[index], sample);
        }

        Count = 0;
    }
}
