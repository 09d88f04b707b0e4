namespace Telltale.Flashing;

/// <summary>A Wi-Fi network.</summary>
/// <param name="Ssid">Its name, 1 to 32 bytes.</param>
/// <param name="Password">Its password, 8 to 63 characters; null for an open network.</param>
/// <param name="Class">What it costs, a choice of the setting <c>network.class</c>.</param>
public sealed record WifiNetworkSettings(string Ssid, string? Password, string Class)
{
    // A password is no text to be printed by accident.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Ssid = ").Append(Ssid);
        return true;
    }
}
