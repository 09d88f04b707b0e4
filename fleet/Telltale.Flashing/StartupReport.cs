using System.Text.Json;

namespace Telltale.Flashing;

/// <summary>What a unit says of itself on its console; README.md, "What is read back".</summary>
/// <param name="UnitId">The unit whose keys it has; empty where it has none.</param>
/// <param name="Version">The application's version.</param>
/// <param name="Board">The board that it takes itself for.</param>
/// <param name="State">starting, waiting, ready or failed.</param>
/// <param name="IsOnline">True once its owner's receipt or its broker has answered it; false where it says that not, or nothing.</param>
/// <param name="Checks">Its checks.</param>
public sealed record StartupReport(string UnitId, string Version, string Board, string State, bool IsOnline, IReadOnlyList<StartupCheck> Checks)
{
    /// <summary>Reads a line; null where it is no report. Members that are not known are passed over.</summary>
    public static StartupReport? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);

        // What the interpreter printed without a line end may stand in front of it.
        int start = line.IndexOf("{\"telltale\"", StringComparison.Ordinal);
        int end = line.LastIndexOf('}');
        if (start < 0 || end < start)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line.AsMemory(start, end - start + 1));
            JsonElement root = document.RootElement.GetProperty("telltale");
            if (root.ValueKind != JsonValueKind.Object || Text(root, "state") is not { } state)
            {
                return null;
            }

            return new StartupReport(
                Text(root, "unit") ?? "",
                Text(root, "version") ?? "",
                Text(root, "board") ?? "",
                state,
                root.TryGetProperty("online", out JsonElement online) && online.ValueKind == JsonValueKind.True,
                ReadChecks(root));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<StartupCheck> ReadChecks(JsonElement root)
    {
        var checks = new List<StartupCheck>();
        if (root.TryGetProperty("checks", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement check in list.EnumerateArray().Where(check => check.ValueKind == JsonValueKind.Object))
            {
                string? value = check.TryGetProperty("value", out JsonElement element) ? element.ToString() : null;
                checks.Add(new StartupCheck(Text(check, "name") ?? "?", Text(check, "state") ?? "?", value));
            }
        }

        return checks;
    }

    private static string? Text(JsonElement owner, string name)
    {
        return owner.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
