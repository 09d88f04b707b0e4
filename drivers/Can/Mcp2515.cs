using Telltale.Ports;

namespace Telltale.Can;

/// <summary>
/// Driver of the Microchip MCP2515 (data sheet DS20001801): both receive buffers with roll-over, one transmit buffer so that frames leave in the order given,
/// masks and filters from the wanted messages. Nothing is allocated after the start. One transfer tells everything that happened: CANINTF and EFLG
/// are neighbours, read together. Instructions of a single byte (RESET, RTS) are not used: a transfer is made of words of two bytes, and the
/// data sheet does not say what a byte after them does.
/// </summary>
public sealed class Mcp2515 : ICanController
{
    /// <summary>A frame that no node acknowledges is given up after this many milliseconds: the controller alone would repeat it for ever.</summary>
    public const int TransmitTimeoutMilliseconds = 50;

    // Even without an interrupt the error flags are looked at so often.
    private const int LookMilliseconds = 100;

    // A mode change waits for the end of the frame on the bus, 1.1 ms at 125 kbit/s; a look takes at least 3.2 µs.
    private const int ModeLooks = 1000;

    private const ushort ReadInstruction = 0x0300;
    private const ushort WriteInstruction = 0x0200;
    private const ushort BitModifyInstruction = 0x0500;
    private const ushort ReadReceiveBuffer0 = 0x9000;
    private const ushort ReadReceiveBuffer1 = 0x9400;
    private const ushort LoadTransmitBuffer0 = 0x4000;

    private const int PinControl = 0x0C;
    private const int Status = 0x0E;
    private const int Control = 0x0F;
    private const int Configuration3 = 0x28;
    private const int InterruptEnable = 0x2B;
    private const int InterruptFlags = 0x2C;
    private const int ErrorFlags = 0x2D;
    private const int TransmitControl0 = 0x30;
    private const int ReceiveControl0 = 0x60;
    private const int ReceiveControl1 = 0x70;

    private const int Received0 = 0x01;
    private const int Received1 = 0x02;
    private const int Sent0 = 0x04;
    private const int ErrorInterrupt = 0x20;
    private const int WakeInterrupt = 0x40;
    private const int MessageError = 0x80;

    private const int OverflowFlags = 0xC0;
    private const int BusOffFlag = 0x20;
    private const int PassiveFlags = 0x18;

    private const int RequestConfiguration = 0x80;
    private const int AbortAll = 0x10;
    private const int TransmitRequest = 0x08;

    private readonly ISpiPort _spi;
    private readonly IInterruptLine _interrupt;
    private readonly int _crystalHertz;
    private readonly int _bitsPerSecond;
    private readonly CanCounters _counters = new CanCounters();
    private readonly AcceptanceFilter _wanted = new AcceptanceFilter();
    private readonly AcceptanceFilter _open = new AcceptanceFilter();

    // One pair of arrays for each length of a transfer: both arrays of a transfer go out whole.
    private readonly ushort[] _write2 = new ushort[2];
    private readonly ushort[] _read2 = new ushort[2];
    private readonly ushort[] _write3 = new ushort[3];
    private readonly ushort[] _read3 = new ushort[3];
    private readonly ushort[] _write4 = new ushort[4];
    private readonly ushort[] _read4 = new ushort[4];
    private readonly ushort[] _write7 = new ushort[7];
    private readonly ushort[] _read7 = new ushort[7];

    private CanMode _mode;
    private bool _everything;
    private int _received;
    private int _errors;
    private bool _isSending;
    private long _sendingSince;
    private long _lastLook;

    /// <summary>Makes a driver; <see cref="TryStart"/> starts the controller.</summary>
    /// <param name="spi">The controller's SPI, mode 0, at most 10 MHz.</param>
    /// <param name="interruptOrNull">Its INT pin, which saves looking at an idle controller; null where it is not wired.</param>
    /// <param name="crystalHertz">Its crystal: 8, 16 or 20 MHz on the modules sold.</param>
    /// <param name="bitsPerSecond">The bit rate of the bus.</param>
    public Mcp2515(ISpiPort spi, IInterruptLine interruptOrNull, int crystalHertz, int bitsPerSecond)
    {
        _spi = spi;
        _interrupt = interruptOrNull;
        _crystalHertz = crystalHertz;
        _bitsPerSecond = bitsPerSecond;
        _open.Open();
        _wanted.Open();
    }

    /// <inheritdoc/>
    public CanMode Mode => _mode;

    /// <inheritdoc/>
    public CanCounters Counters => _counters;

    /// <summary>Why the start failed.</summary>
    public Mcp2515Fault Fault { get; private set; }

    /// <summary>True while the controller is bus-off: it returns by itself after 128 times 11 recessive bits (ISO 11898-1).</summary>
    public bool IsBusOff => (_errors & BusOffFlag) != 0;

    /// <summary>True while an error counter is above 127.</summary>
    public bool IsErrorPassive => (_errors & PassiveFlags) != 0;

    /// <summary>
    /// Sets the controller up, whatever it was doing before (the processor may have restarted without it), and enters listen-only mode, open for every identifier.
    /// </summary>
    /// <returns>False when it does not work; <see cref="Fault"/> says why.</returns>
    public bool TryStart()
    {
        _mode = CanMode.Configuration;
        Fault = Mcp2515Fault.None;
        Mcp2515BitTiming timing = Mcp2515BitTiming.Find(_crystalHertz, _bitsPerSecond);
        if (timing == null)
        {
            Fault = Mcp2515Fault.BitTimingImpossible;
            return false;
        }

        if (!TryConfigure())
        {
            Fault = Mcp2515Fault.NotAnswering;
            return false;
        }

        // CNF3, CNF2, CNF1, CANINTE, CANINTF, EFLG stand in a row.
        _write4[0] = WriteInstruction | Configuration3;
        _write4[1] = (ushort)((timing.Cnf3 << 8) | timing.Cnf2);
        _write4[2] = (ushort)((timing.Cnf1 << 8) | Received0 | Received1 | ErrorInterrupt);
        _write4[3] = 0;
        _spi.TransferFullDuplex(_write4, _read4);

        _write3[0] = ReadInstruction | Configuration3;
        _spi.TransferFullDuplex(_write3, _read3);
        if (_read3[1] != ((timing.Cnf3 << 8) | timing.Cnf2) || _read3[2] != ((timing.Cnf1 << 8) | Received0 | Received1 | ErrorInterrupt))
        {
            Fault = Mcp2515Fault.NotAnswering;
            _counters.ControllerFaults++;
            return false;
        }

        // The pins RXnBF and TXnRTS are not used.
        _write2[0] = WriteInstruction | PinControl;
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

    /// <inheritdoc/>
    public void Accept(uint[] keys, int count, int doubleBuffered)
    {
        _wanted.Build(keys, count, doubleBuffered);
    }

    /// <inheritdoc/>
    public bool TrySetMode(CanMode mode, bool everything)
    {
        if (!TryConfigure())
        {
            return false;
        }

        _everything = everything;
        AcceptanceFilter filter = everything ? _open : _wanted;
        for (int index = 0; index < 6; index++)
        {
            WriteIdentifier(index < 3 ? 4 * index : 4 + 4 * index, filter.Filters[index]);
        }

        WriteIdentifier(0x20, filter.Masks[0]);
        WriteIdentifier(0x24, filter.Masks[1]);
        if (mode == CanMode.Configuration)
        {
            return true;
        }

        // What is in the buffers came through other filters.
        BitModify(InterruptFlags, 0xFF, 0);
        BitModify(InterruptEnable, WakeInterrupt, mode == CanMode.Sleep ? WakeInterrupt : 0);
        _received = 0;

        int request = RequestOf(mode);
        BitModify(Control, 0xE0, request);
        if (!WaitForMode(request))
        {
            _counters.ControllerFaults++;
            return false;
        }

        _mode = mode;
        return true;
    }

    /// <inheritdoc/>
    public bool TryReceive(CanFrame frame)
    {
        if (_received == 0)
        {
            if (_interrupt != null)
            {
                if (!_interrupt.IsPending)
                {
                    return false;
                }

                _interrupt.Acknowledge();
            }

            Look();
            if (_received == 0)
            {
                return false;
            }
        }

        ushort[] write = _write7;
        ushort[] read = _read7;

        // Reading a buffer this way also clears its flag (section 12.4).
        if ((_received & Received0) != 0)
        {
            _received &= ~Received0;
            write[0] = ReadReceiveBuffer0;
        }
        else
        {
            _received = 0;
            write[0] = ReadReceiveBuffer1;
        }

        _spi.TransferFullDuplex(write, read);

        int word = read[1];
        uint identifier = (uint)(((read[0] & 0xFF) << 3) | (word >> 13));
        int lengthCode = read[2] & 0xFF;
        if ((word & 0x0800) == 0)
        {
            frame.Identifier = identifier;
            frame.IsExtended = false;
            frame.IsRemote = (word & 0x1000) != 0;
        }
        else
        {
            frame.Identifier = (identifier << 18) | (uint)(((word & 0x0300) << 8) | ((word & 0xFF) << 8) | (read[2] >> 8));
            frame.IsExtended = true;
            frame.IsRemote = (lengthCode & 0x40) != 0;
        }

        int length = lengthCode & 0x0F;
        if (length > 8)
        {
            length = 8;
        }

        frame.Length = length;
        if (!frame.IsRemote)
        {
            byte[] data = frame.Data;
            for (int index = 0; index < length; index += 2)
            {
                word = read[3 + (index >> 1)];
                data[index] = (byte)(word >> 8);
                data[index + 1] = (byte)word;
            }
        }

        _counters.FramesReceived++;
        return true;
    }

    /// <inheritdoc/>
    public bool TrySend(CanFrame frame)
    {
        if (_mode != CanMode.Normal && _mode != CanMode.Loopback)
        {
            return false;
        }

        if (_isSending)
        {
            Look();
            if (_isSending)
            {
                return false;
            }
        }

        ushort[] write = _write7;
        uint identifier = frame.Identifier;
        int length = frame.Length;
        if (frame.IsExtended)
        {
            write[0] = (ushort)(LoadTransmitBuffer0 | (identifier >> 21));
            write[1] = (ushort)(((identifier >> 5) & 0xE000) | 0x0800 | ((identifier >> 8) & 0x0300) | ((identifier >> 8) & 0xFF));
            write[2] = (ushort)(((identifier & 0xFF) << 8) | (uint)length);
        }
        else
        {
            write[0] = (ushort)(LoadTransmitBuffer0 | (identifier >> 3));
            write[1] = (ushort)((identifier & 7) << 13);
            write[2] = (ushort)length;
        }

        if (frame.IsRemote)
        {
            write[2] |= 0x40;
        }

        byte[] data = frame.Data;
        for (int index = 0; index < length; index += 2)
        {
            write[3 + (index >> 1)] = (ushort)((data[index] << 8) | data[index + 1]);
        }

        _spi.TransferFullDuplex(write, _read7);
        BitModify(TransmitControl0, TransmitRequest, TransmitRequest);
        _isSending = true;
        _sendingSince = long.MinValue;
        return true;
    }

    /// <inheritdoc/>
    public void Step(long uptimeMilliseconds)
    {
        if (_mode == CanMode.Configuration)
        {
            return;
        }

        if (_isSending)
        {
            Look();
            _lastLook = uptimeMilliseconds;
            if (_isSending)
            {
                if (_sendingSince == long.MinValue)
                {
                    _sendingSince = uptimeMilliseconds;
                }
                else if (uptimeMilliseconds - _sendingSince > TransmitTimeoutMilliseconds)
                {
                    BitModify(TransmitControl0, TransmitRequest, 0);
                    _isSending = false;
                    _counters.TransmissionsAborted++;
                }
            }
        }
        else if (uptimeMilliseconds - _lastLook >= LookMilliseconds)
        {
            Look();
            _lastLook = uptimeMilliseconds;
        }
    }

    private static int RequestOf(CanMode mode)
    {
        switch (mode)
        {
            case CanMode.Normal:
                return 0x00;
            case CanMode.Sleep:
                return 0x20;
            case CanMode.Loopback:
                return 0x40;
            case CanMode.ListenOnly:
                return 0x60;
            default:
                return RequestConfiguration;
        }
    }

    // Reads what happened and clears what has been understood; buffers are read by who asks for frames.
    private void Look()
    {
        _write2[0] = ReadInstruction | InterruptFlags;
        _spi.TransferFullDuplex(_write2, _read2);
        int word = _read2[1];
        int flags = word >> 8;
        int errors = word & 0xFF;
        if (errors != 0 || _errors != 0)
        {
            TakeErrors(errors);
        }

        _received = flags & (Received0 | Received1);
        flags &= Sent0 | ErrorInterrupt | WakeInterrupt | MessageError;
        if (flags == 0)
        {
            return;
        }

        if ((flags & MessageError) != 0)
        {
            _counters.MessageErrors++;
        }

        if ((flags & Sent0) != 0 && _isSending)
        {
            _isSending = false;
            _counters.FramesSent++;
        }

        if ((flags & WakeInterrupt) != 0 && _mode == CanMode.Sleep)
        {
            // The controller wakes into listen-only mode (section 10.2.1).
            _mode = CanMode.ListenOnly;
        }

        BitModify(InterruptFlags, flags, 0);
    }

    private void TakeErrors(int errors)
    {
        if ((errors & OverflowFlags) != 0)
        {
            if (_everything)
            {
                _counters.OverflowsWhileOpen++;
            }
            else
            {
                _counters.Overflows++;
            }

            BitModify(ErrorFlags, OverflowFlags, 0);
        }

        if ((errors & PassiveFlags) != 0 && (_errors & PassiveFlags) == 0)
        {
            _counters.ErrorPassives++;
        }

        if ((errors & BusOffFlag) != 0 && (_errors & BusOffFlag) == 0)
        {
            _counters.BusOffs++;
        }

        _errors = errors & (PassiveFlags | BusOffFlag);
    }

    private bool TryConfigure()
    {
        if (_isSending)
        {
            _isSending = false;
            _counters.TransmissionsAborted++;
        }

        if (_mode == CanMode.Sleep)
        {
            // Asleep it has no clock to change its mode with: setting the wake-up flag wakes it (section 10.2).
            BitModify(InterruptFlags, WakeInterrupt, WakeInterrupt);
        }

        // The mode is not left before everything is sent, so that is given up first (section 10.0).
        BitModify(Control, 0xF8, RequestConfiguration | AbortAll);
        if (!WaitForMode(RequestConfiguration))
        {
            _counters.ControllerFaults++;
            return false;
        }

        BitModify(Control, AbortAll, 0);
        _mode = CanMode.Configuration;
        _errors = 0;
        return true;
    }

    private bool WaitForMode(int request)
    {
        for (int look = 0; look < ModeLooks; look++)
        {
            _write2[0] = ReadInstruction | Status;
            _spi.TransferFullDuplex(_write2, _read2);

            // CANCTRL is read along: a line that floats high or low would pass for some mode by itself.
            if (((_read2[1] >> 8) & 0xE0) == request && (_read2[1] & 0xE0) == request && _read2[1] != 0)
            {
                return true;
            }
        }

        return false;
    }

    private void WriteIdentifier(int register, uint value)
    {
        uint extended = (value & CanFrame.ExtendedKey) != 0 ? 0x0800u : 0u;
        _write3[0] = (ushort)(WriteInstruction | register);
        _write3[1] = (ushort)(((value >> 13) & 0xFF00) | ((value >> 13) & 0x00E0) | (extended >> 8) | ((value >> 16) & 3));
        _write3[2] = (ushort)value;
        _spi.TransferFullDuplex(_write3, _read3);
    }

    private void BitModify(int register, int mask, int value)
    {
        _write2[0] = (ushort)(BitModifyInstruction | register);
        _write2[1] = (ushort)((mask << 8) | value);
        _spi.TransferFullDuplex(_write2, _read2);
    }
}
