using System.Text.Json;
using Telltale.HostTests.Fleet;
using Telltale.Sampling;

namespace Telltale.HostTests.Cli;

/// <summary>alerts, tail and decode, over alerts and over what samples say beside position and signals.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AlertCommandTests : IDisposable
{
    private readonly FleetFixture _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Test]
    public async Task Alerts_prints_an_alert_a_line_with_the_sample_of_its_moment()
    {
        Fill();

        CommandRun run = await Run("alerts", "--json", "--unit", "Van 7");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Objects.Select(alert => alert.GetProperty("event").GetString()), Is.EqualTo(new[] { "overspeed", "signal" }));
        JsonElement overspeed = run.Objects[0];
        Assert.That(overspeed.GetProperty("type").GetString(), Is.EqualTo("alert"));
        Assert.That(overspeed.GetProperty("value").GetDouble(), Is.EqualTo(38.9));
        Assert.That(overspeed.GetProperty("limit").GetDouble(), Is.EqualTo(36.1));
        Assert.That(overspeed.GetProperty("unit").GetString(), Is.EqualTo("m/s"));
        Assert.That(overspeed.GetProperty("unit_id").GetString(), Is.EqualTo(_fleet.Unit.UnitId));
        Assert.That(overspeed.GetProperty("time").GetString(), Is.EqualTo("2026-05-04T12:00:05.000Z"));
        Assert.That(overspeed.GetProperty("lat").GetDouble(), Is.EqualTo(48.123456).Within(2e-6));
        Assert.That(overspeed.TryGetProperty("signal", out _), Is.False);
        Assert.That(run.Objects[1].GetProperty("signal").GetString(), Is.EqualTo("OBD.CoolantTemperature"));
        Assert.That((await Run("alerts", "-n", "1", "--json")).Objects, Has.Length.EqualTo(1));
        Assert.That((await Run("alerts")).Output, Does.Contain("ALERT overspeed 38.9 m/s, limit 36.1 m/s").And.Contain("ALERT signal OBD.CoolantTemperature 110 degC, limit 100 degC"));
        Assert.That((await CommandRun.RunAsync(["alerts", "--home", _fleet.InFolder("empty")])).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Tail_prints_alerts_and_every_field_of_a_sample_by_the_fields_name()
    {
        Fill();
        CommandRun run = await Run("tail", "--no-follow", "--json");
        Assert.That(run.Objects.Select(line => line.GetProperty("type").GetString()), Is.EqualTo(new[] { "alert", "alert", "sample" }));
        JsonElement sample = run.Objects[2];
        Assert.That(
            sample.EnumerateObject().Select(property => property.Name),
            Is.EqualTo(new[]
            {
                "type", "id", "unit_id", "time", "lat", "lon", "alt", "speed", "course", "mode", "sats", "activity", "trip", "ignition", "ignition_source", "triggers",
                "distance", "engine_seconds", "idling_seconds", "max_speed", "max_braking", "signals", "signal_minima", "signal_maxima",
            }));
        Assert.That(sample.GetProperty("activity").GetString(), Is.EqualTo("driving"));
        Assert.That(sample.GetProperty("signal_maxima").GetProperty("OBD.CoolantTemperature").GetDouble(), Is.EqualTo(91));
        string text = (await Run("tail", "--no-follow")).Output;
        Assert.That(text, Does.Contain("driving  trip 12").And.Contain("ALERT overspeed"));
    }

    [Test]
    public async Task Decode_prints_an_alert_with_the_names_that_a_dictionary_gives()
    {
        byte[] dictionary = _fleet.Unit.Dictionary();
        byte[] alert = _fleet.Unit.Alert(UnitEvent.Signal, 150, 140, AlertTests.Driving(5000), signalIndex: 2);
        string[] bare = ["decode", "--json", "--unit", "Van 7", "--hex", Convert.ToHexString(alert)];

        CommandRun run = await Run([.. bare[..4], "--hex", Convert.ToHexString(dictionary), .. bare[4..]]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Objects[^1].GetProperty("type").GetString(), Is.EqualTo("alert"));
        Assert.That(run.Objects[^1].GetProperty("signal").GetString(), Is.EqualTo("OBD.CoolantTemperature"));
        Assert.That(run.Objects[^1].GetProperty("value").GetDouble(), Is.EqualTo(110));

        JsonElement withoutDictionary = (await Run(bare)).Objects[^1];
        Assert.That(withoutDictionary.GetProperty("value").GetDouble(), Is.EqualTo(150));
        Assert.That(withoutDictionary.TryGetProperty("signal", out _), Is.False);
    }

    private void Fill()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Receive(_fleet.Unit.Alert(UnitEvent.Overspeed, 38_900, 36_100, AlertTests.Driving(5000)));
        _fleet.Receive(_fleet.Unit.Alert(UnitEvent.Signal, 150, 140, AlertTests.Driving(6000), signalIndex: 2));
        _fleet.Receive(_fleet.Unit.Batch(AlertTests.Driving(5000)));
    }

    private Task<CommandRun> Run(params string[] arguments) => CommandRun.RunAsync([.. arguments, "--home", _fleet.Home.Folder]);
}
