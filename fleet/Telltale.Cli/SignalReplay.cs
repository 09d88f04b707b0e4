using Telltale.Can;
using Telltale.J1939;
using Telltale.Profiles;
using Telltale.Signals;
using Telltale.Virtual.Can;

namespace Telltale.Cli;

/// <summary>
/// The signals of a profile, or every one of a DBC, out of recorded frames, by the unit's own decoder. A profile of the unit holds 62 signals and a DBC many
/// more, so each message of a DBC gets decoders of its own.
/// </summary>
internal sealed class SignalReplay
{
    private readonly Dictionary<uint, List<Part>> _parts = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _notSupported = [];
    private readonly CanFrame _frame = new();
    private readonly Part? _whole;
    private long _moment;

    /// <summary>Makes a decoder of a profile.</summary>
    /// <param name="profile">The profile; what the unit asks for is not looked for.</param>
    /// <param name="wanted">Names of signals; empty for all.</param>
    public SignalReplay(SignalProfile profile, IReadOnlyCollection<string> wanted)
    {
        HashSet<int> broadcast = [.. profile.Broadcast.Select(signal => signal.SignalIndex)];
        _names.UnionWith(broadcast.Select(index => profile.Definitions[index].Name));
        _notSupported.AddRange(profile.Definitions.Where((_, index) => !broadcast.Contains(index)).Select(definition => definition.Name));
        BroadcastSignal[] chosen = [.. profile.Broadcast.Where(signal => wanted.Count == 0 || wanted.Contains(profile.Definitions[signal.SignalIndex].Name, StringComparer.Ordinal))];
        var table = new SignalTable(profile.Definitions);
        _whole = new Part(table, new BroadcastDecoder(new SignalProfile(profile.Name, 0, profile.Definitions, chosen, []), table));
    }

    /// <summary>Makes decoders for the signals of a DBC.</summary>
    /// <param name="dbc">The DBC.</param>
    /// <param name="wanted">MESSAGE.SIGNAL or MESSAGE; empty for all.</param>
    public SignalReplay(DbcFile dbc, IReadOnlyCollection<string> wanted)
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

    /// <summary>Signals of more than 32 bits, or whose scale does not fit 32 bits; those that the vehicle is asked for.</summary>
    public IReadOnlyList<string> SignalsNotSupported => _notSupported;

    /// <summary>Whether the DBC has a message or a signal of that name.</summary>
    public bool Has(string name) => _names.Contains(name);

    /// <summary>The values in a frame.</summary>
    public IEnumerable<ReplayedValue> Decode(RecordedCanFrame record)
    {
        Frames++;
        record.CopyTo(_frame);
        if (record.IsRemote)
        {
            yield break;
        }

        bool isDecoded = false;
        bool isTooShort = false;
        foreach (Part part in PartsOf(record.Key))
        {
            // Each frame is a moment of its own: the table shows by its times what this frame has brought.
            _moment++;
            int tooShort = part.Decoder.FramesTooShort;
            isDecoded |= part.Decoder.Decode(_frame, _moment);
            isTooShort |= part.Decoder.FramesTooShort != tooShort;
            for (int index = 0; index < part.Table.Definitions.Length; index++)
            {
                if (part.Table.SetAt(index) == _moment)
                {
                    SignalDefinition definition = part.Table.Definitions[index];
                    yield return new ReplayedValue(
                        record.UtcMicroseconds, record.Bus, definition.Name, definition.ToValue(part.Table.RawOf(index)), definition.Unit);
                }
            }
        }

        FramesDecoded += isDecoded ? 1 : 0;
        FramesTooShort += isTooShort ? 1 : 0;
    }

    // A frame belongs to the message of its identifier, or else to its parameter group.
    private IReadOnlyList<Part> PartsOf(uint key)
    {
        if (_whole is not null)
        {
            return [_whole];
        }

        if (_parts.TryGetValue(key, out List<Part>? parts))
        {
            return parts;
        }

        return (key & CanFrame.ExtendedKey) != 0
            && _parts.TryGetValue((ParameterGroupKey.FromOneSource(key) & 0xFFFF_FF00) | ParameterGroupKey.AnySource, out parts) ? parts : [];
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
                key, index, Field(signal), signal.MultiplexValue is null ? null : Field(multiplexor!), signal.MultiplexValue ?? 0,
                message.IsParameterGroup && !signal.IsSigned && signal.BitLength >= 2 ? J1939Parameter.HighestValidOf(signal.BitLength) : uint.MaxValue);
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
