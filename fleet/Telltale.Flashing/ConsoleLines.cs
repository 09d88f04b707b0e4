using System.Buffers.Binary;
using System.Text;

namespace Telltale.Flashing;

/// <summary>
/// Takes the bytes of a board's serial port apart into lines of text. While a debugger has been connected the interpreter wraps its text in packets of
/// its wire protocol, at most 127 bytes each and in the middle of a line where it happens (nf-interpreter, CLR_Debug::Emit); otherwise it sends it plainly.
/// Both are read, and what is neither (the loader's words at another speed) does no harm.
/// </summary>
public sealed class ConsoleLines
{
    /// <summary>Longest line that is kept; a longer one is dropped.</summary>
    public const int MaximumLineBytes = 8192;

    /// <summary>Bytes in a packet's header.</summary>
    public const int PacketHeaderBytes = 32;

    // Longest payload that the interpreter sends.
    private const int MaximumPayloadBytes = 2048;
    private const int CommandOffset = 16;
    private const int SizeOffset = 28;
    private const uint MessageCommand = 1;

    private static readonly byte[] s_marker = "NFPKTV1\0"u8.ToArray();

    private readonly byte[] _header = new byte[PacketHeaderBytes];
    private readonly List<byte> _line = [];
    private int _headerLength;
    private int _payloadLeft;
    private bool _isText;
    private bool _isTooLong;

    /// <summary>Takes bytes as they come, and gives the lines that they complete, without line ends and without empty ones.</summary>
    public IReadOnlyList<string> Take(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        foreach (byte value in bytes)
        {
            if (_payloadLeft > 0)
            {
                _payloadLeft--;
                if (_isText)
                {
                    TakeText(value, lines);
                }

                continue;
            }

            TakeOutside(value, lines);
        }

        return lines;
    }

    private void TakeOutside(byte value, List<string> lines)
    {
        _header[_headerLength++] = value;
        if (_headerLength <= s_marker.Length && value != s_marker[_headerLength - 1])
        {
            // Not a packet after all. No part of the marker but its first byte can begin another one.
            int length = _headerLength;
            _headerLength = 0;
            if (length > 1 && value == s_marker[0])
            {
                length--;
                _headerLength = 1;
            }

            for (int index = 0; index < length; index++)
            {
                TakeText(_header[index], lines);
            }

            _header[0] = value;
            return;
        }

        if (_headerLength < PacketHeaderBytes)
        {
            return;
        }

        _headerLength = 0;
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(SizeOffset));
        _isText = BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(CommandOffset)) == MessageCommand;
        _payloadLeft = size <= MaximumPayloadBytes ? (int)size : 0;
    }

    private void TakeText(byte value, List<string> lines)
    {
        if (value is (byte)'\n' or (byte)'\r')
        {
            if (_line.Count > 0 && !_isTooLong)
            {
                lines.Add(Encoding.UTF8.GetString(_line.ToArray()));
            }

            _line.Clear();
            _isTooLong = false;
        }
        else if (_line.Count < MaximumLineBytes)
        {
            _line.Add(value);
        }
        else
        {
            _isTooLong = true;
        }
    }
}
