using System.Text.RegularExpressions;
using Telltale.Uplink;

namespace Telltale.HostTests.Uplink;

internal sealed partial class StatusCounterTests
{
    [Test]
    public void The_format_document_lists_every_counter_and_no_other()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "firmware", "Uplink", "FORMAT.md"));
        string table = document[document.IndexOf("## 3. Counters", StringComparison.Ordinal)..];
        Assert.That(Row().Matches(table).Select(row => int.Parse(row.Groups["number"].Value)), Is.EqualTo(Enum.GetValues<StatusCounter>().Select(counter => (int)counter)));
    }

    [GeneratedRegex(@"^\| (?<number>\d+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
