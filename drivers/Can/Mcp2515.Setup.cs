namespace Telltale.Can;

/// <content>Start, bit rate, mode, masks and filters: what is done seldom, and reads back what it has set.</content>
public sealed partial class Mcp2515
{
    /// <summary>
    /// Sets the controller up, whatever it was doing before (the processor may have restarted without it), and enters listen-only mode, open for every identifier.
    /// </summary>
    /// <returns>False when it does not work; <see cref="Fault"/> says why.</returns>
    public bool TryStart()
    {
        _mode = CanMode.Configuration;
        _isSending = false;
        Fault = Mcp2515Fault.None;
        if (_timing == null)
        {
            Fault = Mcp2515Fault.BitTimingImpossible;
            return false;
        }

        // The controller may still be asleep from before a restart.
        Read(Status);
        if ((_read2[1] & ModeMask) == RequestSleep)
        {
            _mode = CanMode.Sleep;
        }

        if (!TryConfigure() || !TryWriteTiming())
        {
            Fault = Mcp2515Fault.NotAnswering;
            return false;
        }

        // The pins RXnBF and TXnRTS are not used.
        _write2[0] = WriteInstruction | (PinControl << 8);
        _write2[1] = 0;
        _spi.TransferFullDuplex(_write2, _read2);
        for (int control = TransmitControl0; control <= 0x50; control += 0x10)
        {
            BitModify(control, 0x0B, 0);
        }

        BitModify(ReceiveControl0, 0x64, 0x04);
        BitModify(ReceiveControl1, 0x60, 0);
        if (!TrySetMode(CanMode.ListenOnly, true))
        {
            Fault = Mcp2515Fault.ModeRefused;
            return false;
        }

        return true;
    }

    /// <summary>
    /// Sets another bit rate of a controller that has been started, and enters listen-only mode, open for every identifier: nothing is sent or acknowledged at
    /// a rate that may be wrong.
    /// </summary>
    /// <param name="timing">The timing for the controller's crystal.</param>
    /// <returns>False when the controller did not answer or follow; it is then in configuration mode or in the mode it was in.</returns>
    public bool TrySetBitTiming(Mcp2515BitTiming timing)
    {
        if (!TryConfigure())
        {
            return false;
        }

        _timing = timing;
        return TryWriteTiming() && TrySetMode(CanMode.ListenOnly, true);
    }

    /// <inheritdoc/>
    public void Accept(uint[] keys, int count, int doubleBuffered)
    {
        _wanted.Build(keys, count, doubleBuffered);
        int size = 4;
        while (size < 2 * count)
        {
            size <<= 1;
        }

        if (_wantedSlots.Length != size)
        {
            _wantedSlots = new uint[size];
        }

        for (int slot = 0; slot < size; slot++)
        {
            _wantedSlots[slot] = EmptySlot;
        }

        int distinct = 0;
        bool hasGroups = false;
        for (int index = 0; index < count; index++)
        {
            uint key = keys[index];
            hasGroups |= ParameterGroupKey.IsGroup(key);
            int slot = (int)(key ^ (key >> 6)) & (size - 1);
            while (_wantedSlots[slot] != EmptySlot && _wantedSlots[slot] != key)
            {
                slot = (slot + 1) & (size - 1);
            }

            if (_wantedSlots[slot] == EmptySlot)
            {
                _wantedSlots[slot] = key;
                distinct++;
            }
        }

        // What is wanted as a group is not looked for here: it may pass, and so may others that pass the same filters.
        _isExact = hasGroups || _wanted.PassingCount == distinct;
    }

    /// <inheritdoc/>
    public bool TrySetMode(CanMode mode, bool everything)
    {
        if (!TryConfigure())
        {
            return false;
        }

        _everything = everything;
        _slots = everything || _isExact ? null : _wantedSlots;
        AcceptanceFilter filter = everything ? _open : _wanted;
        WriteFilters(Filter0, filter.Filters, 0);
        WriteFilters(Filter3, filter.Filters, 3);
        _write5[0] = WriteInstruction | (Mask0 << 8);
        PutIdentifier(_write5, 1, filter.Masks[0]);
        PutIdentifier(_write5, 3, filter.Masks[1]);
        _spi.TransferFullDuplex(_write5, _read5);
        if (mode == CanMode.Configuration)
        {
            return true;
        }

        // What is in the buffers came through other filters.
        BitModify(InterruptFlags, 0xFF, 0);
        BitModify(InterruptEnable, WakeInterrupt, mode == CanMode.Sleep ? WakeInterrupt : 0);
        _received = 0;

        int request = RequestOf(mode);
        if (!TryEnter(request))
        {
            if (mode == CanMode.Sleep && (_read2[1] & ModeMask) == RequestListenOnly)
            {
                // There was activity on the bus at once.
                _mode = CanMode.ListenOnly;
                return false;
            }

            _counters.ControllerFaults++;
            return false;
        }

        _mode = mode;
        return true;
    }

    private static int RequestOf(CanMode mode)
    {
        switch (mode)
        {
            case CanMode.Normal:
                return 0x00;
            case CanMode.Sleep:
                return RequestSleep;
            case CanMode.Loopback:
                return 0x40;
            case CanMode.ListenOnly:
                return RequestListenOnly;
            default:
                return RequestConfiguration;
        }
    }

    private bool TryConfigure()
    {
        if (_mode == CanMode.Sleep)
        {
            // Asleep it has no clock to change its mode with: setting the wake-up flag wakes it (section 10.2).
            BitModify(InterruptEnable, WakeInterrupt, WakeInterrupt);
            BitModify(InterruptFlags, WakeInterrupt, WakeInterrupt);
        }
        else if (_mode != CanMode.Configuration)
        {
            // What happened until now is counted under the filters and the mode of until now.
            Look();
        }

        if (_isSending)
        {
            _isSending = false;
            _counters.TransmissionsAborted++;
        }

        // The mode is not left before everything is sent, so that is given up first (section 10.0).
        BitModify(Control, AbortAll, AbortAll);
        if (!TryEnter(RequestConfiguration))
        {
            _counters.ControllerFaults++;
            return false;
        }

        BitModify(Control, AbortAll, 0);
        _mode = CanMode.Configuration;
        _errors = 0;
        return true;
    }

    // What was set is read back.
    private bool TryWriteTiming()
    {
        // CNF3, CNF2, CNF1, CANINTE, CANINTF, EFLG stand in a row.
        int first = WakeFilter | _timing.Cnf3 | (_timing.Cnf2 << 8);
        int second = _timing.Cnf1 | ((Received0 | Received1 | ErrorInterrupt) << 8);
        _write4[0] = WriteInstruction | (Configuration3 << 8);
        _write4[1] = (ushort)first;
        _write4[2] = (ushort)second;
        _write4[3] = 0;
        _spi.TransferFullDuplex(_write4, _read4);

        _write3[0] = ReadInstruction | (Configuration3 << 8);
        _spi.TransferFullDuplex(_write3, _read3);
        if (_read3[1] != first || _read3[2] != second)
        {
            _counters.ControllerFaults++;
            return false;
        }

        return true;
    }

    private bool TryEnter(int request)
    {
        for (int look = 0; look < ModeLooks; look++)
        {
            if (look % LooksBetweenRequests == 0)
            {
                BitModify(Control, ModeMask, request);
            }

            Read(Status);
            int word = _read2[1];

            // CANCTRL is read along: a line that floats high or low would pass for some mode by itself.
            if ((word & ModeMask) == request && ((word >> 8) & ModeMask) == request && word != 0)
            {
                return true;
            }

            if (request == RequestSleep && (word & ModeMask) == RequestListenOnly && look > 0 && HasWoken())
            {
                return false;
            }
        }

        return false;
    }

    private bool HasWoken()
    {
        Read(InterruptFlags);
        bool hasWoken = (_read2[1] & WakeInterrupt) != 0;
        Read(Status);
        return hasWoken;
    }

    private void WriteFilters(int register, uint[] filters, int first)
    {
        _write7[0] = (ushort)(WriteInstruction | (register << 8));
        PutIdentifier(_write7, 1, filters[first]);
        PutIdentifier(_write7, 3, filters[first + 1]);
        PutIdentifier(_write7, 5, filters[first + 2]);
        _spi.TransferFullDuplex(_write7, _read7);
    }

    // SIDH, SIDL, EID8, EID0.
    private static void PutIdentifier(ushort[] write, int index, uint value)
    {
        uint extended = (value & CanFrame.ExtendedKey) != 0 ? 0x08u : 0u;
        uint lower = ((value >> 13) & 0xE0) | extended | ((value >> 16) & 0x03);
        write[index] = (ushort)(((value >> 21) & 0xFF) | (lower << 8));
        write[index + 1] = (ushort)(((value >> 8) & 0xFF) | ((value & 0xFF) << 8));
    }
}
