using System.Text.RegularExpressions;
using Telltale.Can;
using Telltale.J1939;
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
            chosen.Add(Find(file, want, problem => new SourceException($"{name}: {problem}")));
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

    /// <summary>The message as in <see cref="CanFrame.Key"/>, or its parameter group as in <see cref="ParameterGroupKey"/>.</summary>
    public static uint KeyOf(DbcMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        uint key = message.IsExtended ? message.Identifier | CanFrame.ExtendedKey : message.Identifier;
        return message.IsExtended && message.IsParameterGroup ? ParameterGroupKey.Of(J1939Identifier.ParameterGroup(message.Identifier)) : key;
    }

    /// <summary>Signals that a DBC names by attribute VssName; where there are none, as many as a unit holds of those that can be, most wanted first.</summary>
    /// <param name="file">The DBC.</param>
    /// <param name="path">The file as errors name it.</param>
    /// <param name="name">What the profile is called.</param>
    /// <param name="leftOut">What is wrong with each signal that was left out; only where nobody has chosen.</param>
    /// <exception cref="SourceException">A signal named by attribute cannot be, or none can.</exception>
    public static SignalProfile BuildByAttributes(DbcFile file, string path, string name, out IReadOnlyList<string> leftOut)
    {
        ArgumentNullException.ThrowIfNull(file);
        List<string> problems = [];
        leftOut = problems;
        ProfileBuilder builder = new();
        (DbcMessage Message, DbcSignal Signal)[] named = [.. All(file).Where(pair => pair.Signal.VssName is not null)];
        foreach ((DbcMessage message, DbcSignal signal) in named)
        {
            Add(builder, message, signal, new DbcChoice(new Place(path, signal.Line), null, null, null, null));
        }

        if (named.Length > 0)
        {
            return builder.Build(name, 0, new Place(path, 1));
        }

        int tooMany = 0;
        foreach ((DbcMessage message, DbcSignal signal) in Ordered(file, null, withSmall: true).Concat(All(file)).Distinct())
        {
            if (builder.Count == SignalTable.MaximumSignals)
            {
                tooMany++;
                continue;
            }

            try
            {
                Add(builder, message, signal, new DbcChoice(new Place(path, signal.Line), null, null, null, null));
            }
            catch (SourceException exception)
            {
                problems.Add(exception.Message);
            }
        }

        if (tooMany > 0)
        {
            problems.Add($"{path}: {tooMany} further signals, because a unit holds {SignalTable.MaximumSignals}");
        }

        return builder.Build(name, 0, new Place(path, 1));
    }

    /// <summary>Makes a profile of chosen signals, strictly: units have to be known, and no two signals share bits.</summary>
    /// <param name="file">The DBC.</param>
    /// <param name="path">The file as errors name it.</param>
    /// <param name="name">What the profile is called.</param>
    /// <param name="choices">Signals as SIGNAL or MESSAGE.SIGNAL, each with its VSS path or null.</param>
    /// <exception cref="SourceException">A name is unknown or not unique, or a signal cannot be.</exception>
    public static SignalProfile BuildChosen(DbcFile file, string path, string name, IEnumerable<(string Signal, string? VssName)> choices)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(choices);
        ProfileBuilder builder = new();
        foreach ((string wanted, string? vssName) in choices)
        {
            (DbcMessage message, DbcSignal signal) = Find(file, wanted, problem => new SourceException($"{path}: {problem}"));
            Add(builder, message, signal, new DbcChoice(new Place(path, signal.Line), vssName, null, null, null));
        }

        return builder.Build(name, 0, new Place(path, 1));
    }

    /// <summary>The one signal of that name.</summary>
    internal static (DbcMessage Message, DbcSignal Signal) Find(DbcFile file, string wanted, Func<string, SourceException> error)
    {
        (DbcMessage Message, DbcSignal Signal)[] matches = [.. All(file)
            .Where(pair => string.Equals(pair.Signal.Name, wanted, StringComparison.Ordinal) || string.Equals(NameOf(pair.Message, pair.Signal), wanted, StringComparison.Ordinal))];
        return matches.Length switch
        {
            1 => matches[0],
            0 => throw error($"there is no signal {wanted}"),
            _ => throw error($"{wanted} is in several messages: {string.Join(", ", matches.Select(pair => NameOf(pair.Message, pair.Signal)))}"),
        };
    }

    /// <summary>Adds a signal of a DBC to a profile.</summary>
    internal static void Add(ProfileBuilder builder, DbcMessage message, DbcSignal signal, DbcChoice choice)
    {
        Place place = choice.Place;
        if (signal.Obstacle is { } obstacle)
        {
            throw place.Error($"signal {signal.Name} {obstacle}");
        }

        FieldText? selector = null;
        int selectorValue = 0;
        if (signal.MultiplexValue is { } value)
        {
            DbcSignal multiplexor = message.Signals.FirstOrDefault(candidate => candidate.IsMultiplexor)
                ?? throw place.Error($"signal {signal.Name} is multiplexed, but message {message.Name} has no multiplexor");
            selector = new FieldText(multiplexor.StartBit, multiplexor.BitLength, !multiplexor.IsLittleEndian, false);
            selectorValue = value;
        }

        // In a parameter group the highest values say "error" and "not available".
        uint? highestValid = choice.HighestValid
            ?? (message.IsParameterGroup && !signal.IsSigned && signal.BitLength is >= 2 and <= 32 ? J1939Parameter.HighestValidOf(signal.BitLength) : null);
        builder.AddBroadcast(
            new SignalText(
                choice.Name ?? signal.VssName ?? NameOf(message, signal),
                choice.Unit ?? signal.Unit,
                signal.Factor,
                signal.Offset,
                new FieldText(signal.StartBit, signal.BitLength, !signal.IsLittleEndian, signal.IsSigned),
                highestValid,
                choice.StaleAfterMilliseconds ?? StaleAfter(message),
                place),
            KeyOf(message), 8, selector, selectorValue);
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
        ProfileBuilder builder = new(isLenient: true);
        for (int index = 0; index < chosen.Count; index++)
        {
            (DbcMessage message, DbcSignal signal) = chosen[index];
            Add(builder, message, signal, new DbcChoice(new Place(name, signal.Line), names.ElementAtOrDefault(index), null, null, null));
        }

        return builder.Build(name, 0, new Place(name, 1));
    }

    private static int StaleAfter(DbcMessage message)
    {
        return message.CycleMilliseconds > 0 ? Math.Max(1000, (int)Math.Min(10L * message.CycleMilliseconds, 3_600_000)) : StaleAfterMilliseconds;
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
