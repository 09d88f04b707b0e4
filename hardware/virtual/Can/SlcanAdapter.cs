using System.Globalization;
using System.Text;

namespace Telltale.Virtual.Can;

/// <summary>
/// An adapter that speaks slcan, the text protocol of Lawicel's CAN232 and of CANable, on the simulated bus: commands in, answers and received frames out,
/// whatever carries them. Closed until told to open.
/// </summary>
public sealed class SlcanAdapter
{
    private const char Bell = '\a';
    private const int LongestCommand = 32;

    private static readonly int[] s_bitRates = [10_000, 20_000, 50_000, 100_000, 125_000, 250_000, 500_000, 800_000, 1_000_000];

    private readonly SimulatedCanBus _bus;
    private readonly HostNode _node;
    private readonly Action<string> _write;
    private readonly StringBuilder _command = new();
    private bool _isOpen;
    private bool _isListenOnly;
    private bool _hasTimestamps;

    /// <summary>Connects an adapter to a bus.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="write">Takes what goes to the host.</param>
    public SlcanAdapter(SimulatedCanBus bus, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(bus);
        _bus = bus;
        _write = write;
        _node = new HostNode(bus.BitsPerSecond, Receive) { IsActive = false };
        bus.Attach(_node);
    }

    /// <summary>Frames taken from the host.</summary>
    public long FramesSent { get; private set; }

    /// <summary>Takes what the host wrote, in whatever pieces it came.</summary>
    public void Take(ReadOnlySpan<byte> text)
    {
        foreach (byte letter in text)
        {
            if (letter is (byte)'\r' or (byte)'\n')
            {
                if (_command.Length > 0)
                {
                    _write(Answer(_command.ToString()));
                    _command.Clear();
                }
                else if (letter == '\r')
                {
                    _write("\r");
                }
            }
            else if (_command.Length <= LongestCommand)
            {
                // A command that is too long stays too long until its end.
                _command.Append((char)letter);
            }
        }
    }

    /// <summary>Unplugs the adapter.</summary>
    public void Detach() => _bus.Detach(_node);

    private string Answer(string command)
    {
        switch (command[0])
        {
            case 'O' when command.Length == 1 && !_isOpen:
                return Open(isListenOnly: false);
            case 'L' when command.Length == 1 && !_isOpen:
                return Open(isListenOnly: true);
            case 'C' when command.Length == 1:
                _isOpen = false;
                _node.IsActive = false;
                return "\r";
            case 'S' when command.Length == 2 && !_isOpen && command[1] is >= '0' and <= '8':
                _node.BitsPerSecond = s_bitRates[command[1] - '0'];
                return "\r";
            case 't' or 'T' or 'r' or 'R':
                return Send(command);
            case 'V':
                return "V1013\r";
            case 'v':
                return "vTelltale\r";
            case 'N':
                return "NTTEL\r";
            case 'F' when _isOpen:
                return "F00\r";
            case 'Z' when command is "Z0" or "Z1" && !_isOpen:
                _hasTimestamps = command[1] == '1';
                return "\r";
            case 'M' or 'm' when !_isOpen:
            case 'W' or 'X' or 'Q' or 'U' or 's':
                // Filters, polling, automatic start and the rate of a serial port there is none of: nothing to do.
                return "\r";
            default:
                return Bell.ToString();
        }
    }

    private string Open(bool isListenOnly)
    {
        _isOpen = true;
        _isListenOnly = isListenOnly;
        _node.IsActive = !isListenOnly;
        return "\r";
    }

    private string Send(string command)
    {
        bool isExtended = char.IsUpper(command[0]);
        bool isRemote = command[0] is 'r' or 'R';
        int digits = isExtended ? 8 : 3;
        if (!_isOpen || _isListenOnly || command.Length < 2 + digits
            || !uint.TryParse(command.AsSpan(1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint identifier)
            || identifier > (isExtended ? 0x1FFF_FFFFu : 0x7FFu) || command[1 + digits] is < '0' or > '8')
        {
            return Bell.ToString();
        }

        int length = command[1 + digits] - '0';
        ReadOnlySpan<char> text = command.AsSpan(2 + digits);
        Span<byte> data = stackalloc byte[8];
        if (text.Length != (isRemote ? 0 : 2 * length) || Convert.FromHexString(text, data, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return Bell.ToString();
        }

        BusFrame frame = BusFrame.Of(isExtended ? identifier | Telltale.Can.CanFrame.ExtendedKey : identifier, data[..(isRemote ? 0 : length)]);
        _node.Send(frame with { IsRemote = isRemote, Length = length }, _bus.Clock.NowMicroseconds);
        FramesSent++;
        return isExtended ? "Z\r" : "z\r";
    }

    private void Receive(BusFrame frame, long microseconds)
    {
        if (!_isOpen)
        {
            return;
        }

        StringBuilder text = new();
        text.Append(frame.IsExtended ? frame.IsRemote ? 'R' : 'T' : frame.IsRemote ? 'r' : 't');
        text.Append(frame.Identifier.ToString(frame.IsExtended ? "X8" : "X3", CultureInfo.InvariantCulture)).Append(frame.Length);
        for (int index = 0; index < frame.Length && !frame.IsRemote; index++)
        {
            text.Append(frame[index].ToString("X2", CultureInfo.InvariantCulture));
        }

        if (_hasTimestamps)
        {
            text.Append((microseconds / 1000 % 60_000).ToString("X4", CultureInfo.InvariantCulture));
        }

        _write(text.Append('\r').ToString());
    }
}
