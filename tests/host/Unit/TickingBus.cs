using System.Buffers.Binary;
using Telltale.Can;
using Telltale.Signals;
using Telltale.Virtual;

namespace Telltale.HostTests.Unit;

/// <summary>A bus on which one message comes every 100 ms and holds the number of tenths of a second since the start.</summary>
internal sealed class TickingBus(SimulationClock clock) : ICanController
{
    public const uint Identifier = 0x123;

    private long _taken = -1;

    public CanMode Mode { get; private set; } = CanMode.ListenOnly;

    public CanCounters Counters { get; } = new();

    /// <summary>Nothing is sent on the bus.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The profile of this bus, with a name that the test chooses for its signal.</summary>
    public static SignalProfile Profile(string signal)
    {
        SignalDefinition definition = new(signal, "s", 1, 10, 0, isUnsigned: false, staleAfterMilliseconds: 1000);
        BitField field = new(0, 31, isBigEndian: false, isSigned: false);
        return new SignalProfile("test", 500, [definition], [new BroadcastSignal(Identifier, 0, field, null, 0)], []);
    }

    public void Accept(uint[] keys, int count, int doubleBuffered)
    {
    }

    public bool TrySetMode(CanMode mode, bool everything)
    {
        Mode = mode;
        return true;
    }

    public bool TryReceive(CanFrame frame)
    {
        long now = clock.NowMilliseconds / 100;
        if (IsSilent || now <= _taken)
        {
            return false;
        }

        // A controller holds two frames: what came before them while nobody looked is lost.
        _taken = Math.Max(_taken + 1, now - 1);
        frame.Identifier = Identifier;
        frame.IsExtended = false;
        frame.IsRemote = false;
        frame.Length = 8;
        BinaryPrimitives.WriteInt64LittleEndian(frame.Data, _taken);
        return true;
    }

    public bool TrySend(CanFrame frame) => false;

    public void Step(long uptimeMilliseconds)
    {
    }
}
