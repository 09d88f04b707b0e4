using System;
using Telltale.Can;
using Telltale.Elm327;
using Telltale.Ports;

namespace Telltale.DeviceTests.Elm327;

/// <summary>An adapter that answers each command at once: "OK", or what its script says.</summary>
internal sealed class ScriptedAdapter : IUartPort
{
    public readonly Elm327Adapter Adapter;
    public readonly CanFrame Frame = new CanFrame();

    /// <summary>Pairs of a command and its answer, "|" for a carriage return; without an answer of "-" there is a prompt. The latest pair counts.</summary>
    public string[] Answers = new string[80];

    /// <summary>Commands as they came, each with a space behind it; "_" for the space that stops.</summary>
    public string Heard = "";

    public bool IsSilent;
    public int Opens;
    public long Uptime;

    private readonly int _baudRate;
    private readonly byte[] _waiting = new byte[8192];
    private int _count;
    private int _openRate;
    private int _answers;

    public ScriptedAdapter(Elm327Settings settings, int baudRate)
    {
        _baudRate = baudRate;
        Adapter = new Elm327Adapter(this, settings);
        Answer("ATZ", "||ELM327 v1.5|");
        Answer("ATI", "ELM327 v1.5|");
        Answer("STI", "?|");
        Answer("ATMA", "-");
        Answer("ATRV", "12.6V|");
    }

    public int BytesToRead => _count;

    public void Answer(string command, string answer)
    {
        Answers[_answers] = command;
        Answers[_answers + 1] = answer;
        _answers += 2;
    }

    public void Run(int milliseconds)
    {
        long end = Uptime + milliseconds;
        while (Uptime < end)
        {
            Uptime += 10;
            Adapter.Step(Uptime);
        }
    }

    public void Say(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            _waiting[_count++] = text[i] == '|' ? (byte)'\r' : (byte)text[i];
        }
    }

    public bool Send(uint key, byte[] payload)
    {
        CanFrame frame = new CanFrame();
        frame.Key = key;
        frame.Length = 8;
        frame.Data[0] = (byte)payload.Length;
        Array.Copy(payload, 0, frame.Data, 1, payload.Length);
        return Adapter.TrySend(frame);
    }

    public int Read(byte[] buffer, int offset, int count)
    {
        int taken = _count < count ? _count : count;
        Array.Copy(_waiting, 0, buffer, offset, taken);
        Array.Copy(_waiting, taken, _waiting, 0, _count - taken);
        _count -= taken;
        return taken;
    }

    public void Write(byte[] buffer, int offset, int count)
    {
        if (IsSilent || _openRate != _baudRate)
        {
            return;
        }

        if (buffer[offset] == ' ')
        {
            Heard += "_ ";
            Say("|>");
            return;
        }

        char[] text = new char[count - 1];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (char)buffer[offset + i];
        }

        string command = new string(text);
        Heard += command + " ";
        string answer = command.Substring(0, 2) == "AT" ? "OK|" : "NO DATA|";
        for (int i = 0; i < _answers; i += 2)
        {
            if (Answers[i] == command)
            {
                answer = Answers[i + 1];
            }
        }

        if (answer != "-")
        {
            Say(answer + "|>");
        }
    }

    public bool Open(int baudRate)
    {
        Opens++;
        _openRate = baudRate;
        _count = 0;
        return true;
    }
}
