using System.Text;
using System.Text.Json;
using Telltale.Flashing;
using Telltale.Fleet;

namespace Telltale.HostTests.Flashing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FlashSettingsTests : IDisposable
{
    private readonly FlashBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestCase("{\n  \"host\": \"b\",\n  \"password\": \"hunter22\"\n}", "line 3: there is no setting 'password'")]
    [TestCase("{\n  \"host\": \"b\",\n  \"wifi\": { \"depot\": { \"ssid\": \"a\", \"password\": \"hunter22\" } }\n}", "line 3: there is no setting 'password'")]
    [TestCase("{ \"port\": 1 }", "'host' is missing")]
    [TestCase("{ \"host\": \"b\", \"port\": 70000 }", "'port' has to be 1 to 65535")]
    [TestCase("{ \"host\": \"b\",\n \"port\": \"many\" }", "line 2: '$.port' cannot be that")]
    [TestCase("{ \"host\": ", "line 1")]
    public void Settings_that_are_not_valid_are_said_with_file_and_line_and_without_their_secrets(string content, string words)
    {
        File.WriteAllText(_bench.SettingsFile, content);
        string message = Assert.Throws<FlashException>(() => FlashSettings.Read(_bench.SettingsFile))!.Message;
        Assert.That(message, Does.Contain(_bench.SettingsFile).And.Contain(words));
        Assert.That(message, Does.Not.Contain("hunter22"));
    }

    [Test]
    public void A_password_that_others_may_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Unix modes.");
            return;
        }

        File.SetUnixFileMode(_bench.At("depot.password"), SecretFile.FileMode | UnixFileMode.OtherRead);
        Assert.That(() => FlashSettings.Read(_bench.SettingsFile).ReadWifi("depot"), Throws.InstanceOf<FlashException>().With.Message.Contains("chmod 600"));
    }

    [TestCase("short")]
    [TestCase("")]
    public void A_password_that_no_network_can_have_is_refused(string password)
    {
        File.Delete(_bench.At("depot.password"));
        SecretFile.Create(_bench.At("depot.password"), Encoding.UTF8.GetBytes(password + "\n"));
        Assert.That(() => FlashSettings.Read(_bench.SettingsFile).ReadWifi("depot"), Throws.InstanceOf<FlashException>().With.Message.Contains("8 to 63 characters"));
    }

    [Test]
    public void A_network_is_found_by_name_and_an_unknown_one_said()
    {
        FlashSettings settings = FlashSettings.Read(_bench.SettingsFile);
        Assert.That(settings.ReadWifi(null), Is.EqualTo(new WifiNetworkSettings("Depot", FlashBench.WifiPassword, "home")));
        Assert.That(() => settings.ReadWifi("home"), Throws.InstanceOf<FlashException>().With.Message.Contains("Known: depot"));
    }

    [TestCase("home")]
    [TestCase("metered")]
    [TestCase("roaming")]
    public async Task What_a_network_costs_gets_into_the_boards_configuration_with_it(string cost)
    {
        File.WriteAllText(_bench.SettingsFile, "{ \"host\": \"broker.example\", \"wifi\": { \"hotspot\": { \"ssid\": \"Van\", \"class\": \"" + cost + "\" } } }");
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Passed, Is.True, _bench.Said.ToString());
        using JsonDocument configuration = JsonDocument.Parse(_bench.Nanoff.Volume[@"I:\config.json"]);
        Assert.That(configuration.RootElement.GetProperty("network").GetProperty("class").GetString(), Is.EqualTo(cost));
    }

    [Test]
    public void A_network_of_an_unknown_class_is_refused()
    {
        File.WriteAllText(_bench.SettingsFile, """{ "host": "b", "wifi": { "hotspot": { "ssid": "Van", "class": "cheap" } } }""");
        Assert.That(() => FlashSettings.Read(_bench.SettingsFile).ReadWifi(null), Throws.InstanceOf<FlashException>().With.Message.Contains("home, metered, roaming"));
    }

    [TestCase("-----BEGIN CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\n", "one certificate")]
    [TestCase("no certificate", "one certificate")]
    [TestCase("-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n", "private key")]
    public async Task A_certificate_authority_that_is_none_is_refused_before_the_board_is_erased(string content, string words)
    {
        File.WriteAllText(_bench.At("ca.crt"), content);
        FlashResult result = await _bench.FlashAsync();
        Assert.That(result.Sentence, Does.Contain(words));
        Assert.That(_bench.Nanoff.Commands, Has.Count.EqualTo(1));
    }
}
