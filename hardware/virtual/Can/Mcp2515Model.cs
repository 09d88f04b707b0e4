using Telltale.Ports;

namespace Telltale.Virtual.Can;

/// <summary>
/// An MCP2515 at the level of its registers (DS20001801): all SPI instructions, masks and filters, both receive buffers with roll-over and overflow, three transmit
/// buffers by priority, modes, interrupts, error counters. SPI transfers take time on the simulation's clock. What the data sheet leaves open, such as bytes
/// after a one-byte instruction, is noted in <see cref="Violations"/>, so that a test sees a driver that relies on it.
/// </summary>
public sealed class Mcp2515Model : ISpiPort, ICanNode
{
    private const int BfpControl = 0x0C;
    private const int TxRtsControl = 0x0D;
    private const int CanStat = 0x0E;
    private const int CanControl = 0x0F;
    private const int Tec = 0x1C;
    private const int Rec = 0x1D;
    private const int Cnf3 = 0x28;
    private const int Cnf2 = 0x29;
    private const int Cnf1 = 0x2A;
    private const int CanInterruptEnable = 0x2B;
    private const int CanInterruptFlags = 0x2C;
    private const int ErrorFlags = 0x2D;

    private const int ModeNormal = 0;
    private const int ModeSleep = 1;
    private const int ModeLoopback = 2;
    private const int ModeListenOnly = 3;
    private const int ModeConfiguration = 4;

    private const byte Received0 = 0x01;
    private const byte Received1 = 0x02;
    private const byte Sent0 = 0x04;
    private const byte ErrorInterrupt = 0x20;
    private const byte WakeInterrupt = 0x40;
    private const byte MessageError = 0x80;

    private const byte TransmitRequest = 0x08;

    // ISO 11898-1: bus-off ends after so many times eleven recessive bits in a row.
    private const int RecessiveRuns = 128;
    private const int RecessiveRunBits = 11;

    // Section 8.1: the oscillator start-up timer.
    private const int OscillatorStartPeriods = 128;

    private readonly SimulatedCanBus _bus;
    private readonly int _crystalHertz;
    private readonly int _spiHertz;
    private readonly byte[] _registers = new byte[128];
    private readonly Line _line;
    private readonly long[] _requestedAt = new long[3];
    private readonly bool[] _isAborting = new bool[3];
    private readonly List<string> _violations = [];

    private int _mode;
    private int _sending = -1;
    private int _transmitErrors;
    private int _receiveErrors;
    private bool _isBusOff;
    private int _recessiveRuns;
    private long _recessiveSince;
    private long _awakeAt = -1;
    private long _joinedAt;
    private long _spiNanoseconds;
    private bool _wasAsserted;

    /// <summary>Makes a controller after power-on, and connects it to the bus.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="crystalHertz">Its crystal.</param>
    /// <param name="spiHertz">The SPI clock, at most 10 MHz.</param>
    public Mcp2515Model(SimulatedCanBus bus, int crystalHertz = 16_000_000, int spiHertz = 10_000_000)
    {
        ArgumentNullException.ThrowIfNull(bus);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spiHertz, 10_000_000);
        _bus = bus;
        _crystalHertz = crystalHertz;
        _spiHertz = spiHertz;
        _line = new Line(this);
        Reset();
        bus.Attach(this);
    }

    /// <summary>The INT pin.</summary>
    public IInterruptLine InterruptLine => _line;

    /// <summary>SPI transfers so far.</summary>
    public long Transfers { get; private set; }

    /// <summary>Bytes in these transfers.</summary>
    public long TransferredBytes { get; private set; }

    /// <summary>Time that SPI has taken, in microseconds.</summary>
    public long TransferMicroseconds { get; private set; }

    /// <summary>Uses that the data sheet does not allow or does not describe.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Frames that began to be sent, repetitions included.</summary>
    public long TransmissionsBegun { get; private set; }

    /// <inheritdoc/>
    public int BitsPerSecond
    {
        get
        {
            int propagation = (_registers[Cnf2] & 7) + 1;
            int phase1 = ((_registers[Cnf2] >> 3) & 7) + 1;
            int phase2 = (_registers[Cnf2] & 0x80) != 0 ? (_registers[Cnf3] & 7) + 1 : Math.Max(phase1, 2);

            // Section 5.3.4: PS2 at least 2 quanta, and not longer than what comes before it.
            return phase2 < 2 || propagation + phase1 < phase2
                ? 0
                : _crystalHertz / (2 * ((_registers[Cnf1] & 0x3F) + 1) * (1 + propagation + phase1 + phase2));
        }
    }

    /// <inheritdoc/>
    public bool IsActive => _mode == ModeNormal && !_isBusOff;

    /// <summary>The transmit error counter.</summary>
    public int TransmitErrors => _transmitErrors;

    /// <summary>The receive error counter.</summary>
    public int ReceiveErrors => _receiveErrors;


    /// <summary>Reads a register without SPI, for tests.</summary>
    public byte Peek(int register)
    {
        return Read(register);
    }

    /// <inheritdoc/>
    public void TransferFullDuplex(ushort[] write, ushort[] read)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        if (write.Length != read.Length || write.Length == 0)
        {
            throw new ArgumentException("both arrays of a transfer have the same length, at least one word", nameof(read));
        }

        // 50 ns each before the first and after the last clock, and between transfers (section 13, chip select times).
        long nanoseconds = (write.Length * 16L * 1_000_000_000 / _spiHertz) + 150;
        _spiNanoseconds += nanoseconds;
        long microseconds = _spiNanoseconds / 1000;
        _spiNanoseconds %= 1000;
        TransferMicroseconds += microseconds;
        Transfers++;
        TransferredBytes += 2 * write.Length;
        _bus.Clock.AdvanceTo(_bus.Clock.NowMicroseconds + microseconds);
        _bus.AdvanceToNow();
        Settle();

        Span<byte> into = stackalloc byte[2 * write.Length];
        Span<byte> from = stackalloc byte[2 * write.Length];
        for (int index = 0; index < write.Length; index++)
        {
            into[2 * index] = (byte)write[index];
            into[(2 * index) + 1] = (byte)(write[index] >> 8);
        }

        Execute(into, from);
        for (int index = 0; index < read.Length; index++)
        {
            read[index] = (ushort)(from[2 * index] | (from[(2 * index) + 1] << 8));
        }

        WatchLine();
    }

    /// <inheritdoc/>
    public long NextFrameAt(long limitMicroseconds)
    {
        if (_isBusOff && limitMicroseconds >= BusOffEnd)
        {
            LeaveBusOff();
        }

        if (_mode != ModeNormal)
        {
            return long.MaxValue;
        }

        int buffer = NextBuffer();
        return buffer < 0 ? long.MaxValue : Math.Max(_requestedAt[buffer], _isBusOff ? BusOffEnd : 0);
    }

    /// <inheritdoc/>
    public BusFrame PeekFrame(long microseconds)
    {
        return FrameOf(NextBuffer());
    }

    /// <inheritdoc/>
    public void FrameStarted(long microseconds)
    {
        _sending = NextBuffer();
        TransmissionsBegun++;
    }

    /// <inheritdoc/>
    public void ArbitrationLost(long microseconds)
    {
        int buffer = NextBuffer();
        _registers[ControlOf(buffer)] |= 0x20;
        if ((_registers[CanControl] & 0x08) != 0)
        {
            _registers[ControlOf(buffer)] &= unchecked((byte)~TransmitRequest);
            ChangeMode(microseconds);
        }
    }

    /// <inheritdoc/>
    public void FrameSent(long microseconds)
    {
        int buffer = _sending;
        _sending = -1;
        _isAborting[buffer] = false;
        _registers[ControlOf(buffer)] &= unchecked((byte)~TransmitRequest);
        _registers[CanInterruptFlags] |= (byte)(Sent0 << buffer);
        _transmitErrors = Math.Max(0, _transmitErrors - 1);
        UpdateErrors();
        ChangeMode(microseconds);
        WatchLine();
    }

    /// <inheritdoc/>
    public void FrameFailed(long microseconds, bool notAcknowledged)
    {
        int buffer = _sending;
        _sending = -1;
        byte control = (byte)(_registers[ControlOf(buffer)] | 0x10);
        _registers[CanInterruptFlags] |= MessageError;

        // An error-passive sender that nobody acknowledges does not count on (ISO 11898-1, fault confinement).
        if (!notAcknowledged || _transmitErrors < 128)
        {
            _transmitErrors += 8;
        }

        if (_isAborting[buffer] || (_registers[CanControl] & 0x08) != 0)
        {
            _isAborting[buffer] = false;
            control = (byte)((control & ~TransmitRequest) | 0x40);
        }

        _registers[ControlOf(buffer)] = control;
        if (_transmitErrors > 255)
        {
            _isBusOff = true;
            _recessiveRuns = 0;
            _recessiveSince = microseconds;
        }

        UpdateErrors();
        ChangeMode(microseconds);
        WatchLine();
    }

    /// <inheritdoc/>
    public void FrameReceived(BusFrame frame, long startedMicroseconds, long microseconds)
    {
        if (_isBusOff)
        {
            CountRecessiveRuns(startedMicroseconds, microseconds);
            return;
        }

        if (_mode == ModeSleep)
        {
            WakeByBus(startedMicroseconds);
            return;
        }

        if (startedMicroseconds < _joinedAt || (_mode != ModeNormal && _mode != ModeListenOnly))
        {
            return;
        }

        _receiveErrors = _receiveErrors > 127 ? 120 : Math.Max(0, _receiveErrors - 1);
        UpdateErrors();
        Store(frame);
        WatchLine();
    }

    /// <inheritdoc/>
    public void ErrorSeen(long microseconds)
    {
        if (_isBusOff)
        {
            CountRecessiveRuns(microseconds, microseconds);
            return;
        }

        if (_mode == ModeSleep)
        {
            WakeByBus(microseconds);
            return;
        }

        if (microseconds < _joinedAt || (_mode != ModeNormal && _mode != ModeListenOnly))
        {
            return;
        }

        _registers[CanInterruptFlags] |= MessageError;

        // Section 10.3: the error counters rest in listen-only mode.
        if (_mode == ModeNormal)
        {
            _receiveErrors = Math.Min(255, _receiveErrors + 1);
            UpdateErrors();
        }

        WatchLine();
    }

    private static int ControlOf(int buffer)
    {
        return 0x30 + (0x10 * buffer);
    }

    private void Reset()
    {
        Array.Clear(_registers);
        _registers[CanControl] = 0x87;
        _mode = ModeConfiguration;
        _sending = -1;
        _awakeAt = -1;
        Array.Clear(_isAborting);
        ForgetErrors();
    }

    private void ForgetErrors()
    {
        _transmitErrors = 0;
        _receiveErrors = 0;
        _isBusOff = false;
        _registers[ErrorFlags] &= 0xC0;
    }

    private void Execute(ReadOnlySpan<byte> into, Span<byte> from)
    {
        int instruction = into[0];
        if (instruction == 0xC0)
        {
            Reset();
            Note(into.Length > 1, "bytes after RESET");
        }
        else if (instruction == 0x03)
        {
            for (int index = 2; index < into.Length; index++)
            {
                from[index] = Read((into[1] + index - 2) & 0x7F);
            }
        }
        else if (instruction == 0x02)
        {
            for (int index = 2; index < into.Length; index++)
            {
                Write((into[1] + index - 2) & 0x7F, into[index]);
            }
        }
        else if (instruction == 0x05)
        {
            Note(into.Length != 4, "BIT MODIFY of other than four bytes");
            if (into.Length >= 4)
            {
                BitModify(into[1] & 0x7F, into[2], into[3]);
            }
        }
        else if ((instruction & 0xF9) == 0x90)
        {
            int start = ((instruction & 4) != 0 ? 0x71 : 0x61) + ((instruction & 2) != 0 ? 5 : 0);
            for (int index = 1; index < into.Length; index++)
            {
                from[index] = Read((start + index - 1) & 0x7F);
            }

            _registers[CanInterruptFlags] &= unchecked((byte)~((instruction & 4) != 0 ? Received1 : Received0));
        }
        else if ((instruction & 0xF8) == 0x40 && (instruction & 7) < 6)
        {
            int start = 0x31 + (0x10 * ((instruction & 7) >> 1)) + (5 * (instruction & 1));
            for (int index = 1; index < into.Length; index++)
            {
                Write((start + index - 1) & 0x7F, into[index]);
            }
        }
        else if ((instruction & 0xF8) == 0x80)
        {
            Note(into.Length > 1, "bytes after RTS");
            for (int buffer = 0; buffer < 3; buffer++)
            {
                if ((instruction & (1 << buffer)) != 0)
                {
                    Write(ControlOf(buffer), (byte)(_registers[ControlOf(buffer)] | TransmitRequest));
                }
            }
        }
        else if (instruction == 0xA0)
        {
            from[1..].Fill(ReadStatus());
        }
        else if (instruction == 0xB0)
        {
            from[1..].Fill(ReceiveStatus());
        }
        else
        {
            Note(true, $"instruction 0x{instruction:X2}");
        }
    }

    private void Note(bool isViolation, string what)
    {
        if (isViolation && _violations.Count < 100)
        {
            _violations.Add(what);
        }
    }

    private byte ReadStatus()
    {
        byte flags = _registers[CanInterruptFlags];
        int status = flags & 3;
        for (int buffer = 0; buffer < 3; buffer++)
        {
            status |= (_registers[ControlOf(buffer)] & TransmitRequest) != 0 ? 4 << (2 * buffer) : 0;
            status |= (flags & (Sent0 << buffer)) != 0 ? 8 << (2 * buffer) : 0;
        }

        return (byte)status;
    }

    private byte ReceiveStatus()
    {
        int flags = _registers[CanInterruptFlags] & 3;
        int control = (flags & 1) != 0 ? 0x60 : 0x70;
        int match = (flags & 1) != 0 ? _registers[0x60] & 1 : _registers[0x70] & 7;
        bool isExtended = (_registers[control + 2] & 8) != 0;
        return (byte)((flags << 6) | (isExtended ? 0x10 : 0) | (_registers[control] & 8) | (flags == 0 ? 0 : match));
    }

    private byte Read(int register)
    {
        switch (register & 0x0F)
        {
            case CanStat:
                return (byte)((_mode << 5) | (InterruptCode() << 1));
            case CanControl:
                return _registers[CanControl];
            default:
                return register switch
                {
                    Tec => (byte)Math.Min(255, _transmitErrors),
                    Rec => (byte)_receiveErrors,
                    _ => _registers[register],
                };
        }
    }

    private int InterruptCode()
    {
        int flags = _registers[CanInterruptFlags] & _registers[CanInterruptEnable];
        return flags switch
        {
            _ when (flags & ErrorInterrupt) != 0 => 1,
            _ when (flags & WakeInterrupt) != 0 => 2,
            _ when (flags & Sent0) != 0 => 3,
            _ when (flags & (Sent0 << 1)) != 0 => 4,
            _ when (flags & (Sent0 << 2)) != 0 => 5,
            _ when (flags & Received0) != 0 => 6,
            _ when (flags & Received1) != 0 => 7,
            _ => 0,
        };
    }

    private void BitModify(int register, byte mask, byte value)
    {
        // Section 12.10: on any other register the mask is forced to 0xFF.
        bool isModifiable = (register & 0x0F) == CanControl
            || register is BfpControl or TxRtsControl or Cnf3 or Cnf2 or Cnf1 or CanInterruptEnable or CanInterruptFlags or ErrorFlags or 0x30 or 0x40 or 0x50 or 0x60 or 0x70;
        Note(!isModifiable, $"BIT MODIFY of register 0x{register:X2}");
        Write(register, isModifiable ? (byte)((Read(register) & ~mask) | (value & mask)) : value);
    }

    private void Write(int register, byte value)
    {
        if ((register & 0x0F) == CanStat)
        {
            Note(true, "CANSTAT written");
            return;
        }

        if ((register & 0x0F) == CanControl)
        {
            WriteControl(value);
            return;
        }

        bool isConfiguration = register is < BfpControl or TxRtsControl or (>= 0x10 and < Tec) or (>= 0x20 and <= Cnf1);
        if (isConfiguration && _mode != ModeConfiguration)
        {
            Note(true, $"register 0x{register:X2} written outside of configuration mode");
            return;
        }

        switch (register)
        {
            case Tec or Rec:
                Note(true, "error counter written");
                break;
            case CanInterruptFlags:
                _registers[register] = value;
                if (_mode == ModeSleep && _awakeAt < 0 && (value & _registers[CanInterruptEnable] & WakeInterrupt) != 0)
                {
                    _awakeAt = _bus.Clock.NowMicroseconds + OscillatorStartMicroseconds;
                }

                break;
            case ErrorFlags:
                _registers[register] = (byte)((_registers[register] & 0x3F) | (_registers[register] & value & 0xC0));
                break;
            case 0x30 or 0x40 or 0x50:
                WriteTransmitControl((register >> 4) - 3, value);
                break;
            case 0x60:
                _registers[register] = (byte)((_registers[register] & ~0x66) | (value & 0x64) | ((value & 4) >> 1));
                break;
            case 0x70:
                _registers[register] = (byte)((_registers[register] & ~0x60) | (value & 0x60));
                break;
            case > 0x60:
                Note(true, "receive buffer written");
                break;
            case > 0x30:
                Note((_registers[register & 0x70] & TransmitRequest) != 0, "transmit buffer written while it waits to be sent");
                _registers[register] = value;
                break;
            default:
                _registers[register] = value;
                break;
        }
    }

    private void WriteTransmitControl(int buffer, byte value)
    {
        int register = ControlOf(buffer);
        bool isRequested = (value & TransmitRequest) != 0;
        bool wasRequested = (_registers[register] & TransmitRequest) != 0;
        _registers[register] = (byte)((_registers[register] & 0x78) | (value & 3));
        if (isRequested && !wasRequested)
        {
            _registers[register] = (byte)((value & 3) | TransmitRequest);
            _requestedAt[buffer] = _bus.Clock.NowMicroseconds;
            _isAborting[buffer] = false;
            if (_mode == ModeLoopback)
            {
                _registers[register] &= unchecked((byte)~TransmitRequest);
                _registers[CanInterruptFlags] |= (byte)(Sent0 << buffer);
                Store(FrameOf(buffer));
            }
        }
        else if (!isRequested && wasRequested)
        {
            Abort(buffer);
            ChangeMode(_bus.Clock.NowMicroseconds);
        }
    }

    private void Abort(int buffer)
    {
        // A frame on the wire is not cut off; it is not repeated.
        if (_sending == buffer)
        {
            _isAborting[buffer] = true;
        }
        else
        {
            _registers[ControlOf(buffer)] = (byte)((_registers[ControlOf(buffer)] & ~TransmitRequest) | 0x40);
        }
    }

    private void WriteControl(byte value)
    {
        _registers[CanControl] = value;
        if ((value & 0x10) != 0)
        {
            for (int buffer = 0; buffer < 3; buffer++)
            {
                if ((_registers[ControlOf(buffer)] & TransmitRequest) != 0)
                {
                    Abort(buffer);
                }
            }
        }

        ChangeMode(_bus.Clock.NowMicroseconds);
    }

    // Section 10: the mode changes when nothing waits to be sent any more.
    private void ChangeMode(long microseconds)
    {
        int requested = _registers[CanControl] >> 5;
        if (requested == _mode || requested > ModeConfiguration || _mode == ModeSleep)
        {
            return;
        }

        if (_mode == ModeNormal && (_sending >= 0 || NextBuffer() >= 0))
        {
            return;
        }

        if (requested == ModeConfiguration)
        {
            ForgetErrors();
        }

        _mode = requested;
        _joinedAt = microseconds;
    }

    private long OscillatorStartMicroseconds => 1 + (OscillatorStartPeriods * 1_000_000L / _crystalHertz);

    // Section 10.2.1: with WAKIE clear the bus does not wake it. The frame that wakes it is lost, and what begins while the oscillator starts.
    private void WakeByBus(long edgeMicroseconds)
    {
        if ((_registers[CanInterruptEnable] & WakeInterrupt) != 0)
        {
            _registers[CanInterruptFlags] |= WakeInterrupt;
            Wake(edgeMicroseconds + OscillatorStartMicroseconds);
        }
    }

    // It wakes into listen-only mode, whatever was requested while the oscillator started.
    private void Wake(long microseconds)
    {
        _awakeAt = -1;
        _mode = ModeListenOnly;
        _registers[CanControl] = (byte)((_registers[CanControl] & 0x1F) | (ModeListenOnly << 5));
        _joinedAt = microseconds;
        WatchLine();
    }

    private int NextBuffer()
    {
        if (_sending >= 0)
        {
            return _sending;
        }

        int best = -1;
        for (int buffer = 0; buffer < 3; buffer++)
        {
            byte control = _registers[ControlOf(buffer)];
            if ((control & TransmitRequest) != 0 && (best < 0 || (control & 3) >= (_registers[ControlOf(best)] & 3)))
            {
                best = buffer;
            }
        }

        return best;
    }

    private BusFrame FrameOf(int buffer)
    {
        ReadOnlySpan<byte> image = _registers.AsSpan(ControlOf(buffer) + 1, 13);
        uint identifier = ((uint)image[0] << 3) | ((uint)image[1] >> 5);
        uint key = (image[1] & 8) == 0
            ? identifier
            : Telltale.Can.CanFrame.ExtendedKey | (identifier << 18) | ((uint)(image[1] & 3) << 16) | ((uint)image[2] << 8) | image[3];
        int length = Math.Min(image[4] & 0x0F, 8);
        bool isRemote = (image[4] & 0x40) != 0;
        BusFrame frame = BusFrame.Of(key, image.Slice(5, isRemote ? 0 : length));
        return frame with { IsRemote = isRemote, Length = length };
    }

    private void Store(BusFrame frame)
    {
        int hit0 = (_registers[0x60] & 0x60) == 0x60 ? 0 : FirstMatch(frame, 0, 2, 0x20);
        if (hit0 >= 0)
        {
            if ((_registers[CanInterruptFlags] & Received0) == 0)
            {
                Put(frame, 0x60, hit0, 1);
                _registers[CanInterruptFlags] |= Received0;
                return;
            }

            if ((_registers[0x60] & 4) == 0)
            {
                Overflow(0x40);
            }
            else if ((_registers[CanInterruptFlags] & Received1) == 0)
            {
                Put(frame, 0x70, hit0, 7);
                _registers[CanInterruptFlags] |= Received1;
            }
            else
            {
                Overflow(0x80);
            }

            return;
        }

        int hit1 = (_registers[0x70] & 0x60) == 0x60 ? 2 : FirstMatch(frame, 2, 6, 0x24);
        if (hit1 >= 0)
        {
            if ((_registers[CanInterruptFlags] & Received1) == 0)
            {
                Put(frame, 0x70, hit1, 7);
                _registers[CanInterruptFlags] |= Received1;
            }
            else
            {
                Overflow(0x80);
            }
        }
    }

    private void Overflow(byte flag)
    {
        _registers[ErrorFlags] |= flag;
        _registers[CanInterruptFlags] |= ErrorInterrupt;
    }

    private int FirstMatch(BusFrame frame, int first, int end, int maskAt)
    {
        uint mask = Image(maskAt);
        uint value = frame.IsExtended
            ? frame.Identifier
            : (frame.Identifier << 18) | (frame.Length > 0 && !frame.IsRemote ? (uint)(frame.Data >> 48) : 0);

        // The two lowest bits of an extended identifier's upper part have no counterpart in a standard frame.
        if (!frame.IsExtended)
        {
            mask &= 0x1FFCFFFF;
        }

        for (int filter = first; filter < end; filter++)
        {
            int at = filter < 3 ? 4 * filter : 4 + (4 * filter);
            bool isExtended = (_registers[at + 1] & 8) != 0;
            if (isExtended == frame.IsExtended && ((Image(at) ^ value) & mask) == 0)
            {
                return filter;
            }
        }

        return -1;
    }

    private uint Image(int at)
    {
        return ((uint)_registers[at] << 21) | ((uint)(_registers[at + 1] & 0xE0) << 13) | ((uint)(_registers[at + 1] & 3) << 16)
            | ((uint)_registers[at + 2] << 8) | _registers[at + 3];
    }

    private void Put(BusFrame frame, int control, int hit, int hitMask)
    {
        uint identifier = frame.IsExtended ? frame.Identifier >> 18 : frame.Identifier;
        _registers[control] = (byte)((_registers[control] & ~(hitMask | 8)) | (hit & hitMask) | (frame.IsRemote ? 8 : 0));
        _registers[control + 1] = (byte)(identifier >> 3);
        _registers[control + 2] = (byte)((identifier << 5)
            | (frame.IsExtended ? 8u | ((frame.Identifier >> 16) & 3) : frame.IsRemote ? 0x10u : 0u));
        _registers[control + 3] = frame.IsExtended ? (byte)(frame.Identifier >> 8) : (byte)0;
        _registers[control + 4] = frame.IsExtended ? (byte)frame.Identifier : (byte)0;
        _registers[control + 5] = (byte)(frame.Length | (frame.IsExtended && frame.IsRemote ? 0x40 : 0));
        for (int index = 0; index < 8; index++)
        {
            _registers[control + 6 + index] = frame[index];
        }
    }

    private void UpdateErrors()
    {
        int flags = 0;
        flags |= _receiveErrors >= 96 || _transmitErrors >= 96 ? 0x01 : 0;
        flags |= _receiveErrors >= 96 ? 0x02 : 0;
        flags |= _transmitErrors >= 96 ? 0x04 : 0;
        flags |= _receiveErrors >= 128 ? 0x08 : 0;
        flags |= _transmitErrors >= 128 ? 0x10 : 0;
        flags |= _isBusOff ? 0x20 : 0;
        byte before = _registers[ErrorFlags];
        byte after = (byte)((before & 0xC0) | flags);
        _registers[ErrorFlags] = after;
        if (after != before)
        {
            _registers[CanInterruptFlags] |= ErrorInterrupt;
        }
    }

    // What has come about by the passing of time alone.
    private void Settle()
    {
        long now = _bus.Clock.NowMicroseconds;
        if (_isBusOff && Math.Min(now, _bus.BusySinceMicroseconds) >= BusOffEnd)
        {
            LeaveBusOff();
        }

        if (_awakeAt >= 0 && now >= _awakeAt)
        {
            Wake(_awakeAt);
        }
    }

    // When bus-off ends if the bus stays recessive.
    private long BusOffEnd => _recessiveSince + ((RecessiveRuns - _recessiveRuns) * RecessiveRunBits * 1_000_000L / _bus.BitsPerSecond);

    // A frame of others holds one run, at its end; an error frame none that is counted here.
    private void CountRecessiveRuns(long startedMicroseconds, long endedMicroseconds)
    {
        if (startedMicroseconds >= BusOffEnd)
        {
            LeaveBusOff();
            return;
        }

        long idle = Math.Max(0, startedMicroseconds - _recessiveSince);
        _recessiveRuns += (int)(idle * _bus.BitsPerSecond / (RecessiveRunBits * 1_000_000L));
        if (endedMicroseconds > startedMicroseconds)
        {
            _recessiveRuns++;
        }

        _recessiveSince = endedMicroseconds + (BusFrame.IntermissionBits * 1_000_000L / _bus.BitsPerSecond);
        if (_recessiveRuns >= RecessiveRuns)
        {
            LeaveBusOff();
        }
    }

    private void LeaveBusOff()
    {
        _transmitErrors = 0;
        _receiveErrors = 0;
        _isBusOff = false;
        UpdateErrors();
        WatchLine();
    }

    private void WatchLine()
    {
        bool isAsserted = (_registers[CanInterruptFlags] & _registers[CanInterruptEnable]) != 0;
        if (isAsserted && !_wasAsserted)
        {
            _line.HasEdge = true;
        }

        _wasAsserted = isAsserted;
    }

    private sealed class Line(Mcp2515Model model) : IInterruptLine
    {
        public bool HasEdge { get; set; }

        public bool IsPending
        {
            get
            {
                model._bus.AdvanceToNow();
                model.Settle();
                return HasEdge || model._wasAsserted;
            }
        }

        public void Acknowledge()
        {
            HasEdge = false;
        }
    }
}
