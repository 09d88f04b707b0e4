using System.Globalization;
using System.Text;
using Telltale.Virtual.Gnss;

namespace Telltale.Virtual.Can;

/// <summary>
/// An ELM327 on the simulated bus, line by line and with the bit times of its UART: the AT commands that the driver uses, monitoring, requests with flow control,
/// the protocol search among the CAN protocols, and a transmit buffer of 512 bytes. It acknowledges only while a request is under way.
/// </summary>
public sealed class SimulatedElm327 : ReceiverPort, ICanNode
{
    private const int BufferBytes = 512;
    private const uint Functional = 0x7DF;

    private readonly SimulatedCanBus _bus;
    private readonly SimulatedElm327Options _options;
    private readonly StringBuilder _typed = new();
    private readonly Queue<BusFrame> _flowControls = new();
    private readonly List<string> _commands = [];
    private readonly List<string> _injected = [];
    private string _last = "";
    private bool _isPlugged = true;
    private bool _echoes;
    private bool _spaces;
    private bool _lineFeeds;
    private bool _headers;
    private bool _formats;
    private int _protocol;
    private bool _isAutomatic;
    private uint _header;
    private int _waitMicroseconds;

    private bool _isMonitoring;
    private bool _isRequesting;
    private bool _hasAnswer;
    private BusFrame? _request;
    private long _requestAt;
    private bool _isOnWire;
    private long _until;

    /// <summary>Makes an adapter and connects it to the bus.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="options">How it behaves; null for the defaults.</param>
    public SimulatedElm327(SimulatedCanBus bus, SimulatedElm327Options? options = null)
        : base(Check(bus).Clock, (options ?? new SimulatedElm327Options()).BaudRate, 4096, 1)
    {
        _bus = bus;
        _options = options ?? new SimulatedElm327Options();
        Reset();
        bus.Attach(this);
    }

    /// <summary>Commands taken so far, without spaces.</summary>
    public IReadOnlyList<string> Commands => _commands;

    /// <summary>Frames that it began to send.</summary>
    public long TransmissionsBegun { get; private set; }

    /// <summary>Whether it has power and is wired. Plugged in again it starts anew and signs on.</summary>
    public bool IsPlugged
    {
        get => _isPlugged;
        set
        {
            if (value == _isPlugged)
            {
                return;
            }

            _isPlugged = value;
            DropQueue();
            End();
            Reset();
            if (value)
            {
                Print($"\r\r{_options.SignOn}\r\r>", Clock.NowMicroseconds + _options.ResetMicroseconds);
            }
        }
    }

    /// <inheritdoc/>
    public int BitsPerSecond => _protocol is 8 or 9 ? 250_000 : 500_000;

    /// <inheritdoc/>
    public bool IsActive => _isPlugged && _isRequesting;

    private bool IsExtended => _protocol is 7 or 9;

    private string NewLine => _lineFeeds || _options.AlwaysLineFeeds ? "\r\n" : "\r";

    /// <summary>Has the next request answered with this line instead of being sent.</summary>
    public void AnswerNext(string text)
    {
        _injected.Add(text);
    }

    /// <summary>Says something unasked.</summary>
    public void Say(string text)
    {
        Print(text, Clock.NowMicroseconds);
    }

    /// <inheritdoc/>
    public long NextFrameAt(long limitMicroseconds)
    {
        return _isPlugged && !_isOnWire && (_request is not null || _flowControls.Count > 0) ? _requestAt : long.MaxValue;
    }

    /// <inheritdoc/>
    public BusFrame PeekFrame(long microseconds)
    {
        return _flowControls.TryPeek(out BusFrame flowControl) ? flowControl : _request!.Value;
    }

    /// <inheritdoc/>
    public void FrameStarted(long microseconds)
    {
        _isOnWire = true;
        TransmissionsBegun++;
    }

    /// <inheritdoc/>
    public void ArbitrationLost(long microseconds)
    {
    }

    /// <inheritdoc/>
    public void FrameSent(long microseconds)
    {
        _isOnWire = false;
        if (!_flowControls.TryDequeue(out _))
        {
            _request = null;
        }

        _until = microseconds + _waitMicroseconds;
    }

    /// <inheritdoc/>
    public void FrameFailed(long microseconds, bool notAcknowledged)
    {
        _isOnWire = false;
        if (_isRequesting)
        {
            End();
            Print($"{(_isAutomatic ? "UNABLE TO CONNECT" : "CAN ERROR")}{NewLine}{NewLine}>", microseconds);
        }
    }

    /// <inheritdoc/>
    public void FrameReceived(BusFrame frame, long startedMicroseconds, long microseconds)
    {
        if (!_isPlugged || frame.IsExtended != IsExtended)
        {
            return;
        }

        if (_isMonitoring)
        {
            bool isIsoTp = frame[0] >> 4 <= 3;
            PrintFrame(frame, _formats && !isIsoTp ? "<DATA ERROR" : "", microseconds);
            return;
        }

        bool isResponse = IsExtended ? (frame.Identifier & 0x1FFFFF00) == 0x18DAF100 : frame.Identifier is >= 0x7E8 and <= 0x7EF;
        if (!_isRequesting || _request is not null || !isResponse)
        {
            return;
        }

        _hasAnswer = true;
        _isAutomatic = false;
        PrintFrame(frame, "", microseconds);
        _until = microseconds + _waitMicroseconds;
        if (frame[0] >> 4 == 1)
        {
            uint key = IsExtended ? 0x98DA00F1u | ((frame.Identifier & 0xFF) << 8) : frame.Identifier - 8;
            _flowControls.Enqueue(BusFrame.Of(key, 0x30, 0, 0, 0, 0, 0, 0, 0));
            _requestAt = microseconds + 300;
        }
    }

    /// <inheritdoc/>
    public void ErrorSeen(long microseconds)
    {
        if (_isPlugged && _isMonitoring)
        {
            Print($"<RX ERROR{NewLine}", microseconds);
        }
    }

    /// <inheritdoc/>
    protected override void Produce(long nowMicroseconds)
    {
        _bus.AdvanceToNow();
        if (_isRequesting && _request is null && _flowControls.Count == 0 && _until <= nowMicroseconds)
        {
            long at = _until;
            bool hadAnswer = _hasAnswer;
            End();
            Print(hadAnswer ? $"{NewLine}>" : $"NO DATA{NewLine}{NewLine}>", at);
        }
    }

    /// <inheritdoc/>
    protected override void Hear(byte[] bytes, long nowMicroseconds)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (!_isPlugged)
        {
            return;
        }

        foreach (byte value in bytes)
        {
            if (_isMonitoring || _isRequesting)
            {
                bool wasRequesting = _isRequesting;
                End();
                Print(wasRequesting ? $"STOPPED{NewLine}{NewLine}>" : $"{NewLine}>", nowMicroseconds);
                continue;
            }

            if (_echoes || _options.AlwaysEchoes)
            {
                Print(((char)value).ToString(), nowMicroseconds);
            }

            if (value != '\r')
            {
                if (value > ' ')
                {
                    _typed.Append(char.ToUpperInvariant((char)value));
                }

                continue;
            }

            string command = _typed.Length > 0 ? _typed.ToString() : _last;
            _typed.Clear();
            _last = command;
            _commands.Add(command);
            Execute(command, nowMicroseconds + _options.DelayMicroseconds);
        }
    }

    private static SimulatedCanBus Check(SimulatedCanBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        return bus;
    }

    private static bool IsHexadecimal(string text)
    {
        return text.Length is > 0 and <= 14 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);
    }

    private void Reset()
    {
        _echoes = true;
        _spaces = true;
        _lineFeeds = false;
        _headers = false;
        _formats = true;
        _protocol = 6;
        _isAutomatic = true;
        _header = Functional;
        _waitMicroseconds = 200_000;
        _typed.Clear();
    }

    private void End()
    {
        _isMonitoring = false;
        _isRequesting = false;
        _request = null;
        _isOnWire = false;
        _flowControls.Clear();
    }

    private void Execute(string command, long at)
    {
        if (_options.Refused.Any(refused => command.StartsWith(refused, StringComparison.Ordinal)))
        {
            Answer("?", at);
        }
        else if (command.StartsWith("AT", StringComparison.Ordinal))
        {
            ExecuteAt(command[2..], at);
        }
        else if (string.Equals(command, "STI", StringComparison.Ordinal) && _options.StnIdentification.Length > 0)
        {
            Answer(_options.StnIdentification, at);
        }
        else if (IsHexadecimal(command))
        {
            Request(command, at);
        }
        else
        {
            Answer("?", at);
        }
    }

    private void ExecuteAt(string command, long at)
    {
        switch (command)
        {
            case "Z":
                Reset();
                Print($"\r\r{_options.SignOn}\r\r>", at + _options.ResetMicroseconds);
                return;
            case "I":
                Answer(_options.SignOn, at);
                return;
            case "RV":
                Answer(_options.SupplyVolts.ToString("0.0", CultureInfo.InvariantCulture) + "V", at);
                return;
            case "DPN":
                Answer((_isAutomatic ? "A" : "") + _protocol.ToString(CultureInfo.InvariantCulture), at);
                return;
            case "MA":
                _isMonitoring = true;
                return;
            case "E0" or "E1":
                _echoes = command[1] == '1';
                break;
            case "S0" or "S1":
                _spaces = command[1] == '1';
                break;
            case "L0" or "L1":
                _lineFeeds = command[1] == '1';
                break;
            case "H0" or "H1":
                _headers = command[1] == '1';
                break;
            case "CAF0" or "CAF1":
                _formats = command[3] == '1';
                break;
            case "M0" or "M1" or "AT0" or "AT1" or "AT2" or "CSM1":
                break;
            case "SP0" or "TP0":
                _isAutomatic = true;
                _protocol = 6;
                break;
            case "SP6" or "SP7" or "SP8" or "SP9" or "TP6" or "TP7" or "TP8" or "TP9":
                _isAutomatic = false;
                _protocol = command[2] - '0';
                _header = IsExtended ? 0x98DB33F1 : Functional;
                break;
            default:
                bool isWait = command.Length == 4 && command.StartsWith("ST", StringComparison.Ordinal);
                bool isHeader = command.Length is 5 or 8 && command.StartsWith("SH", StringComparison.Ordinal);
                if ((!isWait && !isHeader) || !uint.TryParse(command.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint value))
                {
                    Answer("?", at);
                    return;
                }

                if (isWait)
                {
                    _waitMicroseconds = (int)value * 4096;
                }
                else
                {
                    _header = command.Length == 8 ? 0x98000000 | value : value;
                }

                break;
        }

        Answer("OK", at);
    }

    private void Request(string command, long at)
    {
        if (_isAutomatic)
        {
            Print($"SEARCHING...{NewLine}", at);
        }

        if (_injected.Count > 0)
        {
            string text = _injected[0];
            _injected.RemoveAt(0);
            Answer(text, at);
            return;
        }

        byte[] payload = Convert.FromHexString(command);
        Span<byte> data = stackalloc byte[8];
        data.Clear();
        data[0] = (byte)payload.Length;
        payload.CopyTo(data[1..]);
        _request = BusFrame.Of(_header, data);
        _requestAt = at;
        _isRequesting = true;
        _hasAnswer = false;
        _until = long.MaxValue;
    }

    private void Answer(string text, long at)
    {
        Print($"{text}{NewLine}{NewLine}>", at);
    }

    private void PrintFrame(BusFrame frame, string mark, long at)
    {
        StringBuilder line = new();
        bool hasSpaces = _spaces || _options.AlwaysSpaces;
        if (_headers)
        {
            string identifier = frame.Identifier.ToString(IsExtended ? "X8" : "X3", CultureInfo.InvariantCulture);
            for (int index = 0; index < identifier.Length; index++)
            {
                line.Append(identifier[index]).Append(hasSpaces && (!IsExtended || index % 2 == 1) && (IsExtended || index == 2) ? " " : "");
            }
        }

        for (int index = 0; index < frame.Length; index++)
        {
            line.Append(frame[index].ToString("X2", CultureInfo.InvariantCulture)).Append(hasSpaces ? " " : "");
        }

        string text = line.Append(mark).Append(NewLine).ToString();
        long waiting = Math.Max(0, BusyUntilMicroseconds - at) * BaudRate / 10_000_000;
        if (waiting + text.Length > BufferBytes)
        {
            End();
            Print($"BUFFER FULL{NewLine}{NewLine}>", at);
            return;
        }

        Print(text, at);
    }

    private void Print(string text, long at)
    {
        if (_isPlugged)
        {
            Transmit(Encoding.ASCII.GetBytes(text), at, null);
        }
    }
}
