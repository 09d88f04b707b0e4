using System.Text.RegularExpressions;
using Telltale.Can;
using Telltale.Signals;

namespace Telltale.Profiles;

/// <summary>
/// Makes a profile of broadcast signals from a DBC file. A signal is called MESSAGE.SIGNAL, as the DBC has it, or as a mapping says: the COVESA VSS path
/// without the leading "Vehicle.".
/// </summary>
public static partial class DbcProfile
{
    /// <summary>A signal counts as absent after so long without a frame: several periods of the slowest messages that vehicles send.</summary>
    private const int StaleAfterMilliseconds = 3000;

    /// <summary>What a person wants to see of a drive, most wanted first; the number is how many of each.</summary>
    private static readonly (Regex Name, int Most)[] WellKnown =
    [
        (WheelSpeed(), 4),
        (VehicleSpeed(), 1),
        (EngineSpeed(), 1),
        (Pedal(), 1),
        (Brake(), 1),
        (SteeringAngle(), 1),
        (GearOrFuel(), 1),
    ];

    /// <summary>Makes a profile of the named signals, "SIGNAL" or "MESSAGE.SIGNAL".</summary>
    /// <param name="file">The DBC.</param>
    /// <param name="name">What the profile is called.</param>
    /// <param name="wanted">The signals, in the order that they are to have in the profile.</param>
    /// <param name="vssNames">VSS paths by what <paramref name="wanted"/> calls the signals; null to keep the DBC's names.</param>
    /// <exception cref="SourceException">A name is unknown or not unique, or a signal cannot be represented.</exception>
    public static SignalProfile Build(DbcFile file, string name, IEnumerable<string> wanted, IReadOnlyDictionary<string, string>? vssNames = null)
    {
        List<string?> names = [];
        List<(DbcMessage Message, DbcSignal Signal)> chosen = [];
        foreach (string want in wanted)
        {
            names.Add(vssNames?.GetValueOrDefault(want));
            (DbcMessage Message, DbcSignal Signal)[] matches = [.. All(file)
                .Where(pair => string.Equals(pair.Signal.Name, want, StringComparison.Ordinal) || string.Equals(NameOf(pair.Message, pair.Signal), want, StringComparison.Ordinal))];
            chosen.Add(matches.Length switch
            {
                1 => matches[0],
                0 => throw new SourceException($"{name}: there is no signal {want}"),
                _ => throw new SourceException($"{name}: {want} is in several messages: {string.Join(", ", matches.Select(pair => NameOf(pair.Message, pair.Signal)))}"),
            });
        }

        return Build(name, chosen, names);
    }

    /// <summary>Makes a profile of the well-known signals among the messages that are there: speeds, engine speed, pedals, steering, gear.</summary>
    /// <param name="file">The DBC.</param>
    /// <param name="name">What the profile is called.</param>
    /// <param name="isPresent">Which messages are really sent, by <see cref="CanFrame.Key"/>; null for all.</param>
    /// <param name="most">How many signals; filled up with other signals of the file where the well-known ones are fewer.</param>
    /// <exception cref="SourceException">None of the messages is there, or a signal cannot be represented.</exception>
    public static SignalProfile BuildWellKnown(DbcFile file, string name, Predicate<uint>? isPresent = null, int most = 10)
    {
        List<(DbcMessage Message, DbcSignal Signal)> chosen = [.. Ordered(file, isPresent, withSmall: false).Take(most)];
        return chosen.Count > 0 ? Build(name, chosen, []) : throw new SourceException($"{name}: none of its messages is in the recording");
    }

    /// <summary>
    /// Makes a profile of every signal that can be represented among the messages that are there; where they are more than 62, flags, counters and checksums are
    /// left out first.
    /// </summary>
    /// <exception cref="SourceException">None of the messages is there.</exception>
    public static SignalProfile BuildAll(DbcFile file, string name, Predicate<uint>? isPresent = null)
    {
        List<(DbcMessage Message, DbcSignal Signal)> chosen = [.. Ordered(file, isPresent, withSmall: true).Take(SignalTable.MaximumSignals)];
        return chosen.Count > 0 ? Build(name, chosen, []) : throw new SourceException($"{name}: none of its messages is in the recording");
    }

    /// <summary>The message as in <see cref="CanFrame.Key"/>.</summary>
    public static uint KeyOf(DbcMessage message)
    {
        return message.IsExtended ? message.Identifier | CanFrame.ExtendedKey : message.Identifier;
    }

    private static IEnumerable<(DbcMessage Message, DbcSignal Signal)> All(DbcFile file)
    {
        return file.Messages.SelectMany(message => message.Signals.Select(signal => (message, signal)));
    }

    // The most wanted first: well-known ones, then numbers, then flags and bookkeeping.
    private static List<(DbcMessage Message, DbcSignal Signal)> Ordered(DbcFile file, Predicate<uint>? isPresent, bool withSmall)
    {
        (DbcMessage Message, DbcSignal Signal)[] present = [.. All(file)
            .Where(pair => isPresent is null || isPresent(KeyOf(pair.Message)))
            .Where(pair => pair.Signal.BitLength <= 32 && pair.Signal.Obstacle is null && Fits(pair.Signal))];
        List<(DbcMessage Message, DbcSignal Signal)> chosen = [];
        foreach ((Regex wellKnown, int number) in WellKnown)
        {
            chosen.AddRange(present.Where(pair => wellKnown.IsMatch(pair.Signal.Name)).Take(number));
        }

        chosen.AddRange([.. present.Except(chosen).Where(pair => pair.Signal.BitLength > 4 && !Bookkeeping().IsMatch(pair.Signal.Name))]);
        if (withSmall)
        {
            chosen.AddRange([.. present.Except(chosen)]);
        }

        return chosen;
    }

    private static string NameOf(DbcMessage message, DbcSignal signal)
    {
        return $"{message.Name}.{signal.Name}";
    }

    private static bool Fits(DbcSignal signal)
    {
        return Rational.TryCombine(signal.Factor, signal.Offset, out _, out _, out _);
    }

    private static SignalProfile Build(string name, List<(DbcMessage Message, DbcSignal Signal)> chosen, List<string?> names)
    {
        if (chosen.Count > SignalTable.MaximumSignals)
        {
            throw new SourceException($"{name}: {chosen.Count} signals are more than {SignalTable.MaximumSignals}");
        }

        SignalDefinition[] definitions = new SignalDefinition[chosen.Count];
        List<BroadcastSignal> broadcast = [];
        for (int index = 0; index < chosen.Count; index++)
        {
            (DbcMessage message, DbcSignal signal) = chosen[index];
            if (signal.Obstacle is { } obstacle)
            {
                throw new SourceException(name, signal.Line, $"signal {signal.Name} {obstacle}");
            }

            if (signal.BitLength > 32)
            {
                throw new SourceException(name, signal.Line, $"signal {signal.Name} has {signal.BitLength} bits; at most 32 are supported");
            }

            if (!Rational.TryCombine(signal.Factor, signal.Offset, out int numerator, out int denominator, out int offset))
            {
                throw new SourceException(name, signal.Line, $"factor and offset of signal {signal.Name} do not fit 32 bits");
            }

            BitField? selector = null;
            int selectorValue = 0;
            if (signal.MultiplexValue is { } value)
            {
                DbcSignal multiplexor = message.Signals.FirstOrDefault(candidate => candidate.IsMultiplexor)
                    ?? throw new SourceException(name, signal.Line, $"signal {signal.Name} is multiplexed, but message {message.Name} has no multiplexor");
                if (multiplexor.BitLength > 16 || value > ushort.MaxValue)
                {
                    throw new SourceException(name, multiplexor.Line, $"multiplexor {multiplexor.Name} has {multiplexor.BitLength} bits; at most 16 are supported");
                }

                selector = new BitField(multiplexor.StartBit, multiplexor.BitLength, !multiplexor.IsLittleEndian, false);
                selectorValue = value;
            }

            definitions[index] = new SignalDefinition(
                names.ElementAtOrDefault(index) ?? NameOf(message, signal), signal.Unit, numerator, denominator, offset, signal.BitLength == 32 && !signal.IsSigned, StaleAfterMilliseconds);
            broadcast.Add(new BroadcastSignal(
                KeyOf(message), index, new BitField(signal.StartBit, signal.BitLength, !signal.IsLittleEndian, signal.IsSigned), selector, selectorValue));
        }

        if (definitions.GroupBy(definition => definition.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new SourceException($"{name}: two signals are called {twice.Key}");
        }

        return new SignalProfile(name, 0, definitions, [.. broadcast.OrderBy(signal => signal.Key)], []);
    }

    [GeneratedRegex("^(WHEEL_?SPEED|WHLSPD|WHL_SPD)\\w*_?(FL|FR|RL|RR)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WheelSpeed();

    [GeneratedRegex("^((VEHICLE_?)?SPEED|WheelBasedVehicleSpeed)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VehicleSpeed();

    [GeneratedRegex("^(ENGINE_?(RPM|SPEED)|RPM)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EngineSpeed();

    [GeneratedRegex("^((GAS|ACC(EL(ERATOR)?)?)_?PEDAL|PEDAL_GAS)(_?POSITION|_ALT)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pedal();

    [GeneratedRegex("^BRAKE_?(AMOUNT|PRESSURE|POSITION|PRESSED)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Brake();

    [GeneratedRegex("^STEER(ING)?(_?WHEEL)?_?ANGLE$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SteeringAngle();

    [GeneratedRegex("^(GEAR|FUEL_?LEVEL)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GearOrFuel();

    [GeneratedRegex("CHECKSUM|COUNTER|FAULT|_ENC|^SET_ME", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bookkeeping();
}
