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
    private readonly bool _hasGroups;

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
            _hasGroups |= ParameterGroupKey.IsGroup(key);
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

    /// <summary>The messages to listen for, each once, as in <see cref="CanFrame.Key"/> or <see cref="ParameterGroupKey"/>.</summary>
    public uint[] Keys => _keys;

    /// <summary>
    /// Decodes a frame that arrived at <paramref name="uptimeMilliseconds"/>. A frame belongs to one message of the profile: that of its identifier, else its
    /// parameter group from its source, else its parameter group from any source.
    /// </summary>
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

        if (first < 0 && _hasGroups && frame.IsExtended)
        {
            slot = FindGroup(key);
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
            if (signal.IsConditional)
            {
                isTooShort |= IsTooShortConditional(signal, data, length, uptimeMilliseconds);
                continue;
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

    // Takes a signal that not every frame brings; says whether the frame was too short for it.
    private bool IsTooShortConditional(BroadcastSignal signal, byte[] data, int length, long uptimeMilliseconds)
    {
        BitField selector = signal.Selector;
        if (selector != null)
        {
            if (selector.LastByte >= length)
            {
                return true;
            }

            if (selector.Read(data, 0) != signal.SelectorValue)
            {
                return false;
            }
        }

        BitField field = signal.Field;
        if (field.LastByte >= length)
        {
            return true;
        }

        int raw = field.Read(data, 0);
        if ((uint)raw <= signal.HighestValid)
        {
            _table.Set(signal.SignalIndex, raw, uptimeMilliseconds);
        }

        return false;
    }

    // The slot of an extended message's parameter group; an empty one when nobody wants it.
    private int FindGroup(uint key)
    {
        uint wanted = ParameterGroupKey.FromOneSource(key);
        int slot = (int)(wanted ^ (wanted >> 6)) & _slotMask;
        while (_slotFirst[slot] >= 0 && _slotKeys[slot] != wanted)
        {
            slot = (slot + 1) & _slotMask;
        }

        if (_slotFirst[slot] >= 0)
        {
            return slot;
        }

        wanted = (wanted & 0xFFFFFF00) | ParameterGroupKey.AnySource;
        slot = (int)(wanted ^ (wanted >> 6)) & _slotMask;
        while (_slotFirst[slot] >= 0 && _slotKeys[slot] != wanted)
        {
            slot = (slot + 1) & _slotMask;
        }

        return slot;
    }
}
