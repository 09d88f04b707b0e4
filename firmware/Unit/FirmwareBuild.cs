namespace Telltale.Unit;

/// <summary>What is known of this firmware when it is built.</summary>
public static class FirmwareBuild
{
    /// <summary>The version, as in Directory.Build.props.</summary>
    public const string Version = "0.1.0";

    /// <summary>
    /// A day shortly before this source was last changed, in days since 1970-01-01: no receiver's date is earlier. A test of the project fails while it is after the newest commit or more than a year before it.
    /// </summary>
    public const int Day = 20454; // 2026-01-01
}
