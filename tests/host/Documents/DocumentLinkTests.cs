using System.Text.RegularExpressions;

namespace Telltale.HostTests.Documents;

/// <summary>What the documents refer to is there.</summary>
internal sealed partial class DocumentLinkTests
{
    private static readonly string[] s_built = ["artifacts", ".git", "node_modules", "bin", "obj"];

    private static IEnumerable<string> Documents => Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(s_built, StringComparer.Ordinal).Any())
        .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Documents))]
    public void Every_link_of_a_document_leads_to_a_file_and_a_heading_that_are_there(string document)
    {
        string path = Path.Combine(Repository.Root, document);
        Assert.That(Broken(path), Is.Empty);
    }

    [Test]
    public void A_link_to_no_file_and_one_to_no_heading_are_found()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        try
        {
            string path = Path.Combine(folder, "a.md");
            File.WriteAllText(path, "# The `first` part, twice\n[here](#the-first-part-twice) [gone](#second) [no file](b.md) [elsewhere](https://example.org)\n```\n# no heading\n```\n[code](#no-heading)\n");
            Assert.That(Broken(path), Is.EqualTo(new[] { "#second", "b.md", "#no-heading" }));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static List<string> Broken(string path)
    {
        string text = Fence().Replace(File.ReadAllText(path), "");
        List<string> broken = [];
        foreach (Match match in Link().Matches(text))
        {
            string link = match.Groups["link"].Value;
            string[] parts = link.Split('#', 2);
            string target = parts[0].Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, parts[0]));
            bool isThere = File.Exists(target) || Directory.Exists(target);
            if (!isThere || (parts.Length == 2 && target.EndsWith(".md", StringComparison.Ordinal) && !Headings(target).Contains(parts[1])))
            {
                broken.Add(link);
            }
        }

        return broken;
    }

    // As GitHub makes them: small letters, hyphens for spaces, punctuation left out.
    private static HashSet<string> Headings(string path) =>
        Heading().Matches(Fence().Replace(File.ReadAllText(path), ""))
            .Select(match => NotInAnchor().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))
            .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\]\((?!https?:|mailto:)(?<link>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, 1000)]
    private static partial Regex NotInAnchor();

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Fence();
}
