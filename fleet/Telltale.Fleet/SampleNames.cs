using Telltale.Journal;
using Telltale.Sampling;
using Telltale.Uplink;

namespace Telltale.Fleet;

/// <summary>
/// The names by which numbers of the formats go in JSON and in print: lower case, words joined by underscores. A number that this program does not know stays
/// a number.
/// </summary>
public static class SampleNames
{
    private static readonly SampleTriggers[] s_triggers =
    [
        SampleTriggers.Time, SampleTriggers.Distance, SampleTriggers.Course, SampleTriggers.Signal, SampleTriggers.Event, SampleTriggers.Shape,
        SampleTriggers.Context,
    ];

    /// <summary>What the vehicle was being used for.</summary>
    public static string Of(UnitActivity activity) => Name(activity, (int)activity);

    /// <summary>What happened.</summary>
    public static string Of(UnitEvent happened) => Name(happened, (int)happened);

    /// <summary>The ignition; null where nothing tells it.</summary>
    public static string? Of(IgnitionState state) => state == IgnitionState.Unknown ? null : Name(state, (int)state);

    /// <summary>What told the ignition; null where nothing does.</summary>
    public static string? Of(IgnitionSource source) => source == IgnitionSource.None ? null : Name(source, (int)source);

    /// <summary>Why frames were dropped.</summary>
    public static string Of(DropReason reason) => Name(reason, (int)reason);

    /// <summary>How a check stands.</summary>
    public static string Of(StatusCheckState state) => Name(state, (int)state);

    /// <summary>What a counter counts.</summary>
    public static string Of(StatusCounter counter) => Name(counter, (int)counter);

    /// <summary>Why a sample was taken; null where it does not say.</summary>
    public static IReadOnlyList<string>? Of(SampleTriggers triggers)
    {
        return triggers == SampleTriggers.None ? null : [.. s_triggers.Where(trigger => triggers.HasFlag(trigger)).Select(trigger => Name(trigger, (int)trigger))];
    }

    private static string Name<T>(T value, int number)
        where T : struct, Enum
    {
        return EnumNames<T>.Find(value) ?? number.ToString();
    }

    private static class EnumNames<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, string> s_names = Enum.GetValues<T>().ToDictionary(value => value, value => SnakeCase(value.ToString()));

        public static string? Find(T value) => s_names.GetValueOrDefault(value);

        private static string SnakeCase(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }
}
