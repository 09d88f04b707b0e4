using System.Text.RegularExpressions;
using Telltale.Signals;

namespace Telltale.Profiles;

/// <summary>Gathers the signals of a profile, each with its place in a file, and refuses what cannot be.</summary>
internal sealed partial class ProfileBuilder
{
    private readonly List<SignalDefinition> _definitions = [];
    private readonly List<BroadcastSignal> _broadcast = [];
    private readonly List<PolledSignal> _polled = [];
    private readonly Dictionary<string, Place> _names = new(StringComparer.Ordinal);
    private readonly List<(object Where, BitField? Selector, int Value, HashSet<int> Bits, string Name, Place Place)> _fields = [];
    private readonly bool _isLenient;

    /// <summary>Begins a profile.</summary>
    /// <param name="isLenient">True to take any unit and overlapping fields: what somebody else's file says of them is not ours to judge.</param>
    public ProfileBuilder(bool isLenient = false)
    {
        _isLenient = isLenient;
    }

    /// <summary>How many signals there are.</summary>
    public int Count => _definitions.Count;

    /// <summary>A signal that the vehicle sends by itself.</summary>
    public void AddBroadcast(SignalText signal, uint key, int dataLength, FieldText? selector, int selectorValue)
    {
        BitField field = Check(signal, dataLength, "frame");
        BitField? selectorField = null;
        if (selector is { } text)
        {
            if (!BitField.IsPossible(text.StartBit, text.BitLength, text.IsBigEndian, dataLength) || text.BitLength > 16)
            {
                throw signal.Place.Error($"the multiplexor of {signal.Name} ({text.StartBit}|{text.BitLength}) does not lie in the {dataLength} bytes of the frame, or is longer than 16 bits");
            }

            if (selectorValue >> text.BitLength != 0)
            {
                throw signal.Place.Error($"the multiplexor of {signal.Name} has {text.BitLength} bits, so it is never {selectorValue}");
            }

            selectorField = new BitField(text.StartBit, text.BitLength, text.IsBigEndian, false);
        }

        uint highestValid = HighestValid(signal);
        CheckOverlap(signal, key, selectorField, selectorValue);
        int index = Define(signal);
        _broadcast.Add(new BroadcastSignal(key, index, field, selectorField, selectorValue, highestValid));
    }

    /// <summary>A signal that the vehicle is asked for.</summary>
    public void AddPolled(SignalText signal, int service, int identifier, int dataLength, int periodMilliseconds, uint requestKey, uint responseKey)
    {
        if (signal.HighestValid is not null)
        {
            throw signal.Place.Error($"signal {signal.Name}: a highest raw value is for broadcast signals only");
        }

        BitField field = Check(signal, dataLength, "answer");
        CheckOverlap(signal, (service, identifier, requestKey), null, 0);
        int index = Define(signal);
        _polled.Add(new PolledSignal(index, service, identifier, dataLength, field, periodMilliseconds, requestKey, responseKey));
    }

    /// <summary>The profile.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="kilobitsPerSecond">0 for not said.</param>
    /// <param name="end">Where to say that there is nothing in it.</param>
    public SignalProfile Build(string name, int kilobitsPerSecond, Place end)
    {
        return _definitions.Count == 0
            ? throw end.Error("there is no signal in it")
            : new SignalProfile(name, kilobitsPerSecond, [.. _definitions], [.. _broadcast.OrderBy(signal => signal.Key)], [.. _polled]);
    }

    private static uint HighestValid(SignalText signal)
    {
        if (signal.HighestValid is not { } highest)
        {
            return uint.MaxValue;
        }

        if (signal.Field.IsSigned)
        {
            throw signal.Place.Error($"signal {signal.Name} is signed: a highest raw value is for unsigned ones only");
        }

        uint all = uint.MaxValue >> (32 - signal.Field.BitLength);
        return highest < all ? highest : highest == all ? uint.MaxValue : throw signal.Place.Error($"the highest raw value {highest} does not fit the {signal.Field.BitLength} bits of signal {signal.Name}");
    }

    private static IEnumerable<int> BitsOf(BitField field)
    {
        // Along the bits of Motorola order, each byte counts from 7 down.
        int first = field.IsBigEndian ? (field.StartBit & ~7) + 7 - (field.StartBit & 7) : field.StartBit;
        return Enumerable.Range(first, field.BitLength).Select(bit => field.IsBigEndian ? (bit & ~7) + 7 - (bit & 7) : bit);
    }

    private static BitField Check(SignalText signal, int dataLength, string what)
    {
        FieldText field = signal.Field;
        if (field.BitLength > 32)
        {
            throw signal.Place.Error($"signal {signal.Name} has {field.BitLength} bits; at most 32 are supported");
        }

        if (!BitField.IsPossible(field.StartBit, field.BitLength, field.IsBigEndian, dataLength))
        {
            throw signal.Place.Error($"signal {signal.Name} ({field.StartBit}|{field.BitLength} {(field.IsBigEndian ? "motorola" : "intel")}) does not lie in the {dataLength} bytes of the {what}");
        }

        return new BitField(field.StartBit, field.BitLength, field.IsBigEndian, field.IsSigned);
    }

    private void CheckOverlap(SignalText signal, object where, BitField? selector, int selectorValue)
    {
        if (_isLenient)
        {
            return;
        }

        FieldText field = signal.Field;
        HashSet<int> bits = [.. BitsOf(new BitField(field.StartBit, field.BitLength, field.IsBigEndian, field.IsSigned))];
        foreach (var other in _fields.Where(other => other.Where.Equals(where)))
        {
            // Two multiplexed signals may have the same bits when no frame holds both.
            bool areApart = selector is not null && other.Selector is not null && selector.StartBit == other.Selector.StartBit && selector.BitLength == other.Selector.BitLength
                && selector.IsBigEndian == other.Selector.IsBigEndian && selectorValue != other.Value;
            if (!areApart && bits.Overlaps(other.Bits))
            {
                throw signal.Place.Error($"signal {signal.Name} shares bits with signal {other.Name} ({other.Place})");
            }
        }

        _fields.Add((where, selector, selectorValue, bits, signal.Name, signal.Place));
    }

    private int Define(SignalText signal)
    {
        string name = signal.Name.StartsWith("Vehicle.", StringComparison.Ordinal) ? signal.Name["Vehicle.".Length..] : signal.Name;
        if (!NameText().IsMatch(name) || name.Length > 120)
        {
            throw signal.Place.Error($"'{name}' is not a name: a COVESA VSS path such as Powertrain.TractionBattery.CurrentVoltage, or MESSAGE.SIGNAL");
        }

        if (_names.TryGetValue(name, out Place? before))
        {
            throw signal.Place.Error($"signal {name} was defined before ({before})");
        }

        string? unit = _isLenient ? signal.Unit : Units.Normalize(signal.Unit);
        if (unit is null)
        {
            throw signal.Place.Error($"unit '{signal.Unit}' of signal {name} is not known; profiles/README.md lists those that are");
        }

        if (signal.Factor.Numerator.IsZero || !Rational.TryCombine(signal.Factor, signal.Offset, out int numerator, out int denominator, out int offset))
        {
            throw signal.Place.Error($"factor and offset of signal {name} cannot be represented: as fractions over one denominator they have to fit 32 bits, and the factor is not 0");
        }

        if (_definitions.Count == SignalTable.MaximumSignals)
        {
            throw signal.Place.Error($"{name} is one signal too many: a unit holds {SignalTable.MaximumSignals}");
        }

        _names.Add(name, signal.Place);
        _definitions.Add(new SignalDefinition(name, unit, numerator, denominator, offset, signal.Field.BitLength == 32 && !signal.Field.IsSigned, signal.StaleAfterMilliseconds));
        return _definitions.Count - 1;
    }

    [GeneratedRegex(@"^\w+(\.\w+)*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NameText();
}
