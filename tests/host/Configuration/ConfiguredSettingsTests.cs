using System.Text.Json;
using Telltale.Configuration;
using Telltale.Sampling;
using Telltale.Signals;
using Telltale.Unit;

namespace Telltale.HostTests.Configuration;

/// <summary>Every entry of the table does something.</summary>
internal sealed class ConfiguredSettingsTests
{
    /// <summary>What the board, its link or the commands apply instead of the unit's settings; README.md in firmware/Configuration marks them.</summary>
    private static readonly ConfigurationKey[] s_elsewhere =
    [
        ConfigurationKey.UnitId, ConfigurationKey.BrokerHost, ConfigurationKey.BrokerPort, ConfigurationKey.BrokerUser, ConfigurationKey.BrokerPassword, ConfigurationKey.KeepAliveSeconds,
        ConfigurationKey.UsesTls, ConfigurationKey.TrustAnchorFile, ConfigurationKey.SecondTrustAnchorFile, ConfigurationKey.ClientCertificateFile, ConfigurationKey.ClientKeyFile,
        ConfigurationKey.HomeBudget, ConfigurationKey.MeteredBudget, ConfigurationKey.RoamingBudget, ConfigurationKey.BusBitsPerSecond,
    ];

    private static readonly JsonSerializerOptions s_fields = new() { IncludeFields = true };
    private readonly ConfigurationTable _table = new();

    private static IEnumerable<ConfigurationKey> Keys => Enumerable.Range(0, (int)ConfigurationKey.Count).Select(index => (ConfigurationKey)index);

    [TestCaseSource(nameof(Keys))]
    public void An_entry_changes_the_settings_unless_the_board_or_the_link_applies_it(ConfigurationKey key)
    {
        UnitConfiguration configuration = new(_table);
        string before = Applied(configuration);
        ConfigurationEntry entry = _table.Of(key);
        Assert.That(entry.SinceVersion, Is.InRange(1, ConfigurationTable.Version));
        Assert.That(entry.Path, Has.Length.LessThanOrEqualTo(ConfigurationTable.MaximumPathLength));
        Assert.That(entry.Description, Does.EndWith("."));
        if (entry.Type == ConfigurationType.Text)
        {
            configuration.SetText(key, "other");
        }
        else if (entry.Type == ConfigurationType.List)
        {
            configuration.SetItems(key, [new ConfigurationItem(entry)]);
        }
        else
        {
            configuration.SetNumber(key, entry.Type == ConfigurationType.Number ? (entry.DefaultNumber == entry.Maximum ? entry.Minimum : entry.Maximum) : 1 - entry.DefaultNumber);
        }

        Assert.That(Applied(configuration) != before, Is.EqualTo(!s_elsewhere.Contains(key)), entry.Path);
    }

    [Test]
    public void The_defaults_of_the_table_are_those_of_the_firmware()
    {
        Assert.That(Applied(new UnitConfiguration(_table)).Replace("\"wrover-devkit\"", "\"\"", StringComparison.Ordinal), Is.EqualTo(JsonSerializer.Serialize(new UnitSettings(), s_fields)));
        foreach (ConfigurationKey key in Keys)
        {
            ConfigurationEntry entry = _table.Of(key);
            Assert.That(entry.Type != ConfigurationType.Number || entry.Allows(entry.DefaultNumber) || (entry.Word is not null && entry.DefaultNumber == entry.WordNumber), Is.True, entry.Path);
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void What_the_table_allows_the_sampler_takes(bool isMaximum)
    {
        foreach (ConfigurationKey key in Keys.Where(key => _table.Of(key).Type == ConfigurationType.Number))
        {
            UnitConfiguration configuration = new(_table);
            configuration.SetNumber(key, isMaximum ? _table.Of(key).Maximum : _table.Of(key).Minimum);
            UnitSettings settings = new();
            ConfiguredSettings.Apply(configuration, settings);
            Assert.That(() => new Sampler(settings.Sampling, new SignalTable([]), new UnitClock(), null, null), Throws.Nothing, _table.Of(key).Path);
        }
    }

    [Test]
    public void Paths_are_distinct_and_those_of_one_object_stand_together()
    {
        string[] paths = [.. Keys.Select(key => _table.Of(key).Path)];
        Assert.That(paths, Is.Unique);
        Assert.That(Keys.Select(key => _table.Find(_table.Of(key).Path)), Is.EqualTo(Keys.Select(key => (int)key)));

        // Once another object of the same level has begun, the first is closed: it cannot be opened a second time in JSON.
        HashSet<string> closed = new(StringComparer.Ordinal);
        string[] open = [];
        foreach (string path in paths)
        {
            string[] parts = path.Split('.');
            string[] objects = [.. Enumerable.Range(1, parts.Length - 1).Select(count => string.Join('.', parts.Take(count)))];
            closed.UnionWith(open.Except(objects, StringComparer.Ordinal));
            Assert.That(objects.Intersect(closed, StringComparer.Ordinal), Is.Empty, path);
            open = objects;
        }
    }

    private static string Applied(UnitConfiguration configuration)
    {
        UnitSettings settings = new();
        ConfiguredSettings.Apply(configuration, settings);
        return JsonSerializer.Serialize(settings, s_fields);
    }
}
