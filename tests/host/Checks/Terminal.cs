using System.Text;
using System.Text.Json;
using Telltale.HostTests.Unit;
using Telltale.Ports;

namespace Telltale.HostTests.Checks;

/// <summary>A person or a program at a unit's serial console.</summary>
internal sealed class Terminal : IUartPort
{
    private readonly Queue<byte> _typed = new();
    private readonly List<byte> _shown = [];

    public bool OpenFails { get; set; }

    public int BaudRate { get; private set; }

    public int LongestWrite { get; private set; }

    public string Shown => Encoding.UTF8.GetString([.. _shown]);

    public int BytesToRead => _typed.Count;

    public int Read(byte[] buffer, int offset, int count)
    {
        int taken = 0;
        while (taken < count && _typed.TryDequeue(out byte value))
        {
            buffer[offset + taken++] = value;
        }

        return taken;
    }

    public void Write(byte[] buffer, int offset, int count)
    {
        LongestWrite = Math.Max(LongestWrite, count);
        _shown.AddRange(buffer.AsSpan(offset, count));
    }

    public bool Open(int baudRate)
    {
        BaudRate = baudRate;
        return !OpenFails;
    }

    public void Type(string text)
    {
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            _typed.Enqueue(value);
        }
    }

    /// <summary>Types a line and gives what the unit shows within three seconds.</summary>
    public string Ask(UnitOnTheDesk desk, string line, double seconds = 3)
    {
        _shown.Clear();
        Type(line + "\r");
        desk.Run(seconds);
        return Shown;
    }

    /// <summary>The same with --json, echo off.</summary>
    public JsonElement AskJson(UnitOnTheDesk desk, string line)
    {
        Ask(desk, "echo off");
        string answer = Ask(desk, line + " --json");
        Assert.That(answer, Does.EndWith("\r\n"), answer);
        string[] lines = answer.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(1), answer);
        return JsonDocument.Parse(lines[0]).RootElement;
    }
}
