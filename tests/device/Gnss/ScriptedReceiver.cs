using System;
using Telltale.Gnss;
using Telltale.Ports;

namespace Telltale.DeviceTests.Gnss;

/// <summary>A receiver that sends one RMC a second at one baud rate and answers what its script says.</summary>
internal sealed class ScriptedReceiver : IUartPort, IFixListener, IEpochListener
{
    public readonly GnssReceiver Receiver;

    /// <summary>Everything that was written at the right baud rate and is a sentence, without the checksums.</summary>
    public string Heard = "";

    /// <summary>Pairs of the beginning of a command and the body of its answer.</summary>
    public string[] Answers = new string[0];

    public bool IsSilent;
    public int Opens;
    public int Writes;
    public int Fixes;
    public int Epochs;
    public long Uptime;

    private readonly int _baudRate;
    private readonly byte[] _waiting = new byte[4096];
    private int _count;
    private int _openRate;
    private long _nextSecond = 500;

    public ScriptedReceiver(int baudRate, GnssReceiverSettings settings)
    {
        _baudRate = baudRate;
        Receiver = new GnssReceiver(this, settings);
    }

    public int BytesToRead => _count;

    /// <summary>Turns the loop.</summary>
    public void Run(int milliseconds)
    {
        long end = Uptime + milliseconds;
        while (Uptime < end)
        {
            Uptime += 20;
            if (Uptime >= _nextSecond)
            {
                _nextSecond += 1000;
                if (!IsSilent)
                {
                    Say("GNRMC,0102" + ((Uptime / 1000 % 50) + 10).ToString() + ".00,A,4902.00000,N,00830.00000,E,0.5,,010626,,,A");
                }
            }

            Receiver.Step(Uptime);
        }
    }

    public void Say(string body)
    {
        if (_openRate != 0)
        {
            byte[] bytes = FixRecorder.Bytes(FixRecorder.Sentence(body));
            for (int i = 0; i < bytes.Length; i++)
            {
                _waiting[_count++] = _openRate == _baudRate ? bytes[i] : (byte)(bytes[i] ^ 0x5A);
            }
        }
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
        Writes++;
        if (_openRate != _baudRate || buffer[offset] != '$')
        {
            return;
        }

        char[] text = new char[count - 5];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (char)buffer[offset + i];
        }

        string command = new string(text);
        Heard += command + " ";
        for (int i = 0; i < Answers.Length; i += 2)
        {
            if (command.Length > Answers[i].Length && command.Substring(1, Answers[i].Length) == Answers[i])
            {
                Say(Answers[i + 1]);
            }
        }
    }

    public bool Open(int baudRate)
    {
        Opens++;
        _openRate = baudRate;
        _count = 0;
        return true;
    }

    public void OnFix(Fix fix)
    {
        Fixes++;
    }

    public void BeginEpoch(long uptimeMilliseconds)
    {
        Epochs++;
    }
}
