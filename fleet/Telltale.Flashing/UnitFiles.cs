using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Telltale.Configuration;
using Telltale.Esp32;
using Telltale.Fleet;
using Telltale.Journal;
using Telltale.Sealing;

namespace Telltale.Flashing;

/// <summary>Writes what a unit's board gets into a private folder, with nanoff's lists of it.</summary>
public sealed class UnitFiles
{
    /// <summary>The signal profile's name on the volume (hardware/esp32/README.md).</summary>
    public const string ProfileName = "profile";

    /// <summary>The certificate authority's name on the volume.</summary>
    public const string AuthorityName = "ca.pem";

    /// <summary>Greatest length of a certificate authority's file.</summary>
    public const int MaximumAuthorityBytes = 8192;

    // nanoff's own drive name of the volume in the chip's flash.
    private const string Volume = @"I:\";
    // It is read by nanoff alone, and a password may have any character.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private UnitFiles(string fileDeployment, string? networkDeployment, IReadOnlyList<string> destinations, IReadOnlyList<string> secrets)
    {
        FileDeployment = fileDeployment;
        NetworkDeployment = networkDeployment;
        Destinations = destinations;
        Secrets = secrets;
    }

    /// <summary>nanoff's list of files.</summary>
    public string FileDeployment { get; }

    /// <summary>nanoff's network settings, or null.</summary>
    public string? NetworkDeployment { get; }

    /// <summary>The files on the board.</summary>
    public IReadOnlyList<string> Destinations { get; }

    /// <summary>What must not be printed.</summary>
    public IReadOnlyList<string> Secrets { get; }

    /// <summary>Writes everything.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="unit">The enrolled unit.</param>
    /// <param name="board">Its board.</param>
    /// <param name="table">The board's partition table.</param>
    /// <param name="settings">What the fleet's boards have in common.</param>
    /// <param name="overrides">What is particular to this one.</param>
    /// <exception cref="FlashException">A file is absent, or the chip's own reader of the configuration would refuse it.</exception>
    public static UnitFiles Write(
        PrivateFolder folder, EnrolledUnit unit, Board board, PartitionTable table, FlashSettings settings, UnitOverrides overrides)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(overrides);

        WifiNetworkSettings? wifi = settings.ReadWifi(overrides.Wifi);
        string brokerPassword = FleetHome.ReadPasswordFile(unit.BrokerPasswordFile);
        var secrets = new List<string> { brokerPassword };
        var files = new List<(string Name, string Source)>();
        byte[] identity = ReadIdentity(unit);
        try
        {
            files.Add((UnitEnrolment.FileName, folder.Write(UnitEnrolment.FileName, identity)));
            secrets.Add(Convert.ToHexStringLower(identity));
            secrets.Add(Convert.ToBase64String(identity));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(identity);
        }

        if ((overrides.Profile ?? settings.Profile) is { } profile)
        {
            files.Add((ProfileName, folder.Write(ProfileName, settings.ReadFile(profile, "profile"))));
        }

        if (settings.CertificateAuthority is { } authority)
        {
            byte[] pem = settings.ReadFile(authority, "certificate authority");
            CheckAuthority(authority, pem);
            files.Add((AuthorityName, folder.Write(AuthorityName, pem)));
        }

        // The settings last: without them a unit has nowhere to send, and with them it is complete.
        byte[] text = ConfigurationJson(unit, board, table, settings, overrides, brokerPassword, wifi?.Class);
        files.Add((ConfigurationStore.ImportName, folder.Write(ConfigurationStore.ImportName, text)));

        string list = folder.Write(
            "files.json",
            JsonSerializer.SerializeToUtf8Bytes(
                new { Files = files.Select(file => new { DestinationFilePath = Volume + file.Name, SourceFilePath = file.Source }).ToArray() }, s_json));
        string? network = null;
        if (wifi is not null)
        {
            network = folder.Write("network.json", NetworkJson(wifi));
            if (wifi.Password is not null)
            {
                secrets.Add(wifi.Password);
            }
        }

        return new UnitFiles(list, network, files.Select(file => Volume + file.Name).ToArray(), secrets);
    }

    /// <summary>The journal's share of a volume, in kilobytes.</summary>
    public static int DefaultJournalKilobytes(PartitionTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return JournalSettings.ForVolume(table.ConfigurationBytes).BudgetBytes / 1024;
    }

    private static byte[] ReadIdentity(EnrolledUnit unit)
    {
        try
        {
            return File.ReadAllBytes(unit.IdentityFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FlashException($"The identity of unit {unit.UnitId} cannot be read: {exception.Message}", exception);
        }
    }

    private static byte[] ConfigurationJson(
        EnrolledUnit unit, Board board, PartitionTable table, FlashSettings settings, UnitOverrides overrides, string brokerPassword, string? networkClass)
    {
        int journal = settings.JournalKilobytes ?? DefaultJournalKilobytes(table);
        if (journal > (table.ConfigurationBytes / 1024) - 32)
        {
            throw new FlashException(
                $"'journal_kilobytes' is {journal}, and the board's volume has {table.ConfigurationBytes / 1024} KB, of which 32 have to stay free.");
        }

        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                version = ConfigurationTable.Version,
                revision = 1,
                board = new { name = board.Name },
                unit = new { id = unit.UnitId },
                uplink = new { broker = new { host = settings.Host, port = settings.Port, password = brokerPassword }, tls = new { enabled = settings.Tls } },
                bus = new { bitsPerSecond = overrides.CanBitsPerSecond ?? settings.CanBitsPerSecond, mayPoll = settings.MayPoll },
                journal = new { budgetKilobytes = journal },
                network = new { @class = networkClass ?? FlashSettings.HomeClass },
            },
            s_json);
        var entries = new ConfigurationTable();
        var fault = new ConfigurationFault();
        return new ConfigurationReader(entries).TryRead(bytes, 0, bytes.Length, new UnitConfiguration(entries), fault)
            ? bytes
            : throw new FlashException($"The settings give the board what it does not accept: {fault}");
    }

    private static byte[] NetworkJson(WifiNetworkSettings wifi)
    {
        bool isOpen = wifi.Password is null;
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                WirelessClient = new
                {
                    wifi.Ssid,
                    Password = wifi.Password ?? "",
                    Authentication = isOpen ? "Open" : "WPA2",
                    Encryption = isOpen ? "None" : "WPA2",

                    // The interpreter connects by itself, also after a loss.
                    ConfigurationOption = "AutoConnect",
                    DhcpEnabled = true,
                    AutomaticDNS = true,
                },
            },
            s_json);
    }

    private static void CheckAuthority(string name, byte[] pem)
    {
        const string Begin = "-----BEGIN CERTIFICATE-----";
        string text = Encoding.UTF8.GetString(pem);
        int first = text.IndexOf(Begin, StringComparison.Ordinal);
        if (pem.Length > MaximumAuthorityBytes || first < 0 || text.IndexOf(Begin, first + 1, StringComparison.Ordinal) >= 0)
        {
            throw new FlashException($"The certificate authority {name} has to be PEM with one certificate, of at most {MaximumAuthorityBytes} bytes.");
        }

        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new FlashException($"The certificate authority {name} has a private key in it. A board gets the certificate alone.");
        }
    }
}
