namespace Telltale.HostTests.Map;

/// <summary>The parts of the page that need no browser, tested in Node.js by page.test.mjs beside this file.</summary>
public sealed class PageLogicTests
{
    [Test]
    public async Task What_the_page_computes_holds()
    {
        var folder = Path.Combine(ChromiumPage.RepositoryRoot, "tests", "host", "Map");
        var page = Path.Combine(ChromiumPage.RepositoryRoot, "fleet", "Telltale.Map", "wwwroot");
        using var node = NodeModules.Start(["--test", "--test-reporter=tap", Path.Combine(folder, "page.test.mjs")], ("FOLDER", page));
        node.StandardInput.Close();
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.That(node.ExitCode, Is.Zero, output + await errors);
        // A file without tests would pass too.
        Assert.That(output, Does.Match(@"(?m)^# pass [1-9]\d"));
    }
}
