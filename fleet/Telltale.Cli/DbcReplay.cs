using Telltale.Can;
using Telltale.Profiles;
using Telltale.Signals;
using Telltale.Virtual.Can;

namespace Telltale.Cli;

/// <summary>
/// Every signal of a DBC out of recorded frames, by the unit's own decoder. A profile of the unit holds 62 signals and a DBC many more, so
/// each message gets decoders of its own (<see cref="CanReplay"/> is for what one profile holds).
/// </summary>
internal sealed class DbcReplay
{
    private readonly Dictionary<uint, List<Part>> _parts = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _notSupported = [];
    private readonly CanFrame _frame = new();
    private readonly int[] _raw = new int[SignalTable.MaximumSignals];
    private long _moment;

    /// <summary>Makes decoders for the signals of a DBC.</summary>
    /// <param name="dbc">The DBC.</param>
    /// <param name="wanted">MESSAGE.SIGNAL or MESSAGE; empty for all.</param>
    public DbcReplay(DbcFile dbc, IReadOnlyCollection<string> wanted)
    {
        foreach (DbcMessage message in dbc.Messages)
        {
            _names.Add(message.Name);
            _names.UnionWith(message.Signals.Select(signal => message.Name + "." + signal.Name));
            DbcSignal? multiplexor = message.Signals.FirstOrDefault(signal => signal.IsMultiplexor);
            DbcSignal[] signals = message.Signals
                .Where(signal => wanted.Count == 0 || wanted.Contains(message.Name, StringComparer.Ordinal)
                    || wanted.Contains(message.Name + "." + signal.Name, StringComparer.Ordinal))
                .ToArray();
            foreach (DbcSignal[] some in signals.Where(signal => IsSupported(message, signal, multiplexor)).Chunk(SignalTable.MaximumSignals))
            {
                uint key = DbcProfile.KeyOf(message);
                if (!_parts.TryGetValue(key, out List<Part>? parts))
                {
                    _parts[key] = parts = [];
                }

                parts.Add(MakePart(message, key, some, multiplexor));
            }
        }
    }

    /// <summary>Frames seen.</summary>
    public int Frames { get; private set; }

    /// <summary>Frames of a message with wanted signals.</summary>
    public int FramesDecoded { get; private set; }

    /// <summary>Frames that were too short for one of their signals.</summary>
    public int FramesTooShort { get; private set; }

    /// <summary>Signals of more than 32 bits, or whose scale does not fit 32 bits.</summary>
    public IReadOnlyList<string> SignalsNotSupported => _notSupported;

    /// <summary>Whether the DBC has a message or a signal of that name.</summary>
    public bool Has(string name) => _names.Contains(name);

    /// <summary>The values in a frame.</summary>
    public IEnumerable<DbcReplayValue> Decode(RecordedCanFrame record)
    {
        Frames++;
        record.CopyTo(_frame);
        if (!_parts.TryGetValue(record.Key, out List<Part>? parts) || record.IsRemote)
        {
            yield break;
        }

        FramesDecoded++;
        bool isTooShort = false;
        foreach (Part part in parts)
        {
            // Each frame is a moment of its own, and signals are stale at once: the snapshot holds what this frame has brought.
            _moment++;
            int tooShort = part.Decoder.FramesTooShort;
            part.Decoder.Decode(_frame, _moment);
            isTooShort |= part.Decoder.FramesTooShort != tooShort;
            long present = part.Table.Snapshot(_raw, _moment);
            for (int index = 0; index < part.Table.Definitions.Length; index++)
            {
                if ((present & (1L << index)) != 0)
                {
                    SignalDefinition definition = part.Table.Definitions[index];
                    yield return new DbcReplayValue(
                        record.UtcMicroseconds, record.Bus, definition.Name, definition.ToValue(_raw[index]), definition.Unit);
                }
            }
        }

        FramesTooShort += isTooShort ? 1 : 0;
    }

    private static Part MakePart(DbcMessage message, uint key, DbcSignal[] signals, DbcSignal? multiplexor)
    {
        var definitions = new SignalDefinition[signals.Length];
        var broadcast = new BroadcastSignal[signals.Length];
        for (int index = 0; index < signals.Length; index++)
        {
            DbcSignal signal = signals[index];
            Rational.TryCombine(signal.Factor, signal.Offset, out int numerator, out int denominator, out int offset);
            definitions[index] = new SignalDefinition(
                message.Name + "." + signal.Name, signal.Unit, numerator, denominator, offset, isUnsigned: !signal.IsSigned, staleAfterMilliseconds: 0);
            broadcast[index] = new BroadcastSignal(
                key, index, Field(signal), signal.MultiplexValue is null ? null : Field(multiplexor!), signal.MultiplexValue ?? 0);
        }

        var table = new SignalTable(definitions);
        return new Part(table, new BroadcastDecoder(new SignalProfile(message.Name, 0, definitions, broadcast, []), table));
    }

    private static BitField Field(DbcSignal signal) => new(signal.StartBit, signal.BitLength, !signal.IsLittleEndian, signal.IsSigned);

    private bool IsSupported(DbcMessage message, DbcSignal signal, DbcSignal? multiplexor)
    {
        bool isSupported = signal.BitLength <= 32
            && Rational.TryCombine(signal.Factor, signal.Offset, out _, out _, out _)
            && (signal.MultiplexValue is null || multiplexor?.BitLength <= 32);
        if (!isSupported)
        {
            _notSupported.Add(message.Name + "." + signal.Name);
        }

        return isSupported;
    }

    private sealed record Part(SignalTable Table, BroadcastDecoder Decoder);
}
