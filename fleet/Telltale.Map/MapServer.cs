using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Telltale.Fleet;

namespace Telltale.Map;

/// <summary>
/// Serves a page that shows units moving on a map, live, and the JSON that the page is fed with (README.md in this folder). It has no log-in,
/// so it listens on this machine only unless told otherwise, and answers nobody who asks for it under a name it was not given.
/// </summary>
public sealed class MapServer : IAsyncDisposable
{
    /// <summary>Where the page is when nothing else is said.</summary>
    public const string DefaultListenUrl = "http://localhost:8080";

    private readonly ISampleSource _source;
    private readonly MapServerOptions _options;
    private readonly BindingAddress _listen;
    private readonly TileServer? _tiles;
    private readonly CancellationTokenSource _stopping = new();
    private WebApplication? _app;
    private PhysicalFileProvider? _files;
    private string? _url;

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="source">Where units and samples come from; asked from several threads at once.</param>
    /// <param name="listenUrl">
    /// http, host and port, such as <c>http://localhost:8080</c>; port 0 with an address of numbers (<c>http://127.0.0.1:0</c>) takes a free one;
    /// <c>http://*:8080</c> is every address of this machine.
    /// </param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">The listen address, the tile address or an option is not usable; the message says why.</exception>
    public MapServer(ISampleSource source, string listenUrl = DefaultListenUrl, MapServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(listenUrl);
        _source = source;
        _options = options ?? new MapServerOptions();
        _listen = ParseListenUrl(listenUrl);
        _tiles = _options.TileUrl is null ? null : TileServer.Parse(_options.TileUrl);
        Check(_options.TileMaximumZoom is >= 0 and <= 24, nameof(MapServerOptions.TileMaximumZoom), "from 0 to 24");
        Check(_options.SamplesKept is >= 1_000 and <= 1_000_000, nameof(MapServerOptions.SamplesKept), "from 1,000 to 1,000,000");
        Check(_options.PollInterval >= TimeSpan.FromMilliseconds(50) && _options.PollInterval <= TimeSpan.FromMinutes(1),
            nameof(MapServerOptions.PollInterval), "from 50 ms to 60 s");
        Check(_options.FreshFor > TimeSpan.Zero, nameof(MapServerOptions.FreshFor), "above 0");
        Check(_options.StaleAfter > _options.FreshFor, nameof(MapServerOptions.StaleAfter), $"above {nameof(MapServerOptions.FreshFor)}");
        Check(_options.GapAfter > TimeSpan.Zero, nameof(MapServerOptions.GapAfter), "above 0");

        void Check(bool holds, string name, string allowed)
        {
            if (!holds)
            {
                throw new ArgumentException($"{name} must be {allowed}.", nameof(options));
            }
        }
    }

    /// <summary>The page's address for a browser on this machine, with the port that was taken; ends in no slash.</summary>
    /// <exception cref="InvalidOperationException">The server was not started.</exception>
    public string Url => _url ?? throw new InvalidOperationException("The map server has not been started.");

    /// <summary>True when the page can be asked for from other machines, where anyone who reaches it sees every unit.</summary>
    public bool IsReachableFromOutside => !IsLoopback(_listen.Host);

    /// <summary>Listens. The page can be asked for when this returns.</summary>
    /// <exception cref="IOException">The port is taken, or the address is not one of this machine's.</exception>
    /// <exception cref="DirectoryNotFoundException">The page's files do not lie beside the program.</exception>
    /// <exception cref="InvalidOperationException">The server was started before.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_app is not null)
        {
            throw new InvalidOperationException("The map server was started before; make another one.");
        }

        var app = Build();
        _app = app;
        await app.StartAsync(cancellationToken);
        var bound = BindingAddress.Parse(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        var host = IsAnyAddress(bound.Host) ? "localhost" : bound.Host;
        _url = $"http://{host}:{bound.Port.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Ends the open event streams and stops listening. Without effect when the server does not run.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_app is { } app)
        {
            await _stopping.CancelAsync();
            await app.StopAsync(cancellationToken);
        }
    }

    /// <summary>Stops the server and frees what it holds.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_app is { } app)
        {
            await app.DisposeAsync();
        }

        _files?.Dispose();
        _stopping.Dispose();
    }

    private WebApplication Build()
    {
        // Empty, so that neither the environment nor an appsettings.json that happens to lie in the current folder changes what is served.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(_listen.ToString()).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (_options.LoggerFactory is { } loggers)
        {
            builder.Services.AddSingleton(loggers);
        }
        else
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            // What fails at the start is thrown to who started it; printing it too would say it twice.
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json => SampleApi.Configure(json.SerializerOptions));
        builder.Services.AddHostFiltering(filter =>
        {
            filter.AllowedHosts = [.. HostNames()];
            filter.AllowEmptyHosts = false;
            filter.IncludeFailureMessage = true;
        });

        var app = builder.Build();
        app.UseSecurityHeaders(_tiles);
        app.UseHostFiltering();
        app.UseRouting();
        var files = _files = new PhysicalFileProvider(PageFolder());
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".mjs"] = "text/javascript";
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, ContentTypeProvider = types });
        new SampleApi(_source, _options, _tiles, TimeProvider.System, _stopping.Token).Map(app);
        return app;
    }

    private static string PageFolder()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        return File.Exists(Path.Combine(folder, "index.html"))
            ? folder
            : throw new DirectoryNotFoundException($"The page's files are not at '{folder}'. Building Telltale.Map puts them beside the program that uses it.");
    }

    private IEnumerable<string> HostNames()
    {
        if (IsAnyAddress(_listen.Host))
        {
            return _options.HostNames.Count == 0 ? ["*"] : [.. _options.HostNames, "localhost", "127.0.0.1", "[::1]"];
        }

        return [.. _options.HostNames, _listen.Host, "localhost", "127.0.0.1", "[::1]"];
    }

    private static BindingAddress ParseListenUrl(string listenUrl)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(listenUrl);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException($"'{listenUrl}' is not an address to listen at; one looks like {DefaultListenUrl}.", nameof(listenUrl), exception);
        }

        if (!string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase) || address.PathBase.Length > 0)
        {
            throw new ArgumentException($"'{listenUrl}' is not 'http://host:port'. For https, put a proxy in front that holds the certificate.", nameof(listenUrl));
        }

        return address;
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsAnyAddress(string host) =>
        host is "*" or "+" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
}
