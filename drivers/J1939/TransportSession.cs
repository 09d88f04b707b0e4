namespace Telltale.J1939;

/// <summary>A transfer that is under way, and the buffer that it fills. Made once, used for one transfer after the other.</summary>
internal sealed class TransportSession
{
    /// <summary>What has come.</summary>
    internal readonly byte[] Data;

    /// <summary>False when the session is free.</summary>
    internal bool IsOpen;

    /// <summary>Who sends.</summary>
    internal int Source;

    /// <summary>To whom; <see cref="J1939Identifier.GlobalAddress"/> for a broadcast.</summary>
    internal int Destination;

    /// <summary>What: the PGN.</summary>
    internal int ParameterGroup;

    /// <summary>Bytes of the message.</summary>
    internal int Length;

    /// <summary>Packets of the message.</summary>
    internal int Packets;

    /// <summary>Packets that have not come yet.</summary>
    internal int Missing;

    /// <summary>The sequence number that comes next in a broadcast.</summary>
    internal int Next;

    /// <summary>The last packet that the receiver has asked for; 0 before it has.</summary>
    internal int LastCleared;

    /// <summary>Until when something has to come, in milliseconds.</summary>
    internal long Deadline;

    private readonly int[] _received = new int[8];

    internal TransportSession(int capacity)
    {
        Data = new byte[capacity];
    }

    /// <summary>Begins a transfer.</summary>
    internal void Open(int source, int destination, int parameterGroup, int length, int packets)
    {
        IsOpen = true;
        Source = source;
        Destination = destination;
        ParameterGroup = parameterGroup;
        Length = length;
        Packets = packets;
        Missing = packets;
        Next = 1;
        LastCleared = 0;
        for (int index = 0; index < _received.Length; index++)
        {
            _received[index] = 0;
        }
    }

    /// <summary>Notes that a packet, 1 to 255, has come, be it once more.</summary>
    internal void Mark(int sequence)
    {
        int bit = 1 << (sequence & 31);
        if ((_received[sequence >> 5] & bit) == 0)
        {
            _received[sequence >> 5] |= bit;
            Missing--;
        }
    }
}
