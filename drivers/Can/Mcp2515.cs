using Telltale.Ports;

namespace Telltale.Can;

/// <summary>
/// Driver of the Microchip MCP2515 (data sheet DS20001801): both receive buffers with roll-over, one transmit buffer so that frames leave in the order given,
/// masks and filters from the wanted messages. Nothing is allocated after the start. One transfer tells everything that happened: CANINTF and EFLG
/// are neighbours, and the control register of transmit buffer 0 is not far. Instructions of a single byte (RESET, RTS) are not used: a transfer is made of words of
/// two bytes, and the data sheet does not say what a byte after them does.
/// </summary>
public sealed partial class Mcp2515 : ICanController
{
    /// <summary>A frame that no node acknowledges is given up after this many milliseconds: the controller alone would repeat it for ever.</summary>
    public const int TransmitTimeoutMilliseconds = 50;

    // Message errors do not assert the interrupt: so often they are looked at without it.
    private const int LookMilliseconds = 100;

    // A mode change waits for the end of the frame on the bus, 1.3 ms at 125 kbit/s; a look takes at least 3.2 µs.
    private const int ModeLooks = 1000;

    // The request is repeated: what is asked of a controller whose oscillator is starting may be forgotten.
    private const int LooksBetweenRequests = 16;

    // The first byte of a transfer is the low byte of its first word: the instruction; a register's address is the second.
    private const int ReadInstruction = 0x03;
    private const int WriteInstruction = 0x02;
    private const int BitModifyInstruction = 0x05;
    private const int ReadReceiveBuffer0 = 0x90;
    private const int ReadReceiveBuffer1 = 0x94;
    private const int LoadTransmitBuffer0 = 0x40;

    private const int Filter0 = 0x00;
    private const int PinControl = 0x0C;
    private const int Status = 0x0E;
    private const int Control = 0x0F;
    private const int Filter3 = 0x10;
    private const int TransmitErrors = 0x1C;
    private const int Mask0 = 0x20;
    private const int Configuration3 = 0x28;
    private const int InterruptEnable = 0x2B;
    private const int InterruptFlags = 0x2C;
    private const int ErrorFlags = 0x2D;
    private const int TransmitControl0 = 0x30;
    private const int ReceiveControl0 = 0x60;
    private const int ReceiveControl1 = 0x70;

    private const int Received0 = 0x01;
    private const int Received1 = 0x02;
    private const int ErrorInterrupt = 0x20;
    private const int WakeInterrupt = 0x40;
    private const int MessageError = 0x80;

    // Of EFLG (high byte) and CANINTF what is acted upon: warnings are not, and TXREQ says what TXnIF says.
    private const int FlagsOfInterest = 0xF8E3;

    // Instead of flags of the receive buffers: nothing more came until the last look; the second of two frames, after which a third may have come.
    private const int KnownEmpty = -1;
    private const int SecondOfTwo = 0x06;

    // So many frames in a row that nobody wants end a call, so that a busy bus cannot hold it.
    private const int MostRejected = 16;

    private const uint EmptySlot = 0xFFFFFFFF;

    private const int OverflowFlags = 0xC0;
    private const int BusOffFlag = 0x20;
    private const int PassiveFlags = 0x18;
    private const int WarningLimit = 96;

    private const int ModeMask = 0xE0;
    private const int RequestSleep = 0x20;
    private const int RequestListenOnly = 0x60;
    private const int RequestConfiguration = 0x80;
    private const int AbortAll = 0x10;

    private const int TransmitRequest = 0x08;
    private const int TransmitError = 0x10;
    private const int LostArbitration = 0x20;
    private const int Aborted = 0x40;

    // CNF3, WAKFIL: a glitch on the line does not wake the controller.
    private const int WakeFilter = 0x40;

    private readonly ISpiPort _spi;
    private readonly IInterruptLine _interrupt;
    private readonly int _crystalHertz;
    private readonly CanCounters _counters = new CanCounters();
    private readonly AcceptanceFilter _wanted = new AcceptanceFilter();
    private readonly AcceptanceFilter _open = new AcceptanceFilter();

    // One array for each length of a transfer: both arrays of a transfer go out whole. What is sent again and again lies ready.
    private readonly ushort[] _write2 = new ushort[2];
    private readonly ushort[] _read2 = new ushort[2];
    private readonly ushort[] _write3 = new ushort[3];
    private readonly ushort[] _read3 = new ushort[3];
    private readonly ushort[] _write4 = new ushort[4];
    private readonly ushort[] _read4 = new ushort[4];
    private readonly ushort[] _write5 = new ushort[5];
    private readonly ushort[] _read5 = new ushort[5];
    private readonly ushort[] _write7 = new ushort[7];
    private readonly ushort[] _read7 = new ushort[7];
    private readonly ushort[] _look = new ushort[2];
    private readonly ushort[] _lookWhileSending = new ushort[4];
    private readonly ushort[] _fetch0 = new ushort[7];
    private readonly ushort[] _fetch1 = new ushort[7];
    private readonly ushort[] _requestToSend = new ushort[2];

    // Wanted keys by open addressing, for what passes filters that are too few; _slots is null where the controller's filters are enough.
    private uint[] _wantedSlots = new uint[0];
    private bool _isExact;
    private uint[] _slots;

    private Mcp2515BitTiming _timing;
    private CanMode _mode;
    private bool _everything;
    private int _received;
    private int _errors;
    private bool _isSending;
    private bool _isAborting;
    private long _sendingSince;
    private long _lastLook;

    /// <summary>Makes a driver; <see cref="TryStart"/> starts the controller.</summary>
    /// <param name="spi">The controller's SPI, mode 0, 1 to 10 MHz: below, a frame might be sent twice (errata DS80000179, module 5).</param>
    /// <param name="interruptOrNull">Its INT pin, which saves looking at an idle controller; null where it is not wired.</param>
    /// <param name="crystalHertz">Its crystal: 8, 16 or 20 MHz on the modules sold.</param>
    /// <param name="bitsPerSecond">The bit rate of the bus.</param>
    public Mcp2515(ISpiPort spi, IInterruptLine interruptOrNull, int crystalHertz, int bitsPerSecond)
    {
        _spi = spi;
        _interrupt = interruptOrNull;
        _crystalHertz = crystalHertz;
        _timing = Mcp2515BitTiming.Find(crystalHertz, bitsPerSecond);
        _open.Open();
        _wanted.Open();
        _look[0] = ReadInstruction | (InterruptFlags << 8);
        _lookWhileSending[0] = ReadInstruction | (InterruptFlags << 8);
        _fetch0[0] = ReadReceiveBuffer0;
        _fetch1[0] = ReadReceiveBuffer1;
        _requestToSend[0] = BitModifyInstruction | (TransmitControl0 << 8);
        _requestToSend[1] = TransmitRequest | (TransmitRequest << 8);
    }

    /// <inheritdoc/>
    public CanMode Mode => _mode;

    /// <inheritdoc/>
    public CanCounters Counters => _counters;

    /// <summary>The controller's crystal in hertz.</summary>
    public int CrystalHertz => _crystalHertz;

    /// <summary>The bit rate that the controller is set to; 0 when its crystal cannot make the one asked for.</summary>
    public int BitsPerSecond => _timing == null ? 0 : _timing.BitsPerSecond;

    /// <summary>Why the start failed.</summary>
    public Mcp2515Fault Fault { get; private set; }

    /// <summary>True while the controller is bus-off: it returns by itself after 128 times 11 recessive bits (ISO 11898-1).</summary>
    public bool IsBusOff => (_errors & BusOffFlag) != 0;

    /// <summary>True while an error counter is above 127.</summary>
    public bool IsErrorPassive => (_errors & PassiveFlags) != 0;

    /// <inheritdoc/>
    public bool TryReceive(CanFrame frame)
    {
        for (int rejected = 0; rejected < MostRejected; rejected++)
        {
            int received = _received;
            if (received <= 0)
            {
                if (received == KnownEmpty)
                {
                    _received = 0;
                    return false;
                }

                if (_interrupt != null)
                {
                    if (!_interrupt.IsPending)
                    {
                        return false;
                    }

                    _interrupt.Acknowledge();
                }

                ushort[] answer = _read2;
                _spi.TransferFullDuplex(_look, answer);
                int flags = answer[1] & FlagsOfInterest;
                received = flags & (Received0 | Received1);
                if (flags != received || _errors != 0)
                {
                    TakeFlags(flags, 0);
                }

                if (received == 0)
                {
                    return false;
                }
            }

            // Reading a buffer this way also clears its flag (section 12.4).
            ushort[] read = _read7;
            if ((received & Received0) != 0)
            {
                _received = received == Received0 ? KnownEmpty : SecondOfTwo;
                _spi.TransferFullDuplex(_fetch0, read);
            }
            else
            {
                _received = received == SecondOfTwo ? 0 : KnownEmpty;
                _spi.TransferFullDuplex(_fetch1, read);
            }

            _counters.FramesReceived++;

            // SIDH with the instruction, SIDL and EID8, EID0 and DLC.
            int word = read[1];
            int last = read[2];
            uint identifier = (uint)((read[0] >> 8 << 3) | ((word & 0xE0) >> 5));
            bool isExtended = (word & 0x08) != 0;
            bool isRemote;
            if (isExtended)
            {
                identifier = (identifier << 18) | (uint)(((word & 0x03) << 16) | (word & 0xFF00) | (last & 0xFF));
                isRemote = (last & 0x4000) != 0;
            }
            else
            {
                isRemote = (word & 0x10) != 0;
            }

            uint[] slots = _slots;
            if (slots != null)
            {
                uint key = isExtended ? identifier | CanFrame.ExtendedKey : identifier;
                int mask = slots.Length - 1;
                int slot = (int)(key ^ (key >> 6)) & mask;
                uint known = slots[slot];
                while (known != key && known != EmptySlot)
                {
                    slot = (slot + 1) & mask;
                    known = slots[slot];
                }

                if (known != key)
                {
                    _counters.FramesRejected++;
                    continue;
                }
            }

            int length = (last >> 8) & 0x0F;
            if (length > 8)
            {
                length = 8;
            }

            frame.Identifier = identifier;
            frame.IsExtended = isExtended;
            frame.IsRemote = isRemote;
            frame.Length = length;
            byte[] data = frame.Data;
            word = read[3];
            data[0] = (byte)word;
            data[1] = (byte)(word >> 8);
            if (length > 2)
            {
                word = read[4];
                data[2] = (byte)word;
                data[3] = (byte)(word >> 8);
                if (length > 4)
                {
                    word = read[5];
                    data[4] = (byte)word;
                    data[5] = (byte)(word >> 8);
                    word = read[6];
                    data[6] = (byte)word;
                    data[7] = (byte)(word >> 8);
                }
            }

            return true;
        }

        return false;
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
        int lengthCode = frame.Length << 8;
        if (frame.IsRemote)
        {
            lengthCode |= 0x4000;
        }

        if (frame.IsExtended)
        {
            write[0] = (ushort)(LoadTransmitBuffer0 | ((identifier >> 21) << 8));
            write[1] = (ushort)(((identifier >> 13) & 0xE0) | 0x08 | ((identifier >> 16) & 0x03) | (identifier & 0xFF00));
            write[2] = (ushort)((identifier & 0xFF) | (uint)lengthCode);
        }
        else
        {
            write[0] = (ushort)(LoadTransmitBuffer0 | ((identifier >> 3) << 8));
            write[1] = (ushort)((identifier & 7) << 5);
            write[2] = (ushort)lengthCode;
        }

        byte[] data = frame.Data;
        write[3] = (ushort)(data[0] | (data[1] << 8));
        write[4] = (ushort)(data[2] | (data[3] << 8));
        write[5] = (ushort)(data[4] | (data[5] << 8));
        write[6] = (ushort)(data[6] | (data[7] << 8));

        _spi.TransferFullDuplex(write, _read7);
        _spi.TransferFullDuplex(_requestToSend, _read2);
        _isSending = true;
        _isAborting = false;
        _sendingSince = long.MinValue;
        return true;
    }

    /// <inheritdoc/>
    public void Step(long uptimeMilliseconds)
    {
        if (_received == KnownEmpty)
        {
            _received = 0;
        }

        // Without an interrupt line whoever asks for frames looks at the errors too.
        if (!_isSending && (_interrupt == null || uptimeMilliseconds - _lastLook < LookMilliseconds))
        {
            return;
        }

        if (_mode == CanMode.Configuration)
        {
            return;
        }

        Look();
        _lastLook = uptimeMilliseconds;
        if (!_isSending)
        {
            return;
        }

        if (_sendingSince == long.MinValue)
        {
            _sendingSince = uptimeMilliseconds;
        }
        else if (uptimeMilliseconds - _sendingSince > TransmitTimeoutMilliseconds && !_isAborting)
        {
            // What is on the wire now still ends; the buffer is free when TXREQ is seen clear (section 3.6).
            BitModify(TransmitControl0, TransmitRequest, 0);
            _isAborting = true;
        }
    }

    // Into _read2[1]: the register in the low byte, its neighbour in the high byte.
    private void Read(int register)
    {
        _write2[0] = (ushort)(ReadInstruction | (register << 8));
        _write2[1] = 0;
        _spi.TransferFullDuplex(_write2, _read2);
    }

    private void BitModify(int register, int mask, int value)
    {
        _write2[0] = (ushort)(BitModifyInstruction | (register << 8));
        _write2[1] = (ushort)(mask | (value << 8));
        _spi.TransferFullDuplex(_write2, _read2);
    }
}
