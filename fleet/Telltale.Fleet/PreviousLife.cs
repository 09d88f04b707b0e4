using System.Globalization;
using Telltale.Uplink;

namespace Telltale.Fleet;

/// <summary>How the life of a unit before a start-up ended (firmware/Uplink/FORMAT.md, section 8 of the status).</summary>
/// <param name="ReasonNumber">Why, as the format numbers it.</param>
/// <param name="Seconds">How long it lasted; where it could not say why it ended, at least so long.</param>
/// <param name="Words">Its last words; empty for none.</param>
/// <param name="EarlyEnds">Lives in a row, up to that one, that ended within a minute without being asked to.</param>
/// <param name="IsSafeMode">Whether the start-up after it runs in safe mode: with neither receiver nor bus.</param>
public sealed record PreviousLife(long ReasonNumber, long Seconds, string Words, long EarlyEnds, bool IsSafeMode)
{
    private static readonly string[] s_names = ["unknown", "command", "configuration", "stuck", "loop_failed", "start_failed", "safe_mode_over", "wiped", "asleep"];

    private static readonly string[] s_texts =
    [
        "it could not say why: power, a crash or a reset", "by command", "for a configuration", "the loop stood still", "the loop failed again and again", "the start failed",
        "safe mode was over", "the unit was wiped", "it went to sleep",
    ];

    /// <summary>Why it ended, by a name for programs; the number where this program does not know it.</summary>
    public string Reason => ReasonNumber < s_names.Length ? s_names[ReasonNumber] : ReasonNumber.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether an owner should be told at once: the firmware failed, or the unit runs in safe mode. A power cut is no alarm.</summary>
    public bool IsAlarm => ReasonNumber is >= 3 and <= 5 || IsSafeMode;

    /// <summary>A sentence for people.</summary>
    public string Text
    {
        get
        {
            string least = ReasonNumber == 0 ? "at least " : "";
            string why = ReasonNumber < s_texts.Length ? s_texts[ReasonNumber] : string.Create(CultureInfo.InvariantCulture, $"reason {ReasonNumber}");
            string text = string.Create(CultureInfo.InvariantCulture, $"the life before ended after {least}{TimeSpan.FromSeconds(Seconds):c}: {why}");
            text += Words.Length > 0 ? $", last words \"{Words}\"" : "";
            text += EarlyEnds > 0 ? string.Create(CultureInfo.InvariantCulture, $"; ended within a minute, in a row: {EarlyEnds}") : "";
            return text + (IsSafeMode ? "; the unit runs in safe mode, without receiver and bus" : "");
        }
    }

    /// <summary>What a status says of it; null where it says nothing.</summary>
    public static PreviousLife? Of(StatusReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.HasPreviousLife
            ? new PreviousLife(report.PreviousLifeReason, report.PreviousLifeSeconds, report.PreviousLifeWords, report.EarlyEnds, report.IsSafeMode)
            : null;
    }
}
