using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Telltale.HostTests.Map;

/// <summary>A page in headless Chromium, driven by drive.mjs beside this file.</summary>
internal sealed class ChromiumPage : IAsyncDisposable
{
    private const string ChromiumPath = "/usr/bin/chromium";
    private readonly Process _driver;
    private readonly Task<string> _errors;

    private ChromiumPage(Process driver)
    {
        _driver = driver;
        _errors = driver.StandardError.ReadToEndAsync();
    }

    /// <summary>The folder below which all of the repository's files lie.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>Starts Chromium; fails the test with the command to install what is missing.</summary>
    public static ChromiumPage Start()
    {
        if (!File.Exists(ChromiumPath))
        {
            Assert.Fail("Chromium is missing, which the map page is tested in. Install it with: apt-get install chromium");
        }

        var modules = NodeModules.Install();
        return new ChromiumPage(NodeModules.Start(
            [Path.Combine(RepositoryRoot, "tests", "host", "Map", "drive.mjs"), "--modules", modules, "--chromium", ChromiumPath]));
    }

    public Task Goto(string url) => Step(new JsonObject { ["step"] = "goto", ["url"] = url });

    /// <summary>Returns once a JavaScript expression is true in the page; fails the test when it never is.</summary>
    public Task Until(string expression, int seconds = 60) => Step(new JsonObject { ["step"] = "wait", ["expression"] = expression, ["seconds"] = seconds });

    public Task UntilText(string selector, string part) =>
        Until($"document.querySelector({JsonSerializer.Serialize(selector)})?.innerText.includes({JsonSerializer.Serialize(part)}) === true");

    public async Task<T> Read<T>(string expression) =>
        (await Step(new JsonObject { ["step"] = "read", ["expression"] = expression }))!.GetValue<T>();

    public Task<string> Text(string selector) => Read<string>($"document.querySelector({JsonSerializer.Serialize(selector)}).innerText");

    public Task Click(string selector) => Step(new JsonObject { ["step"] = "click", ["selector"] = selector });

    public Task Press(string selector, string key) => Step(new JsonObject { ["step"] = "press", ["selector"] = selector, ["key"] = key });

    public Task Hover(string selector, int x, int y) => Step(new JsonObject { ["step"] = "hover", ["selector"] = selector, ["x"] = x, ["y"] = y });

    public Task Size(int width, int height) => Step(new JsonObject { ["step"] = "size", ["width"] = width, ["height"] = height });

    public Task Screenshot(string path) => Step(new JsonObject { ["step"] = "screenshot", ["path"] = path });

    /// <summary>Every address asked for, every error and warning of the console, and the policy of every document so far.</summary>
    public async Task<(string[] Requests, string[] ConsoleErrors, string[] Policies)> Traffic()
    {
        var traffic = (await Step(new JsonObject { ["step"] = "traffic" }))!;
        return (Strings("requests"), Strings("consoleErrors"), Strings("policies"));

        string[] Strings(string name) => [.. traffic[name]!.AsArray().Select(one => one!.GetValue<string>())];
    }

    public async ValueTask DisposeAsync()
    {
        _driver.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _driver.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _driver.Kill(entireProcessTree: true);
        }

        _driver.Dispose();
    }

    private async Task<JsonNode?> Step(JsonObject step)
    {
        string? line;
        try
        {
            await _driver.StandardInput.WriteLineAsync(step.ToJsonString());
            await _driver.StandardInput.FlushAsync();
            line = await _driver.StandardOutput.ReadLineAsync();
        }
        catch (IOException)
        {
            line = null;
        }

        if (line is null)
        {
            Assert.Fail($"Chromium or its driver ended: {await _errors}");
        }

        var answer = JsonNode.Parse(line!)!;
        if (answer["error"] is { } error)
        {
            Assert.Fail(error.GetValue<string>());
        }

        return answer["value"];
    }

    private static string FindRepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Telltale.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run below the repository.");
    }
}
