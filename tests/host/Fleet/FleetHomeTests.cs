using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Telltale.Fleet;

namespace Telltale.HostTests.Fleet;

internal sealed class FleetHomeTests
{
    private DirectoryInfo _folder = null!;
    private FleetHome _home = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("telltale-home-");
        _home = new FleetHome(Path.Combine(_folder.FullName, "home"));
    }

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no file modes.")]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_owner_may_read_what_an_enrolment_makes()
    {
        _home.Enrol("Van 7");
        Assert.That(_home.ReceiverClientId, Is.Not.Empty);
        SampleStore.Open(_home.StoreFile).Dispose();
        string[] files = Directory.GetFiles(_home.Folder, "*", SearchOption.AllDirectories);
        Assert.That(files.Select(Path.GetFileName), Is.SupersetOf(new[] { "root.key", "identity", "mqtt.password", "receiver.password", "passwords", "store.db" }));
        foreach (string file in files)
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(SecretFile.FileMode), file);
        }

        foreach (string folder in Directory.GetDirectories(_home.Folder, "*", SearchOption.AllDirectories).Append(_home.Folder))
        {
            Assert.That(File.GetUnixFileMode(folder), Is.EqualTo(SecretFile.FolderMode), folder);
        }
    }

    [Test]
    public void The_board_gets_no_root_key()
    {
        EnrolledUnit unit = _home.Enrol(null);
        byte[] root = File.ReadAllBytes(unit.RootKeyFile);
        byte[] identity = File.ReadAllBytes(unit.IdentityFile);
        Assert.That(root, Has.Length.EqualTo(32));
        Assert.That(identity.AsSpan().IndexOf(root.AsSpan(0, 8)), Is.EqualTo(-1));
        Assert.That(Encoding.ASCII.GetString(identity), Does.Contain(unit.UnitId));
        Assert.That(unit.Label, Is.EqualTo(unit.UnitId), "the id stands in for a label");
    }

    [Test]
    public void Every_unit_gets_an_id_a_key_and_a_password_of_its_own()
    {
        EnrolledUnit[] units = Enumerable.Range(0, 20).Select(number => _home.Enrol($"Van {number}")).ToArray();
        Assert.That(units.Select(unit => unit.UnitId), Is.Unique);
        Assert.That(units.Select(unit => UnitId.IsValid(unit.UnitId)), Is.All.True);
        Assert.That(units.Select(unit => Convert.ToHexString(File.ReadAllBytes(unit.RootKeyFile))), Is.Unique);
        Assert.That(units.Select(unit => File.ReadAllText(unit.BrokerPasswordFile)), Is.Unique);
        Assert.That(_home.Units(), Is.EquivalentTo(units));
        Assert.That(_home.Find(units[3].UnitId), Is.EqualTo(units[3]));
        Assert.That(new FleetHome(_home.Folder).FindRoot(units[3].UnitId), Is.EqualTo(File.ReadAllBytes(units[3].RootKeyFile)));
    }

    [TestCase("../units")]
    [TestCase("..")]
    [TestCase("")]
    [TestCase("00000000")]
    public void What_is_not_enrolled_has_no_key(string unitId)
    {
        _home.Enrol(null);
        Assert.That(_home.Find(unitId), Is.Null);
        Assert.That(_home.FindRoot(unitId), Is.Null);
    }

    [Test]
    public void A_key_file_of_the_wrong_length_is_an_error_that_names_it()
    {
        EnrolledUnit unit = _home.Enrol(null);
        File.WriteAllBytes(unit.RootKeyFile, new byte[16]);
        FleetException? error = Assert.Throws<FleetException>(() => _home.FindRoot(unit.UnitId));
        Assert.That(error!.Message, Does.Contain(unit.RootKeyFile));
    }

    [Test]
    public void The_brokers_files_hold_every_account_and_no_password()
    {
        EnrolledUnit first = _home.Enrol(null);
        EnrolledUnit second = _home.Enrol(null);
        string[] lines = File.ReadAllLines(_home.BrokerPasswordsFile);
        Assert.That(lines.Select(line => line.Split(':')[0]), Is.EquivalentTo(new[] { "receiver", first.UnitId, second.UnitId }));
        string password = FleetHome.ReadPasswordFile(first.BrokerPasswordFile);
        Assert.That(string.Concat(lines), Does.Not.Contain(password));

        string[] parts = lines.Single(line => line.StartsWith(first.UnitId, StringComparison.Ordinal)).Split('$');
        byte[] expected = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), Convert.FromBase64String(parts[3]), int.Parse(parts[2]), HashAlgorithmName.SHA512, 64);
        Assert.That((parts[1], Convert.FromBase64String(parts[4])), Is.EqualTo(("7", expected)));
    }

    [Test]
    public void The_receivers_client_id_stays_the_same()
    {
        Assert.That(new FleetHome(_home.Folder).ReceiverClientId, Is.EqualTo(_home.ReceiverClientId));
    }

    [Test]
    public void A_database_that_is_no_store_is_left_alone()
    {
        string path = Path.Combine(_folder.FullName, "other.db");
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=false"))
        {
            Dapper.SqlMapper.Execute(connection, "CREATE TABLE theirs (a)");
        }

        Assert.Throws<FleetException>(() => SampleStore.Open(path));
        File.WriteAllText(path, "not a database at all, and longer than a header would be, if there were one in this file");
        Assert.Throws<FleetException>(() => SampleStore.Open(path));
    }

    [Test]
    public void A_store_of_a_newer_schema_is_refused_with_both_numbers()
    {
        SampleStore.Open(_home.StoreFile).Dispose();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_home.StoreFile};Pooling=false"))
        {
            Dapper.SqlMapper.Execute(connection, "PRAGMA user_version = 99");
        }

        FleetException? error = Assert.Throws<FleetException>(() => SampleStore.Open(_home.StoreFile));
        Assert.That(error!.Message, Does.Contain("99").And.Contain("schema 4"));
    }
}
