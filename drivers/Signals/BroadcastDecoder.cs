using Telltale.Can;

namespace Telltale.Signals;

/// <summary>Takes the signals of a profile out of the frames that the vehicle sends, into the table.</summary>
public sealed class BroadcastDecoder
{
    /// <summary>Wanted frames that were decoded.</summary>
    public int FramesDecoded;

    /// <summary>Wanted frames that were too short for one of their signals; that signal was left as it was.</summary>
    public int FramesTooShort;

    private readonly SignalTable _table;
    private readonly BroadcastSignal[] _signals;

    // Open addressing by message key: the place of a message's first signal, and where its signals end. -1 is an empty place.
    private readonly uint[] _slotKeys;
    private readonly int[] _slotFirst;
    private readonly int[] _slotEnd;
    private readonly uint[] _keys;
    private readonly int _slotMask;

    /// <summary>Makes a decoder.</summary>
    /// <param name="profile">Whose broadcast signals to decode.</param>
    /// <param name="table">The table of that profile's definitions.</param>
    public BroadcastDecoder(SignalProfile profile, SignalTable table)
    {
        _table = table;
        _signals = profile.Broadcast;
        int messages = 0;
        for (int index = 0; index < _signals.Length; index++)
        {
            if (index == 0 || _signals[index].Key != _signals[index - 1].Key)
            {
                messages++;
            }
        }

        // At most half full, so that a message that nobody wants meets an empty place soon.
        int slots = 4;
        while (slots < 2 * messages)
        {
            slots <<= 1;
        }

        _slotMask = slots - 1;
        _slotKeys = new uint[slots];
        _slotFirst = new int[slots];
        _slotEnd = new int[slots];
        for (int slot = 0; slot < slots; slot++)
        {
            _slotFirst[slot] = -1;
        }

        _keys = new uint[messages];
        int message = 0;
        int first = 0;
        while (first < _signals.Length)
        {
            uint key = _signals[first].Key;
            int end = first + 1;
            while (end < _signals.Length && _signals[end].Key == key)
            {
                end++;
            }

            int slot = (int)(key ^ (key >> 6)) & _slotMask;
            while (_slotFirst[slot] >= 0)
            {
                slot = (slot + 1) & _slotMask;
            }

            _slotKeys[slot] = key;
            _slotFirst[slot] = first;
            _slotEnd[slot] = end;
            _keys[message] = key;
            message++;
            first = end;
        }
    }

    /// <summary>The messages to listen for, each once, as in <see cref="CanFrame.Key"/>.</summary>
    public uint[] Keys => _keys;

    /// <summary>Decodes a frame that arrived at <paramref name="uptimeMilliseconds"/>.</summary>
    /// <returns>False when the profile does not want this message, or it is a remote frame.</returns>
    public bool Decode(CanFrame frame, long uptimeMilliseconds)
    {
        uint key = frame.IsExtended ? frame.Identifier | CanFrame.ExtendedKey : frame.Identifier;
        int slot = (int)(key ^ (key >> 6)) & _slotMask;
        int first = _slotFirst[slot];
        while (first >= 0 && _slotKeys[slot] != key)
        {
            slot = (slot + 1) & _slotMask;
            first = _slotFirst[slot];
        }

        if (first < 0 || frame.IsRemote)
        {
            return false;
        }

        byte[] data = frame.Data;
        int length = frame.Length;
        int end = _slotEnd[slot];
        bool isTooShort = false;
        for (int index = first; index < end; index++)
        {
            BroadcastSignal signal = _signals[index];
            BitField field = signal.Field;
            BitField selector = signal.Selector;
            if (selector != null)
            {
                if (selector.LastByte >= length)
                {
                    isTooShort = true;
                    continue;
                }

                if (selector.Read(data, 0) != signal.SelectorValue)
                {
                    continue;
                }
            }

            if (field.LastByte >= length)
            {
                isTooShort = true;
                continue;
            }

            _table.Set(signal.SignalIndex, field.Read(data, 0), uptimeMilliseconds);
        }

        FramesDecoded++;
        if (isTooShort)
        {
            FramesTooShort++;
        }

        return true;
    }
}
