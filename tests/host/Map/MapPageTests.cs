using Telltale.Fleet;
using Telltale.Map;

namespace Telltale.HostTests.Map;

/// <summary>The page as a person meets it, in headless Chromium.</summary>
[NonParallelizable]
public sealed class MapPageTests
{
    private const string AnyPort = "http://127.0.0.1:0";
    private const string Odometer = "[...document.querySelectorAll('#values div')].find((line) => line.firstChild.textContent === 'Odometer')?.lastChild.textContent ?? ''";
    private const string Latitude = "document.querySelector('.vehicle')?.dataset.latitude ?? ''";

    [Test]
    public async Task The_page_shows_a_vehicle_moving_and_asks_no_host_but_its_own()
    {
        var source = new MadeUpSource();
        source.AddDrive("k7m2q9xr", "Van 3", 900);
        source.AddDrive("p4w8t1zn", "Van 7", 300, 51.9490);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url + "/#unit=k7m2q9xr");

        await page.Until($"({Latitude}) !== ''");
        var first = await page.Read<string>(Latitude);
        await page.Until($"({Latitude}) !== '{first}'");
        Assert.That(double.Parse(first), Is.EqualTo(MadeUpDrive.StartLatitude).Within(0.1));

        await page.UntilText("#fresh-text", "Live");
        Assert.That(await page.Text("#fresh-text"), Does.Match(@"^Live, \d+(\.\d)? s ago$"));
        Assert.That(await page.Text("#hero-speed"), Does.Match(@"^\d+(\.\d)?$"));
        await page.UntilText("#signals", "Engine speed");
        Assert.That(await page.Text("#signals"), Does.Contain("rpm"));
        for (var plot = 1; plot <= 4; plot++)
        {
            await page.Until($"Number(document.querySelector('.plot:nth-child({plot}) .plot-canvas').dataset.points) >= 250");
        }

        Assert.That(await page.Text("#unit-list"), Does.Contain("Van 7"));
        foreach (var view in (string[])["#view-world", "#view-track", "#view-street"])
        {
            await page.Click(view);
            await page.Until("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
        }

        await page.UntilText("#grid-note", "Grid 10 m, bold 100 m");
        await Expect_nothing_but(server, page);
    }

    [Test]
    public async Task A_page_without_units_says_so_and_shows_the_first_unit_once_it_sends()
    {
        var source = new MadeUpSource();
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url);

        await page.UntilText("#empty", "No unit has sent yet");
        Assert.That(await page.Read<bool>("document.getElementById('hero').hidden"), Is.True);

        source.AddDrive("k7m2q9xr", "Van 3", 5);

        await page.UntilText("#hero-label", "Van 3");
        await page.Until("document.getElementById('empty').hidden");
        await Expect_nothing_but(server, page);
    }

    [Test]
    public async Task A_unit_that_never_had_a_fix_is_shown_nowhere()
    {
        var samples = new MadeUpDrive("cellar", DateTimeOffset.UtcNow.AddSeconds(-20)).First(20).Select(WithoutFix).ToList();
        var source = new MadeUpSource();
        source.Add("cellar", "Cellar", samples);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url);

        await page.UntilText("#hero-note", "No fix yet");
        Assert.That(await page.Text("#hero-speed"), Is.EqualTo("–"));
        Assert.That(await page.Text("#values"), Does.Contain("no fix"));
        Assert.That(await page.Read<int>("document.querySelectorAll('.vehicle').length"), Is.Zero);
        Assert.That(await page.Text("#signals"), Does.Contain("Engine speed"));
        await Expect_nothing_but(server, page);
    }

    [Test]
    public async Task The_checks_of_the_newest_status_are_shown_with_state_and_since_when_and_a_failing_one_first()
    {
        var received = DateTimeOffset.UtcNow.AddMinutes(-2);
        var source = new MadeUpSource();
        source.AddDrive("k7m2q9xr", "Van 3", 60);
        source.Reports["k7m2q9xr"] = Report(received, new UnitCheck(10, "pass", 12_600, 11_800) { Since = received.AddHours(-5) }, new UnitCheck(42, "not_fitted", 1, null),
            new UnitCheck(43, "waiting", null, null) { Since = received });
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url);

        await page.UntilText("#checks", "supply voltage");
        Assert.That(await page.Text("#checks-note"), Does.Match(@"^By the status received [23] min \d\d s ago$"));
        Assert.That(await Lines(page), Is.EqualTo(new[]
        {
            "broker unknown", "supply voltage pass 12600 mV, limit 11800 mV", "tls not fitted off by configuration, the connection is not protected",
        }));
        Assert.That(await page.Read<string>("document.querySelector('#checks li:nth-child(2) time').textContent"), Does.Match("^for 5 h 0[23] min$"));
        Assert.That(await page.Text("#check-count"), Is.Empty);
        await page.UntilText("#announce-checks", "Van 3: no check fails; 1 unknown");

        source.Change(() => source.Reports["k7m2q9xr"] = Report(DateTimeOffset.UtcNow, new UnitCheck(1, "pass", 0, 0), new UnitCheck(10, "fail", 11_000, 11_800) { Since = DateTimeOffset.UtcNow }));

        await page.UntilText("#check-count", "1 fails");
        Assert.That((await Lines(page))[0], Is.EqualTo("supply voltage fail 11000 mV, limit 11800 mV"));
        await page.UntilText("#announce-checks", "Van 3: 1 check fails: supply voltage");

        // What is said by colour is said by a word too, and the list has a name.
        Assert.That(await page.Read<bool>("[...document.querySelectorAll('#checks .lamp')].every((lamp) => lamp.getAttribute('aria-hidden') === 'true')"), Is.True);
        Assert.That(await page.Read<string>("document.getElementById(document.getElementById('checks').getAttribute('aria-labelledby')).textContent"), Does.StartWith("Checks"));
        Assert.That(await page.Read<string>("document.getElementById('announce-checks').getAttribute('aria-live')"), Is.EqualTo("polite"));
        await Expect_nothing_but(server, page);
    }

    [Test]
    public async Task A_unit_without_a_status_has_no_checks_and_none_of_another_unit()
    {
        var source = new MadeUpSource();
        source.AddDrive("a", "Van 3", 30);
        source.AddDrive("b", "Van 7", 30);
        source.Reports["a"] = Report(DateTimeOffset.UtcNow, new UnitCheck(10, "fail", 11_000, 11_800));
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url + "/#unit=a");
        await page.UntilText("#checks", "supply voltage");

        await page.Read<bool>("(location.hash = 'unit=b', true)");

        await page.UntilText("#checks-note", "The unit has sent no status.");
        Assert.That(await Lines(page), Is.Empty);
        Assert.That(await page.Text("#check-count"), Is.Empty);
    }

    [Test]
    public async Task The_odometer_is_shown_where_there_is_an_installation_record_and_says_so()
    {
        var source = new MadeUpSource();
        source.Add("a", "Van 3", [.. new MadeUpDrive("a", DateTimeOffset.UtcNow.AddSeconds(-5)).First(5).Select(sample => sample with { DistanceMetres = 4_300, OdometerMetres = 48_214_700 })]);
        source.Add("b", "Van 7", [.. new MadeUpDrive("b", DateTimeOffset.UtcNow.AddSeconds(-5)).First(5).Select(sample => sample with { DistanceMetres = 4_300 })]);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url + "/#unit=a");

        await page.UntilText("#values", "Odometer");
        Assert.That(await page.Read<string>(Odometer), Is.EqualTo("48\u2009214.7kmby installation"));
        Assert.That(await page.Read<string>(Odometer.Replace("lastChild.textContent", "lastChild.title", StringComparison.Ordinal)), Is.EqualTo("4.3 km of the unit and the offset of its installation record"));

        await page.Read<bool>("(location.hash = 'unit=b', true)");
        await page.UntilText("#hero-label", "Van 7");
        await page.Until($"({Odometer}) === '–'");
    }

    [Test]
    public async Task When_the_fix_is_lost_the_vehicle_stays_marked_where_it_was_last()
    {
        var samples = new MadeUpDrive("tunnel", DateTimeOffset.UtcNow.AddSeconds(-60)).First(60).Select((sample, index) => index < 40 ? sample : WithoutFix(sample)).ToList();
        var source = new MadeUpSource();
        source.Add("tunnel", "Tunnel", samples);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url);

        await page.UntilText("#hero-note", "No fix, position is 20 s older");
        Assert.That(await page.Read<bool>("document.querySelector('.vehicle').classList.contains('lost')"), Is.True);
        Assert.That(double.Parse(await page.Read<string>(Latitude)), Is.EqualTo(samples[39].LatitudeDegrees!.Value).Within(1e-7));
    }

    [Test]
    public async Task The_age_of_the_last_sample_goes_on_counting_and_turns_from_live_to_late_to_stale()
    {
        var source = new MadeUpSource();
        var samples = new List<StoredSample>();
        source.Add("parked", "Parked", samples);
        await using var server = new MapServer(source, AnyPort, new MapServerOptions { FreshFor = TimeSpan.FromSeconds(12), StaleAfter = TimeSpan.FromSeconds(16) });
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url);
        await page.UntilText("#empty", "Parked has sent nothing yet");

        // Sent only now, so that a slow start of the browser does not make it old.
        source.Change(() => samples.AddRange(new MadeUpDrive("parked", DateTimeOffset.UtcNow).First(1)));

        await page.Until("document.getElementById('fresh').dataset.state === 'live'");
        await page.Until("document.getElementById('fresh').dataset.state === 'late'");
        await page.Until("document.getElementById('fresh').dataset.state === 'stale'");
        Assert.That(await page.Text("#fresh-text"), Does.StartWith("Last heard"));
        Assert.That(await page.Text("#announce"), Does.Contain("Last heard"));
    }

    [Test]
    public async Task A_page_whose_server_is_gone_says_so_and_goes_on_when_it_is_back()
    {
        var source = new MadeUpSource();
        source.AddDrive("k7m2q9xr", "Van 3", 60);
        await using var page = ChromiumPage.Start();
        string url;
        await using (var server = new MapServer(source, AnyPort))
        {
            await server.StartAsync();
            url = server.Url;
            await page.Goto(url);
            await page.UntilText("#link", "Connected");
            await page.UntilText("#fresh-text", "Live");
        }

        await page.UntilText("#link", "Map server not reached");
        var before = await page.Read<int>("Number(document.body.dataset.samples)");

        await using var again = new MapServer(source, url);
        await again.StartAsync();
        await page.UntilText("#link", "Connected");
        await page.Until($"Number(document.body.dataset.samples) > {before}");
    }

    [Test]
    public async Task Whatever_a_unit_is_called_is_shown_as_text()
    {
        const string Hostile = "<img src=x onerror=\"document.title='taken'\"><b>Van</b>";
        var source = new MadeUpSource();
        source.UnitsOfMeasure[Hostile] = Hostile;
        source.Add("a", Hostile, [.. new MadeUpDrive("a", DateTimeOffset.UtcNow.AddSeconds(-5)).First(5).Select(sample => sample with
        {
            Mode = Hostile,
            Signals = new Dictionary<string, double>(StringComparer.Ordinal) { [Hostile] = 1 },
        })]);
        source.AddDrive("b", "Van 3", 30);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url + "/#unit=a");

        await page.UntilText("#hero-label", "<b>Van</b>");
        await page.UntilText("#signals", "<b>Van</b>");
        await page.UntilText("#unit-list", "<b>Van</b>");
        Assert.That(await page.Text("#values"), Does.Contain("<b>Van</b>"));
        Assert.That(await page.Read<int>("document.querySelectorAll('main b, main img').length"), Is.Zero);
        await Expect_nothing_but(server, page);
    }

    [Test]
    public async Task What_has_no_sure_time_is_marked()
    {
        var source = new MadeUpSource();
        var undated = new MadeUpDrive("undated", DateTimeOffset.UtcNow).First(30).Select(sample => sample with { Time = null }).ToList();
        source.Add("undated", "Undated", undated);
        source.Add("estimated", "Estimated", [.. new MadeUpDrive("estimated", DateTimeOffset.UtcNow.AddSeconds(-30)).First(30).Select(sample => sample with { TimeIsEstimated = true })]);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();

        await page.Goto(server.Url + "/#unit=undated");
        await page.UntilText("#fresh-text", "Time not known");
        await page.UntilText("#values", "30 not dated");
        Assert.That(await page.Read<bool>("document.getElementById('legend-unsure').hidden"), Is.False);

        // The receiver dates them later; they keep their ids.
        var start = DateTimeOffset.UtcNow.AddSeconds(-30);
        source.Change(() =>
        {
            for (var index = 0; index < undated.Count; index++)
            {
                undated[index] = undated[index] with { Time = start.AddSeconds(index) };
            }
        });
        await page.Until("!document.getElementById('values').innerText.includes('not dated')");
        await page.Until("Number(document.querySelector('.plot-canvas').dataset.points) === 30");

        await page.Read<bool>("(location.hash = 'unit=estimated', true)");
        await page.UntilText("#hero-note", "Time estimated");
        await page.UntilText("#values", "estimated");
    }

    [Test]
    public async Task A_cursor_in_a_plot_marks_the_place_on_the_map_by_mouse_and_by_keyboard()
    {
        var source = new MadeUpSource();
        source.Add("k7m2q9xr", "Van 3", [.. new MadeUpDrive("k7m2q9xr", DateTimeOffset.UtcNow.AddSeconds(-300)).First(300)]);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url);
        await page.Until("Number(document.querySelector('.plot-canvas').dataset.points) > 100");

        await page.Hover(".plot:nth-child(2) .plot-canvas", 300, 30);
        await page.Until("document.querySelectorAll('.hover-mark').length === 1");
        Assert.That(await page.Text("#readout"), Does.Match(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$"));

        await page.Press("#plot-rows", "Escape");
        await page.Until("document.querySelectorAll('.hover-mark').length === 0");
        await page.Press("#plot-rows", "End");
        await page.Press("#plot-rows", "ArrowLeft");
        var one = await page.Text("#readout");
        await page.Press("#plot-rows", "ArrowLeft");
        Assert.That(await page.Text("#readout"), Is.LessThan(one).Using<string>(string.CompareOrdinal));
        await page.Until("document.querySelectorAll('.hover-mark').length === 1");
        await Expect_nothing_but(server, page);
    }

    [Test]
    public async Task Following_ends_when_a_person_moves_the_map_and_begins_again_on_request()
    {
        var source = new MadeUpSource();
        source.AddDrive("k7m2q9xr", "Van 3", 60);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url);
        await page.Until($"({Latitude}) !== ''");
        await page.Until("document.getElementById('follow').getAttribute('aria-pressed') === 'true'");

        await page.Press(".maplibregl-canvas", "ArrowRight");
        await page.Until("document.getElementById('follow').getAttribute('aria-pressed') === 'false'");
        await page.Click("#follow");
        await page.Until("document.getElementById('follow').getAttribute('aria-pressed') === 'true'");
    }

    [Test]
    public async Task A_day_of_samples_is_loaded_in_pieces_and_drawn_with_few_points()
    {
        var source = new MadeUpSource();
        source.Add("longhaul", "Long haul", [.. new MadeUpDrive("longhaul", DateTimeOffset.UtcNow.AddSeconds(-100_000)).First(100_000)]);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Goto(server.Url);

        await page.Until("Number(document.body.dataset.samples) === 100000", 120);
        await page.Until("document.getElementById('progress').hidden");
        await page.Click("#ranges button:last-child");
        await page.Until("Number(document.querySelector('.plot-canvas').dataset.points) > 1000");
        Assert.That(await page.Read<int>("Number(document.querySelector('.plot-canvas').dataset.points)"), Is.LessThan(5_000));
        var (requests, _, _) = await page.Traffic();
        Assert.That(requests.Count(request => request.Contains("before=", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(19));
        await Expect_nothing_but(server, page);
    }

    [Test]
    public async Task On_a_phone_nothing_is_wider_than_the_screen()
    {
        var source = new MadeUpSource();
        source.AddDrive("k7m2q9xr", "A van with a name that goes on for longer than anyone would read", 400);
        source.AddDrive("p4w8t1zn", "Van 7", 400);
        await using var server = new MapServer(source, AnyPort);
        await server.StartAsync();
        await using var page = ChromiumPage.Start();
        await page.Size(360, 740);
        await page.Goto(server.Url + "/#unit=k7m2q9xr");

        await page.UntilText("#fresh-text", "Live");
        Assert.That(await page.Read<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(360));
        await Expect_nothing_but(server, page);
    }

    private static UnitReport Report(DateTimeOffset received, params UnitCheck[] checks) => new("k7m2q9xr", "0001020304050607", 7, received) { Checks = checks };

    // Without the age, which goes on.
    private static async Task<string[]> Lines(ChromiumPage page) => (await page.Read<string>(
        "[...document.querySelectorAll('#checks li')].map((line) => [...line.querySelectorAll('.check-name, .check-state, .check-value')].map((part) => part.textContent).join(' ').trim()).join('\\n')"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static StoredSample WithoutFix(StoredSample sample) => sample with
    {
        LatitudeDegrees = null,
        LongitudeDegrees = null,
        HeightMetres = null,
        SpeedMetresPerSecond = null,
        CourseDegrees = null,
        Mode = "none",
        SatellitesUsed = 0,
    };

    // Blobs are made in the page itself, and MapLibre's style sheet holds its icons as data.
    private static async Task Expect_nothing_but(MapServer server, ChromiumPage page)
    {
        var (requests, consoleErrors, policies) = await page.Traffic();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(consoleErrors, Is.Empty);
            Assert.That(requests, Is.Not.Empty);
            Assert.That(requests.Where(request =>
                !request.StartsWith(server.Url + "/", StringComparison.Ordinal)
                && !request.StartsWith("data:", StringComparison.Ordinal)
                && !request.StartsWith("blob:" + server.Url, StringComparison.Ordinal)), Is.Empty);
            Assert.That(policies, Is.Not.Empty);
            Assert.That(policies, Has.All.Contain("default-src 'none'").And.All.Contain("script-src 'self'").And.All.Not.Contain("unsafe"));
        }
    }
}
