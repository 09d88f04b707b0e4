using System;
using System.Device.Gpio;
using System.Text;
using System.Threading;

namespace Telltale.Esp32;

/// <summary>
/// Switches on a SIMCom A7670 and has the receiver in it send its NMEA sentences on the modem's serial port (A76XX Series AT Command Manual: AT+CGNSSPWR, AT+CGNSSTST, AT+CGNSSPORTSWITCH).
/// Every wait has an end: a modem that does not answer costs about 25 s, one that runs already two. Written by reading; it has not been run on a board.
/// </summary>
internal sealed class ModemStart
{
    private const int SupplyMilliseconds = 100;
    private const int KeyMilliseconds = 1000;
    private const int AnswerMilliseconds = 1000;
    private const int StartAttempts = 15;
    private const int ReceiverMilliseconds = 12000;
    private const int PollMilliseconds = 20;

    private readonly Board _board;
    private readonly UartPort _port;
    private readonly byte[] _bytes = new byte[256];

    private ModemStart(Board board, UartPort port)
    {
        _board = board;
        _port = port;
    }

    /// <summary>Starts the modem where the board's receiver is in one.</summary>
    /// <param name="board">The board.</param>
    /// <param name="port">The port that receiver and modem share; open afterwards, and opened anew by the unit.</param>
    /// <returns>Null when it runs or there is none; else what went wrong.</returns>
    public static string Run(Board board, UartPort port)
    {
        if (board.ModemPort == null || board.ModemPort != board.GnssPort)
        {
            return null;
        }

        return new ModemStart(board, port).Start();
    }

    private string Start()
    {
        if (!_port.Open(_board.ModemBaudRate))
        {
            return _board.ModemPort + " cannot be opened";
        }

        GpioPin supply = Pins.Open(_board.ModemSupplyPin, PinMode.Output, "modem's supply");
        GpioPin reset = Pins.Open(_board.ModemResetPin, PinMode.Output, "modem's reset");
        GpioPin key = Pins.Open(_board.ModemKeyPin, PinMode.Output, "modem's key");
        Set(reset, false);
        Set(supply, true);
        Thread.Sleep(SupplyMilliseconds);

        // After a restart of the chip alone the modem still runs, and a long press would switch it off.
        if (!Answers("AT", "OK", AnswerMilliseconds))
        {
            Set(key, true);
            Thread.Sleep(KeyMilliseconds);
            Set(key, false);
            int attempts = 0;
            while (!Answers("AT", "OK", AnswerMilliseconds))
            {
                attempts++;
                if (attempts == StartAttempts)
                {
                    return "the modem does not answer";
                }
            }
        }

        // Answered with an error where the receiver has power already, which is as good: what counts is whether sentences come.
        Answers("AT+CGNSSPWR=1", "READY", ReceiverMilliseconds);
        Answers("AT+CGNSSTST=1", "OK", AnswerMilliseconds);
        return Answers("AT+CGNSSPORTSWITCH=0,1", "OK", AnswerMilliseconds) ? null : "the modem does not hand out its receiver's sentences";
    }

    private static void Set(GpioPin pin, bool isHigh)
    {
        if (pin != null)
        {
            pin.Write(isHigh ? PinValue.High : PinValue.Low);
        }
    }

    // Sends a command and waits for a word in what comes back.
    private bool Answers(string command, string word, int milliseconds)
    {
        byte[] line = Encoding.UTF8.GetBytes(command + "\r");
        _port.Write(line, 0, line.Length);
        long end = Environment.TickCount64 + milliseconds;
        int matched = 0;
        while (Environment.TickCount64 < end)
        {
            int count = _port.Read(_bytes, 0, _bytes.Length);
            for (int index = 0; index < count; index++)
            {
                char received = (char)_bytes[index];
                matched = received == word[matched] ? matched + 1 : received == word[0] ? 1 : 0;
                if (matched == word.Length)
                {
                    return true;
                }
            }

            if (count == 0)
            {
                Thread.Sleep(PollMilliseconds);
            }
        }

        return false;
    }
}
