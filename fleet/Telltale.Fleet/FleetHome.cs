using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Telltale.Sealing;
using Telltale.Virtual.Board;

namespace Telltale.Fleet;

/// <summary>
/// The owner's folder: the keys of every unit, their broker credentials and the store. It is the one thing to back up; what is lost from it
/// cannot be opened by anybody any more. README.md lists what lies where.
/// </summary>
public sealed class FleetHome : IRootKeys
{
    /// <summary>The environment variable that names the home where no option does.</summary>
    public const string EnvironmentVariable = "TELLTALE_HOME";

    /// <summary>Bytes in a root key.</summary>
    public const int RootKeyBytes = 32;

    internal const string RootKeyName = "root.key";
    internal const string IdentityName = UnitEnrolment.FileName;
    internal const string BrokerPasswordName = "mqtt.password";
    internal const string ClientCertificateName = "client.crt";
    internal const string ClientKeyName = "client.key";

    private const string UnitFileName = "unit.json";

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    private readonly ConcurrentDictionary<string, byte[]> _roots = new(StringComparer.Ordinal);

    /// <summary>Names a home; the folder is made when something is first written to it.</summary>
    /// <param name="folder">The folder, or null for what <see cref="EnvironmentVariable"/> names, or else the user's own application data.</param>
    public FleetHome(string? folder = null)
    {
        Folder = Path.GetFullPath(Resolve(folder));
    }

    /// <summary>The home's full path.</summary>
    public string Folder { get; }

    /// <summary>The store's file unless another one is asked for.</summary>
    public string StoreFile => Path.Combine(Folder, "store.db");

    /// <summary>What the broker gets: passwords (hashed) and access control list.</summary>
    public string BrokerFolder => Path.Combine(Folder, "broker");

    /// <summary>mosquitto's password_file for every account of this home.</summary>
    public string BrokerPasswordsFile => Path.Combine(BrokerFolder, "passwords");

    /// <summary>mosquitto's acl_file.</summary>
    public string BrokerAccessFile => Path.Combine(BrokerFolder, "acl");

    /// <summary>The receiver's own password at the broker, one line; its user name is <see cref="BrokerAccounts.ReceiverUser"/>.</summary>
    public string ReceiverPasswordFile => Path.Combine(BrokerFolder, "receiver.password");

    /// <summary>The receiver's MQTT client id: drawn once and kept, because the broker keeps the receiver's session under it.</summary>
    public string ReceiverClientId
    {
        get
        {
            string path = Path.Combine(BrokerFolder, "receiver.client-id");
            if (!File.Exists(path))
            {
                SecretFile.CreateFolder(Folder);
                SecretFile.CreateFolder(BrokerFolder);
                SecretFile.Create(path, Encoding.UTF8.GetBytes("telltale-receiver-" + UnitId.New() + "\n"));
            }

            return File.ReadAllText(path).Trim();
        }
    }

    private string UnitsFolder => Path.Combine(Folder, "units");

    /// <summary>
    /// Enrols a unit: draws its id, root key and broker password, makes its identity file and the broker's files. All of the unit's files
    /// appear in one step or none does.
    /// </summary>
    /// <param name="label">The name that people use for it; null or empty for none.</param>
    public EnrolledUnit Enrol(string? label)
    {
        SecretFile.CreateFolder(Folder);
        SecretFile.CreateFolder(UnitsFolder);
        string unitId;
        do
        {
            unitId = UnitId.New();
        }
        while (Directory.Exists(Path.Combine(UnitsFolder, unitId)));

        string shownLabel = string.IsNullOrWhiteSpace(label) ? unitId : label.Trim();
        var unit = new EnrolledUnit(unitId, shownLabel, DateTimeOffset.UtcNow, Path.Combine(UnitsFolder, unitId));

        // The dot keeps a half-made folder out of every listing.
        EnrolledUnit making = unit with { Folder = Path.Combine(UnitsFolder, ".new-" + unitId) };
        SecretFile.CreateFolder(making.Folder);
        byte[] root = RandomNumberGenerator.GetBytes(RootKeyBytes);
        byte[] identity = UnitEnrolment.CreateIdentity(new DotNetCryptography(), root, unitId);
        try
        {
            SecretFile.Create(making.RootKeyFile, root);
            SecretFile.Create(making.IdentityFile, identity);
            SecretFile.Create(making.BrokerPasswordFile, Encoding.UTF8.GetBytes(BrokerAccounts.NewPassword() + "\n"));
            var file = new UnitFile { UnitId = unitId, Label = shownLabel, Enrolled = unit.EnrolledTime };
            SecretFile.Create(Path.Combine(making.Folder, UnitFileName), JsonSerializer.SerializeToUtf8Bytes(file, s_json));
            Directory.Move(making.Folder, unit.Folder);
        }
        catch
        {
            Directory.Delete(making.Folder, recursive: true);
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(root);
            CryptographicOperations.ZeroMemory(identity);
        }

        WriteBrokerFiles();
        return unit;
    }

    /// <summary>Every unit of the home, by label and then by id.</summary>
    /// <exception cref="FleetException">A unit's folder is damaged.</exception>
    public IReadOnlyList<EnrolledUnit> Units()
    {
        if (!Directory.Exists(UnitsFolder))
        {
            return [];
        }

        return Directory.GetDirectories(UnitsFolder)
            .Where(folder => UnitId.IsValid(Path.GetFileName(folder)))
            .Select(Read)
            .OrderBy(unit => unit.Label, StringComparer.OrdinalIgnoreCase)
            .ThenBy(unit => unit.UnitId, StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>The unit of that id, or null when this home has none.</summary>
    /// <exception cref="FleetException">The unit's folder is damaged.</exception>
    public EnrolledUnit? Find(string unitId)
    {
        string folder = Path.Combine(UnitsFolder, unitId);
        return UnitId.IsValid(unitId) && Directory.Exists(folder) ? Read(folder) : null;
    }

    /// <inheritdoc/>
    /// <exception cref="FleetException">The key file is there and is not 32 bytes long, or cannot be read.</exception>
    public byte[]? FindRoot(string unitId)
    {
        if (_roots.TryGetValue(unitId, out byte[]? known))
        {
            return known;
        }

        if (!UnitId.IsValid(unitId) || !Directory.Exists(Path.Combine(UnitsFolder, unitId)))
        {
            return null;
        }

        byte[] root = ReadRootFile(Path.Combine(UnitsFolder, unitId, RootKeyName));
        return _roots.GetOrAdd(unitId, root);
    }

    /// <inheritdoc/>
    public string LabelOf(string unitId) => Find(unitId)?.Label ?? unitId;

    /// <summary>Reads a key file.</summary>
    /// <exception cref="FleetException">It is absent, unreadable or not 32 bytes long.</exception>
    public static byte[] ReadRootFile(string path)
    {
        byte[] root;
        try
        {
            root = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FleetException($"The root key {path} cannot be read: {exception.Message}", exception);
        }

        return root.Length == RootKeyBytes
            ? root
            : throw new FleetException($"The root key {path} is damaged: it has {root.Length} bytes, not {RootKeyBytes}. Restore it from a backup.");
    }

    /// <summary>Reads a password of one line; the line end is not part of it.</summary>
    /// <exception cref="FleetException">The file is absent, unreadable or empty.</exception>
    public static string ReadPasswordFile(string path)
    {
        string password;
        try
        {
            password = File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FleetException($"The password file {path} cannot be read: {exception.Message}", exception);
        }

        return password.Length > 0 ? password : throw new FleetException($"The password file {path} is empty.");
    }

    /// <summary>
    /// Writes the broker's password file and access control list for all units and the receiver, and makes the receiver's password where it
    /// has none. Done at every enrolment; the broker reads them again at SIGHUP.
    /// </summary>
    public void WriteBrokerFiles()
    {
        SecretFile.CreateFolder(Folder);
        SecretFile.CreateFolder(BrokerFolder);
        if (!File.Exists(ReceiverPasswordFile))
        {
            SecretFile.Create(ReceiverPasswordFile, Encoding.UTF8.GetBytes(BrokerAccounts.NewPassword() + "\n"));
        }

        var lines = new StringBuilder();
        lines.Append(BrokerAccounts.PasswordLine(BrokerAccounts.ReceiverUser, ReadPasswordFile(ReceiverPasswordFile))).Append('\n');
        foreach (EnrolledUnit unit in Units())
        {
            if (File.Exists(unit.BrokerPasswordFile))
            {
                lines.Append(BrokerAccounts.PasswordLine(unit.UnitId, ReadPasswordFile(unit.BrokerPasswordFile))).Append('\n');
            }
        }

        SecretFile.Replace(BrokerPasswordsFile, Encoding.UTF8.GetBytes(lines.ToString()));
        SecretFile.Replace(BrokerAccessFile, Encoding.UTF8.GetBytes(BrokerAccounts.AccessControlList));
    }

    private static string Resolve(string? folder)
    {
        if (!string.IsNullOrEmpty(folder))
        {
            return folder;
        }

        string? named = Environment.GetEnvironmentVariable(EnvironmentVariable);
        return string.IsNullOrEmpty(named)
            ? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "telltale")
            : named;
    }

    private static EnrolledUnit Read(string folder)
    {
        string path = Path.Combine(folder, UnitFileName);
        string unitId = Path.GetFileName(folder);
        UnitFile? file;
        try
        {
            file = JsonSerializer.Deserialize<UnitFile>(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new FleetException($"The unit file {path} cannot be read: {exception.Message}", exception);
        }

        return file is not null && string.Equals(file.UnitId, unitId, StringComparison.Ordinal)
            ? new EnrolledUnit(unitId, file.Label.Length > 0 ? file.Label : unitId, file.Enrolled, folder)
            : throw new FleetException($"The unit file {path} names the unit {file?.UnitId}, not {unitId}.");
    }

    private sealed class UnitFile
    {
        public string UnitId { get; init; } = "";

        public string Label { get; init; } = "";

        public DateTimeOffset Enrolled { get; init; }
    }
}
