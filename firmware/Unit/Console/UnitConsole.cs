using System;
using Telltale.Checks;
using Telltale.Ports;

namespace Telltale.Unit;

/// <summary>
/// The serial console of a unit. Lines end with CR, LF or both; backspace takes a character back, Ctrl-U or Ctrl-C the line. What it answers is made piece by piece, as fast as the port takes it, so that a
/// step stays short and nothing is lost on a slow port. firmware/Checks/README.md has the commands.
/// </summary>
internal sealed class UnitConsole
{
    /// <summary>The most bytes of a piece.</summary>
    internal const int PieceLength = 1024;

    private const int TypedMilliseconds = 300000;
    private const int LineLength = 240;
    private const int QueueLength = 4096;
    private const int MostBytesInStep = 256;
    private const int BusyMilliseconds = 20;
    private const int IdleMilliseconds = 100;
    private const int RetryMilliseconds = 5000;
    private const int Escape = 27;
    private const int Rubout = 127;
    private const int CancelLine = 21;
    private const int Interrupt = 3;

    private readonly IUartPort _port;
    private readonly int _baudRate;
    private readonly ConsoleCommand[] _commands;
    private readonly byte[] _input = new byte[64];
    private readonly byte[] _line = new byte[LineLength];
    private readonly ConsoleArguments _arguments;
    private readonly TextBuffer _text = new TextBuffer(PieceLength);
    private readonly byte[] _queue = new byte[QueueLength];
    private readonly byte[] _output = new byte[MostBytesInStep];

    private bool _isOpen;
    private long _retryUptime = long.MinValue;
    private long _typedUptime = long.MinValue / 2;
    private int _queueStart;
    private int _queueCount;
    private int _lineLength;
    private bool _isLineTooLong;
    private bool _wasCarriageReturn;
    private bool _isEchoing = true;
    private ConsoleCommand _command;
    private int _piece;
    private long _lastUptime = long.MinValue;
    private int _credit;

    internal UnitConsole(IUartPort port, int baudRate, TelematicsUnit unit, UnitPorts ports, UnitSettings settings, UnitReporting reporting)
    {
        _port = port;
        _baudRate = baudRate;
        _arguments = new ConsoleArguments(_line);
        _commands = new ConsoleCommand[]
        {
            new StatusCommand(unit, settings, reporting, ports),
            new ChecksCommand(reporting),
            new GnssCommand(unit, reporting),
            new CanCommand(unit, ports, settings),
            new NetCommand(unit, ports),
            new JournalCommand(unit, settings),
            new LogCommand(reporting.Log),
            new InstallCommand(unit, settings, reporting),
            new EchoCommand(this),
            null,
        };
        _commands[_commands.Length - 1] = new HelpCommand(_commands);
    }

    /// <summary>The uptime at which <see cref="Step"/> is wanted next.</summary>
    internal long NextDueUptimeMilliseconds => !_isOpen ? _retryUptime : _lastUptime + (_queueCount > 0 || _command != null ? BusyMilliseconds : IdleMilliseconds);

    /// <summary>Whether what is typed is sent back, with a prompt; a program switches that off.</summary>
    internal void Echo(bool isEchoing) => _isEchoing = isEchoing;

    /// <summary>Somebody gave a command within the last five minutes. Bytes alone are not enough: a line that nothing is connected to picks up noise.</summary>
    internal bool IsTypedAt(long uptimeMilliseconds) => uptimeMilliseconds - _typedUptime < TypedMilliseconds;

    internal void Open()
    {
        _isOpen = _port.Open(_baudRate);
    }

    internal void Step(long uptimeMilliseconds)
    {
        if (!_isOpen)
        {
            if (uptimeMilliseconds >= _retryUptime)
            {
                _retryUptime = uptimeMilliseconds + RetryMilliseconds;
                Open();
            }

            if (!_isOpen)
            {
                return;
            }
        }

        // Nine tenths of what the port sends meanwhile, so that its own buffer never fills.
        long elapsed = _lastUptime == long.MinValue ? 0 : uptimeMilliseconds - _lastUptime;
        elapsed = elapsed > 1000 ? 1000 : elapsed;
        _credit += (int)(elapsed * _baudRate * 9 / 100000);
        _credit = _credit > MostBytesInStep ? MostBytesInStep : _credit;
        _lastUptime = uptimeMilliseconds;
        Read(uptimeMilliseconds);
        if (_command != null && QueueLength - _queueCount >= PieceLength)
        {
            WritePiece(uptimeMilliseconds);
        }

        Send();
    }

    // What is typed while an answer is on its way waits in the port's own buffer.
    private void Read(long uptimeMilliseconds)
    {
        if (_command != null || QueueLength - _queueCount < 2 * _input.Length)
        {
            return;
        }

        int waiting = _port.BytesToRead;
        while (waiting > 0 && _command == null && QueueLength - _queueCount >= PieceLength)
        {
            // One at a time: what follows the end of a line belongs to the next one.
            if (_port.Read(_input, 0, 1) != 1)
            {
                return;
            }

            waiting--;
            Take(_input[0], uptimeMilliseconds);
        }
    }

    private void Take(int character, long uptimeMilliseconds)
    {
        bool isSecondHalf = character == '\n' && _wasCarriageReturn;
        _wasCarriageReturn = character == '\r';
        if (isSecondHalf)
        {
            return;
        }

        switch (character)
        {
            case '\r':
            case '\n':
                EndLine(uptimeMilliseconds);
                break;
            case '\b':
            case Rubout:
                TakeBack();
                break;
            case CancelLine:
            case Interrupt:
                _lineLength = 0;
                _isLineTooLong = false;
                Prompt("\r\n");
                break;
            default:
                // Arrow keys and their like leave some letters, which backspace takes away.
                if (character >= ' ' && character != Escape)
                {
                    if (_lineLength == LineLength)
                    {
                        _isLineTooLong = true;
                    }
                    else
                    {
                        _line[_lineLength] = (byte)character;
                        _lineLength++;
                        if (_isEchoing)
                        {
                            Put(character);
                        }
                    }
                }

                break;
        }
    }

    private void TakeBack()
    {
        if (_lineLength == 0)
        {
            return;
        }

        // The further bytes of a character of UTF-8 go with its first one.
        while (_lineLength > 1 && (_line[_lineLength - 1] & 0xC0) == 0x80)
        {
            _lineLength--;
        }

        _lineLength--;
        if (_isEchoing)
        {
            Put("\b \b");
        }
    }

    private void EndLine(long uptimeMilliseconds)
    {
        if (_isEchoing)
        {
            Put("\r\n");
        }

        bool isTooLong = _isLineTooLong;
        bool isSplit = _arguments.TrySplit(_lineLength);
        bool isEmpty = _lineLength == 0 || (isSplit && _arguments.Count == 0 && Trimmed() == 0);
        _lineLength = 0;
        _isLineTooLong = false;
        if (isEmpty && !isTooLong)
        {
            Prompt("");
            return;
        }

        if (isTooLong || !isSplit)
        {
            Refuse(isTooLong ? "the line is too long" : "too many words, or a quote without end");
            return;
        }

        for (int index = 0; index < _commands.Length; index++)
        {
            if (_arguments.Is(0, _commands[index].Name))
            {
                _typedUptime = uptimeMilliseconds;
                string problem = _commands[index].Begin(_arguments, uptimeMilliseconds);
                if (problem != null)
                {
                    Refuse(problem);
                }
                else
                {
                    _command = _commands[index];
                    _piece = 0;
                }

                return;
            }
        }

        Refuse("unknown command; help lists what there is");
    }

    private int Trimmed() => _arguments.Lengths[0];

    private void Refuse(string problem)
    {
        _text.Clear();
        if (_arguments.IsJson)
        {
            _text.Open();
            _text.Member("error", problem);
            _text.Close();
        }
        else
        {
            _text.Add("error: ");
            _text.Add(problem);
        }

        _text.Add("\r\n");
        PutText();
        Prompt("");
    }

    private void WritePiece(long uptimeMilliseconds)
    {
        if (_piece == 0)
        {
            _text.Clear();
        }
        else
        {
            _text.Continue();
        }

        bool isMore = _arguments.IsJson ? _command.WriteJson(_text, _piece, uptimeMilliseconds) : _command.WriteText(_text, _piece, uptimeMilliseconds);
        _piece++;
        if (!isMore)
        {
            _command = null;
            if (_arguments.IsJson)
            {
                _text.Add("\r\n");
            }
        }

        PutText();
        if (!isMore)
        {
            Prompt("");
        }
    }

    private void Prompt(string before)
    {
        if (_isEchoing)
        {
            Put(before);
            Put("> ");
        }
    }

    private void PutText()
    {
        int count = _text.Length < QueueLength - _queueCount ? _text.Length : QueueLength - _queueCount;
        int end = (_queueStart + _queueCount) % QueueLength;
        int first = QueueLength - end < count ? QueueLength - end : count;
        Array.Copy(_text.Bytes, 0, _queue, end, first);
        Array.Copy(_text.Bytes, first, _queue, 0, count - first);
        _queueCount += count;
    }

    private void Put(string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            Put(text[index]);
        }
    }

    // There is room: a piece is made only when there is, and so is a character read.
    private void Put(int character)
    {
        if (_queueCount < QueueLength)
        {
            _queue[(_queueStart + _queueCount) % QueueLength] = (byte)character;
            _queueCount++;
        }
    }

    private void Send()
    {
        int count = _queueCount < _credit ? _queueCount : _credit;
        if (count <= 0)
        {
            return;
        }

        int first = QueueLength - _queueStart < count ? QueueLength - _queueStart : count;
        Array.Copy(_queue, _queueStart, _output, 0, first);
        Array.Copy(_queue, 0, _output, first, count - first);
        _queueStart = (_queueStart + count) % QueueLength;
        _queueCount -= count;
        _credit -= count;
        _port.Write(_output, 0, count);
    }
}
