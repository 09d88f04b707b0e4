namespace Telltale.Fleet;

/// <summary>The outcomes' names in the store and in JSON.</summary>
public static class FrameOutcomes
{
    private static readonly string[] s_names =
        ["stored", "duplicate", "conflict", "unknown_unit", "damaged", "malformed", "version", "parked", "epoch_jump"];

    /// <summary>The outcome's name: lower case, words joined by underscores.</summary>
    public static string Name(this FrameOutcome outcome) => s_names[(int)outcome];

    internal static FrameOutcome Parse(string name) => (FrameOutcome)Array.IndexOf(s_names, name);
}
