using System.Globalization;
using Telltale.Uplink;

namespace Telltale.Fleet;

/// <summary>What a status says of the unit's configuration (firmware/Uplink/FORMAT.md, section 7), as a sentence.</summary>
public static class ReportedConfiguration
{
    private static readonly string?[] s_trials =
    [
        null, "waits for its trial", "is on trial", "was taken", "was rolled back: no receipt came", "was rolled back: too many restarts", "was rolled back on request",
        "was rolled back: it could not be read",
    ];

    /// <summary>The sentence; null where the status says nothing of it.</summary>
    public static string? Of(StatusReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (!report.HasConfiguration)
        {
            return null;
        }

        string text = string.Create(
            CultureInfo.InvariantCulture, $"revision {report.ConfigurationRevision} ({report.ConfigurationChecksum:X8}){(report.IsConfigurationOnTrial ? " on trial" : "")}");
        if (report.TrialResult > 0)
        {
            string what = report.TrialResult < s_trials.Length ? s_trials[report.TrialResult]! : string.Create(CultureInfo.InvariantCulture, $"ended with {report.TrialResult}");
            text += string.Create(CultureInfo.InvariantCulture, $"; revision {report.TrialRevision} {what}");
        }

        return report.ConfigurationFaultCode == 0
            ? text
            : text + string.Create(CultureInfo.InvariantCulture, $"; a file was refused: {report.ConfigurationFaultPath} (fault {report.ConfigurationFaultCode})");
    }
}
