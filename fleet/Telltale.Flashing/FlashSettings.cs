using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Telltale.Fleet;

namespace Telltale.Flashing;

/// <summary>What the boards of a fleet have in common: flash.json, README.md. It names files with secrets and holds none.</summary>
public sealed class FlashSettings
{
    /// <summary>The file's name in the owner's home.</summary>
    public const string FileName = "flash.json";

    /// <summary>The class of a network that costs nothing by volume.</summary>
    public const string HomeClass = "home";

    private static readonly string[] s_classes = [HomeClass, "metered", "roaming"];

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private string _folder = "";

    /// <summary>The broker's name, as in its certificate.</summary>
    public string Host { get; init; } = "";

    /// <summary>The broker's port.</summary>
    public int Port { get; init; } = 8883;

    /// <summary>False sends without TLS; the data stay sealed, the password does not.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>The broker's certificate authority, PEM, one certificate; null for the bundle on the board.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>The compiled signal profile, or null.</summary>
    public string? Profile { get; init; }

    /// <summary>The bit rate of the vehicle's bus.</summary>
    public int CanBitsPerSecond { get; init; } = 500000;

    /// <summary>True allows requests on the vehicle's bus.</summary>
    public bool MayPoll { get; init; }

    /// <summary>The most flash that waiting frames take, in kilobytes; null for what <see cref="Telltale.Journal.JournalSettings.ForVolume"/> gives the volume.</summary>
    public int? JournalKilobytes { get; init; }

    /// <summary>The Wi-Fi networks by the names that the command line and a tray's list call them by.</summary>
    public IReadOnlyDictionary<string, WifiEntry> Wifi { get; init; } = new Dictionary<string, WifiEntry>(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FlashException">It is absent or not valid; the message names file and line.</exception>
    public static FlashSettings Read(string path)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FlashException($"The settings {path} cannot be read: {exception.Message} fleet/Telltale.Flashing/README.md shows one.", exception);
        }

        FlashSettings settings;
        try
        {
            settings = JsonSerializer.Deserialize<FlashSettings>(content, s_options) ?? new FlashSettings();
        }
        catch (JsonException exception)
        {
            throw new FlashException($"{path}, line {(exception.LineNumber ?? 0) + 1}: {Explain(exception)}", exception);
        }

        settings._folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return settings.Host.Length == 0 ? throw new FlashException($"{path}: 'host' is missing.")
            : settings.Port is < 1 or > 65535 ? throw new FlashException($"{path}: 'port' has to be 1 to 65535.")
            : settings;
    }

    /// <summary>A file that the settings name, by its path relative to them.</summary>
    /// <exception cref="FlashException">It is absent.</exception>
    public byte[] ReadFile(string name, string what)
    {
        string path = Path.Combine(_folder, name);
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FlashException($"The {what} {path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The network of a name; the only one where the name is null; null where there is none at all.</summary>
    /// <exception cref="FlashException">There is no such network, or its password cannot be used.</exception>
    public WifiNetworkSettings? ReadWifi(string? name)
    {
        if (name is null && Wifi.Count <= 1)
        {
            return Wifi.Count == 0 ? null : ReadWifi(Wifi.Keys.First());
        }

        string known = string.Join(", ", Wifi.Keys);
        if (name is null)
        {
            throw new FlashException($"There are several Wi-Fi networks: name one with --wifi. Known: {known}.");
        }

        if (!Wifi.TryGetValue(name, out WifiEntry? entry))
        {
            throw new FlashException($"There is no Wi-Fi network '{name}' in the settings. Known: {(known.Length > 0 ? known : "none")}.");
        }

        if (Encoding.UTF8.GetByteCount(entry.Ssid) is < 1 or > 32)
        {
            throw new FlashException($"Wi-Fi network '{name}': 'ssid' has to be 1 to 32 bytes.");
        }

        if (!s_classes.Contains(entry.Class, StringComparer.Ordinal))
        {
            throw new FlashException($"Wi-Fi network '{name}': 'class' has to be one of {string.Join(", ", s_classes)}.");
        }

        return new WifiNetworkSettings(entry.Ssid, entry.PasswordFile is null ? null : ReadPassword(name, entry.PasswordFile), entry.Class);
    }

    private static string Explain(JsonException exception)
    {
        // The framework's own text names its classes.
        int member = exception.Message.IndexOf("The JSON property '", StringComparison.Ordinal);
        if (member >= 0)
        {
            string name = exception.Message[(member + 19)..].Split('\'')[0];
            return $"there is no setting '{name}'. Passwords and keys stand in files of their own.";
        }

        return exception.Path is null ? "not valid JSON." : $"'{exception.Path}' cannot be that.";
    }

    private string ReadPassword(string network, string file)
    {
        string path = Path.Combine(_folder, file);
        string password = Encoding.UTF8.GetString(ReadFile(file, "Wi-Fi password")).TrimEnd('\r', '\n');
        if (SecretFile.IsOpenToOthers(path))
        {
            throw new FlashException($"The Wi-Fi password {path} can be read by others: chmod 600 {path}");
        }

        return password.Length is >= 8 and <= 63
            ? password
            : throw new FlashException($"Wi-Fi network '{network}': the password in {path} has to be 8 to 63 characters, on one line.");
    }

    /// <summary>A Wi-Fi network as the settings have it.</summary>
    /// <param name="Ssid">Its name.</param>
    /// <param name="PasswordFile">The file with its password on one line; null for an open network.</param>
    /// <param name="Class">What it costs: "home", "metered" or "roaming".</param>
    public sealed record WifiEntry(string Ssid, string? PasswordFile, string Class = HomeClass);
}
