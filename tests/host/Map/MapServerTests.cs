using System.Net;
using System.Text.Json.Nodes;
using Telltale.Fleet;
using Telltale.Map;

namespace Telltale.HostTests.Map;

/// <summary>The server without a browser.</summary>
public sealed class MapServerTests
{
    private const string AnyPort = "http://127.0.0.1:0";
    private static readonly HttpClient Client = new();

    [Test]
    public async Task Samples_are_given_after_an_id_before_an_id_and_newest_first_in_demand_but_always_rising()
    {
        await using var server = await Parked();

        Assert.That(await Ids("samples?after=10&limit=3"), Is.EqualTo((long[])[11, 12, 13]));
        Assert.That(await Ids("samples?before=10&limit=3"), Is.EqualTo((long[])[7, 8, 9]));
        Assert.That(await Ids("samples?limit=2"), Is.EqualTo((long[])[49, 50]));
        Assert.That(await Ids("samples?after=50"), Is.Empty);

        async Task<long[]> Ids(string query)
        {
            var answer = JsonNode.Parse(await Client.GetStringAsync(new Uri($"{server.Url}/api/units/van/{query}")))!;
            return [.. answer["samples"]!.AsArray().Select(sample => sample!["id"]!.GetValue<long>())];
        }
    }

    [TestCase("units/nobody/samples", HttpStatusCode.NotFound)]
    [TestCase("units/nobody/signals", HttpStatusCode.NotFound)]
    [TestCase("units/nobody/events", HttpStatusCode.NotFound)]
    [TestCase("units/nobody/checks", HttpStatusCode.NotFound)]
    [TestCase("units/van/samples?after=1&before=2", HttpStatusCode.BadRequest)]
    [TestCase("units/van/samples?limit=0", HttpStatusCode.BadRequest)]
    [TestCase("units/van/samples?limit=10001", HttpStatusCode.BadRequest)]
    [TestCase("units/van/samples?after=x", HttpStatusCode.BadRequest)]
    public async Task A_question_that_makes_no_sense_is_refused(string path, HttpStatusCode status)
    {
        await using var server = await Parked();

        using var response = await Client.GetAsync(new Uri($"{server.Url}/api/{path}"));

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task The_checks_of_the_newest_status_are_given_with_what_they_mean()
    {
        var source = new MadeUpSource();
        source.AddDrive("van", "Van", 1);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        var none = JsonNode.Parse(await Client.GetStringAsync(new Uri($"{server.Url}/api/units/van/checks")))!.AsObject();
        Assert.That(none.ContainsKey("received"), Is.False);
        Assert.That(none["checks"]!.AsArray(), Is.Empty);

        source.Change(() => source.Reports["van"] = new UnitReport("van", "00", 7, DateTimeOffset.UnixEpoch)
        {
            Checks = [new UnitCheck(10, "fail", 11_000, 11_800) { Since = DateTimeOffset.UnixEpoch }, new UnitCheck(42, "not_fitted", 1, null)],
        });
        var answer = JsonNode.Parse(await Client.GetStringAsync(new Uri($"{server.Url}/api/units/van/checks")))!;
        Assert.That(answer["received"]!.GetValue<DateTimeOffset>(), Is.EqualTo(DateTimeOffset.UnixEpoch));
        var expected = JsonNode.Parse(
            """{"number":10,"state":"fail","value":11000,"limit":11800,"since":"1970-01-01T00:00:00+00:00","name":"supply voltage","unitOfMeasure":"mV"}""");
        Assert.That(JsonNode.DeepEquals(answer["checks"]![0], expected), answer.ToJsonString());
        Assert.That(answer["checks"]![1]!["note"]!.GetValue<string>(), Is.EqualTo("off by configuration, the connection is not protected"));
    }

    [Test]
    public async Task A_value_that_was_absent_is_absent_in_the_answer()
    {
        var source = new MadeUpSource();
        source.Add("van", "Van", [.. new MadeUpDrive("van", DateTimeOffset.UnixEpoch).First(1).Select(sample => sample with { LatitudeDegrees = null, LongitudeDegrees = null, Time = null })]);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();

        var sample = JsonNode.Parse(await Client.GetStringAsync(new Uri($"{server.Url}/api/units/van/samples")))!["samples"]![0]!.AsObject();

        Assert.That(sample.ContainsKey("latitudeDegrees"), Is.False);
        Assert.That(sample.ContainsKey("time"), Is.False);
        Assert.That(sample["mode"]!.GetValue<string>(), Is.EqualTo("3d"));
    }

    [Test]
    public async Task An_event_stream_goes_on_from_the_id_that_the_browser_had_last()
    {
        await using var server = await Parked();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}/api/units/van/events?after=3");
        request.Headers.Add("Last-Event-ID", "48");

        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo("event: samples"));
        var data = JsonNode.Parse((await reader.ReadLineAsync())!["data: ".Length..])!;
        Assert.That(data["samples"]!.AsArray().Select(sample => sample!["id"]!.GetValue<long>()), Is.EqualTo((long[])[49, 50]));
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo("id: 50"));
    }

    [Test]
    public async Task Stopping_ends_the_open_event_streams()
    {
        var server = await Parked();
        using var response = await Client.GetAsync(new Uri($"{server.Url}/api/units/van/events?after=0"), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var rest = reader.ReadToEndAsync();

        await server.DisposeAsync();

        Assert.That(await rest, Does.Contain("id: 50"));
    }

    [Test]
    public async Task The_source_is_asked_only_while_somebody_looks()
    {
        var source = new MadeUpSource();
        source.Add("van", "Van", [.. new MadeUpDrive("van", DateTimeOffset.UnixEpoch).First(50)]);
        await using var server = new MapServer(source, AnyPort, new MapServerOptions { PollInterval = TimeSpan.FromMilliseconds(50) });
        await server.StartAsync();
        // Closes the connection at once instead of reading on for a while in the hope of using it again.
        using (var handler = new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero })
        using (var client = new HttpClient(handler))
        using (await client.GetAsync(new Uri($"{server.Url}/api/units/van/events?after=50"), HttpCompletionOption.ResponseHeadersRead))
        {
            var before = source.Asked;
            await Until(() => Task.FromResult(source.Asked > before + 3));
        }

        // The server notices within a poll or two that the client is gone; from then on the number stands still.
        await Until(async () =>
        {
            var before = source.Asked;
            await Task.Delay(1_500);
            return source.Asked == before;
        });
    }

    [Test]
    public async Task A_request_under_a_foreign_name_is_refused()
    {
        await using var server = await Parked();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}/api/units");
        request.Headers.Host = "evil.example";

        using var response = await Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain("van"));
    }

    [Test]
    public async Task The_policy_allows_the_tile_server_that_was_named_and_no_other()
    {
        await using var server = new MapServer(new MadeUpSource(), AnyPort, new MapServerOptions { TileUrl = "https://tiles.example:8443/osm/{z}/{x}/{y}.png" });
        await server.StartAsync();

        using var response = await Client.GetAsync(new Uri(server.Url));

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.That(policy, Does.Contain("connect-src 'self' https://tiles.example:8443;"));
        Assert.That(policy, Does.Contain("img-src 'self' data: blob: https://tiles.example:8443;"));
        Assert.That(policy, Does.Contain("script-src 'self';"));
    }

    [TestCase("https://tiles.example/{z}/{x}.png", "{y}")]
    [TestCase("https://{s}.tiles.example/{z}/{x}/{y}.png", "no other placeholder")]
    [TestCase("https://{x}.tiles.example/{z}/{x}/{y}.png", "placeholder in its host name")]
    [TestCase("https://tiles.example/{z}/{x}/{y}.png; script-src *", "no other placeholder")]
    [TestCase("ftp://tiles.example/{z}/{x}/{y}.png", "not an http or https address")]
    [TestCase("https://*.example/{z}/{x}/{y}.png", "not an http or https address")]
    [TestCase("tiles/{z}/{x}/{y}.png", "not an http or https address")]
    public void A_tile_address_that_would_not_work_is_refused(string tileUrl, string reason)
    {
        Assert.That(() => new MapServer(new MadeUpSource(), AnyPort, new MapServerOptions { TileUrl = tileUrl }),
            Throws.ArgumentException.With.Message.Contains(reason));
    }

    [TestCase("localhost:8080")]
    [TestCase("https://localhost:8080")]
    [TestCase("http://localhost:8080/map")]
    [TestCase("")]
    public void A_listen_address_that_would_not_work_is_refused(string listenUrl)
    {
        Assert.That(() => new MapServer(new MadeUpSource(), listenUrl), Throws.ArgumentException);
    }

    [TestCase("http://localhost:8080", false)]
    [TestCase("http://127.0.0.1:0", false)]
    [TestCase("http://[::1]:8080", false)]
    [TestCase("http://0.0.0.0:8080", true)]
    [TestCase("http://*:8080", true)]
    [TestCase("http://192.0.2.7:8080", true)]
    public async Task Who_listens_beyond_this_machine_is_told_so(string listenUrl, bool reachable)
    {
        await using var server = new MapServer(new MadeUpSource(), listenUrl);

        Assert.That(server.IsReachableFromOutside, Is.EqualTo(reachable));
    }

    [Test]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var first = await Parked();
        await using var second = new MapServer(new MadeUpSource(), first.Url);

        Assert.That(() => second.StartAsync(), Throws.InstanceOf<IOException>().With.Message.Contains(new Uri(first.Url).Port.ToString()));
    }

    private static async Task<MapServer> Parked()
    {
        var source = new MadeUpSource();
        source.Add("van", "Van", [.. new MadeUpDrive("van", DateTimeOffset.UnixEpoch).First(50)]);
        var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        return server;
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var turn = 0; turn < 600; turn++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It never came true.");
    }
}
