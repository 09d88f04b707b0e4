using System.Collections;
using System.Text;
using System.Xml.Linq;
using Telltale.Flashing;
using Telltale.HostTests.Cli;

namespace Telltale.HostTests.Flashing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TrayTests : IDisposable
{
    private readonly FlashBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task A_tray_goes_on_past_a_board_that_fails_and_a_second_run_flashes_that_one_alone()
    {
        string list = List("label,board,wifi\nVan 7,wrover-devkit,depot\n\"Van 8, new\",wrover-devkit-vehicle,\nVan 9,wrover-devkit,\n");
        int board = 0;
        var results = await TrayOf(() =>
        {
            board++;
            _bench.Nanoff.MacAddress = $"24:0A:C4:00:00:0{board}";
            if (board == 2)
            {
                _bench.Nanoff.Play("--update", 9005 & 0xFF, "E9005");
            }
        }).RunAsync(list, TrayList.Read(list, null), replace: false, default);
        Assert.That(results.Select(result => result.Result.Passed), Is.EqualTo(new[] { true, false, true }), _bench.Said.ToString());

        board = 1;
        var again = await TrayOf(() => _bench.Nanoff.MacAddress = $"24:0A:C4:00:00:0{++board}").RunAsync(list, TrayList.Read(list, null), replace: false, default);
        Assert.That(again.Select(result => result.Entry.Label), Is.EqualTo(new[] { "Van 8, new" }));
        Assert.That(again.Select(result => result.Result.Passed), Is.All.True, _bench.Said.ToString());
        Assert.That(_bench.Home.Units(), Has.Count.EqualTo(3), "nobody was enrolled twice");

        string[] lines = File.ReadAllLines(TrayResults.PathOf(list));
        Assert.That(lines[0], Is.EqualTo("label,unit,board,address,result,step,time,sentence"));
        Assert.That(lines.Skip(1), Has.All.Contains(",pass,"));
        Assert.That(lines.Single(line => line.StartsWith("\"Van 8, new\"", StringComparison.Ordinal)), Does.Contain(",wrover-devkit-vehicle,240ac4000002,pass,"));
    }

    [Test]
    public async Task The_same_board_connected_twice_does_not_become_two_units()
    {
        string list = List("label,board\nVan 7,wrover-devkit\nVan 8,wrover-devkit\n");
        var results = await TrayOf(() => { }).RunAsync(list, TrayList.Read(list, null), replace: false, default);
        Assert.That(results.Select(result => result.Result.Passed), Is.EqualTo(new[] { true, false }));
        Assert.That(results[1].Result.Sentence, Does.Contain("(Van 7)"));
    }

    [Test]
    public void Every_fault_of_a_list_is_said_with_file_line_and_column()
    {
        string list = List("label,board,unit,can_bits_per_second\nVan 7,wrover-devkit,,500000\nVan 8,no-such-board,xyz,fast\n\nVan 7,wrover-devkit,,\nVan 9,wrover-devkit\n");
        string message = Assert.Throws<FlashException>(() => TrayList.Read(list, null))!.Message;
        Assert.That(message.ReplaceLineEndings("\n").Split('\n'), Is.EqualTo(new[]
        {
            $"{list}, line 3, column 2 (board): there is no board 'no-such-board'. Known: wrover-devkit, wrover-devkit-vehicle, wrover-devkit-elm327, lilygo-t-a7670, esp32s3-devkit.",
            $"{list}, line 3, column 3 (unit): a unit's id has 8 characters; leave the field empty to enrol one.",
            $"{list}, line 3, column 4 (can_bits_per_second): a bit rate is a number from 5000 to 1000000.",
            $"{list}, line 6: 2 fields, and the header has 4.",
            $"{list}, line 5: 'Van 7' is in line 2 already.",
        }));
    }

    [TestCase("label,password")]
    [TestCase("label,wifi_password")]
    [TestCase("label,root_key")]
    [TestCase("label,PSK")]
    [TestCase("label,identity")]
    public void A_column_for_a_secret_is_refused(string header)
    {
        string list = List(header + "\nVan 7,hunter22\n");
        string message = Assert.Throws<FlashException>(() => TrayList.Read(list, "wrover-devkit"))!.Message;
        Assert.That(message, Does.Contain("line 1, column 2").And.Contain("Keys and passwords never stand in a list"));
        Assert.That(message, Does.Not.Contain("hunter22"));
    }

    [Test]
    public async Task A_list_with_one_bad_line_flashes_nothing()
    {
        string list = List("label,board\nVan 7,wrover-devkit\nVan 8,bad\n");
        CommandRun run = await CommandRun.RunAsync(["flash", "--batch", list, "--image", _bench.ImageFile, "--settings", _bench.SettingsFile, "--home", _bench.Home.Folder, "--nanoff", "/no/such/nanoff"]);
        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Error, Does.Contain("line 3, column 2 (board)"));
        Assert.That(_bench.Home.Units(), Is.Empty);
    }

    [TestCase("a,\"b \"\"c\"\", d\"\r\ne,\"f\ng\"\n\nh,", 1, "a|b \"c\", d", 2, "e|f\ng", 5, "h|")]
    public void A_list_is_read_as_RFC_4180_has_it(string text, int line1, string row1, int line2, string row2, int line3, string row3)
    {
        IReadOnlyList<CsvRow> rows = CsvReader.Read(text, "x.csv");
        Assert.That(rows.Select(row => (row.Line, string.Join('|', row.Fields))), Is.EqualTo(new[] { (line1, row1), (line2, row2), (line3, row3) }));
        Assert.That(() => CsvReader.Read("a\n\"b", "x.csv"), Throws.InstanceOf<FlashException>().With.Message.Contains("x.csv, line 2"));
    }

    [Test]
    public void A_label_says_unit_and_name_and_nothing_else()
    {
        var label = new UnitLabel("k3m9x2pq", "Van 7 & co", "wrover-devkit");
        Assert.That(label.Uri, Is.EqualTo("telltale:unit/k3m9x2pq?name=Van%207%20%26%20co"));
        XDocument sheet = XDocument.Parse(LabelSheet.Draw([label, .. Enumerable.Repeat(label, 24)]));
        Assert.That(sheet.Root!.Attribute("height")!.Value, Is.EqualTo("594mm"), "25 labels take two pages");
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.That(sheet.Descendants(svg + "text").Take(3).Select(text => text.Value), Is.EqualTo(new[] { "k3m9x2pq", "Van 7 & co", "wrover-devkit" }));
        Assert.That(sheet.Descendants(svg + "path").Count(), Is.EqualTo(25));
    }

    [Test]
    public void A_QR_code_has_its_finder_patterns_and_another_text_another_code()
    {
        IReadOnlyList<BitArray> code = LabelSheet.Code(new UnitLabel("k3m9x2pq", "Van 7", "b"));
        int last = code.Count - 5;
        foreach ((int row, int column) in new[] { (4, 4), (4, last - 6), (last - 6, 4) })
        {
            Assert.That(Enumerable.Range(0, 7).Select(offset => code[row][column + offset]), Is.All.True);
            Assert.That(Enumerable.Range(0, 7).Select(offset => code[row + 1][column + offset]), Is.EqualTo(new[] { true, false, false, false, false, false, true }));
        }

        Assert.That(Text(LabelSheet.Code(new UnitLabel("k3m9x2pr", "Van 7", "b"))), Is.Not.EqualTo(Text(code)));

        static string Text(IReadOnlyList<BitArray> modules) => string.Concat(modules.SelectMany(row => row.Cast<bool>()).Select(dark => dark ? '#' : ' '));
    }

    private string List(string content)
    {
        string path = _bench.At("tray.csv");
        File.WriteAllText(path, content, new UTF8Encoding(false));
        return path;
    }

    private Tray TrayOf(Action connect)
    {
        return new Tray(_bench.Run(), sentence => _bench.Said.AppendLine(sentence), _ =>
        {
            connect();
            return Task.FromResult(true);
        });
    }
}
