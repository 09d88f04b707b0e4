using System.Text.Json;

namespace Telltale.Simulation;

/// <summary>The names of <see cref="FaultKind"/> on the command line: power-cuts, half-open.</summary>
public static class FaultNames
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<FaultKind> All { get; } = Enum.GetValues<FaultKind>();

    /// <summary>A kind's name.</summary>
    public static string Of(FaultKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    /// <summary>The kind of a name, or null.</summary>
    public static FaultKind? Find(string name)
    {
        foreach (FaultKind kind in All)
        {
            if (string.Equals(Of(kind), name, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return null;
    }
}
