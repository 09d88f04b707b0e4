using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telltale.Fleet;

namespace Telltale.Map;

/// <summary>The addresses below /api: what README.md in this folder documents.</summary>
internal sealed class SampleApi(ISampleSource source, MapServerOptions options, TileServer? tiles, TimeProvider clock, CancellationToken stopping)
{
    private const int DefaultLimit = 1_000;
    private const int GreatestLimit = 10_000;
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    public static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.DictionaryKeyPolicy = null;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        // A source that gives NaN must not take the page down; the page takes what is not a number as absent.
        json.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
    }

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/config", Config);
        app.MapGet("/api/units", Units);
        app.MapGet("/api/units/{unitId}/signals", Signals);
        app.MapGet("/api/units/{unitId}/checks", Checks);
        app.MapGet("/api/units/{unitId}/samples", Samples);
        app.MapGet("/api/units/{unitId}/events", Events);
    }

    private ConfigAnswer Config() => new(
        tiles?.Template,
        tiles is null ? null : options.TileAttribution,
        options.TileMaximumZoom,
        options.FreshFor.TotalSeconds,
        options.StaleAfter.TotalSeconds,
        options.GapAfter.TotalSeconds,
        options.SamplesKept);

    private UnitsAnswer Units() => new(clock.GetUtcNow(), [.. source.Units().Select(unit =>
    {
        var newest = source.NewestSamples(unit.UnitId, 1);
        return new UnitAnswer(unit.UnitId, unit.Label, unit.SamplesStored, unit.LastSampleTime, newest.Count == 0 ? null : newest[^1]);
    })]);

    private Results<Ok<SignalsAnswer>, NotFound<ErrorAnswer>> Signals(string unitId) =>
        IsKnown(unitId) ? TypedResults.Ok(new SignalsAnswer(unitId, source.SignalUnits(unitId))) : Unknown(unitId);

    private Results<Ok<ChecksAnswer>, NotFound<ErrorAnswer>> Checks(string unitId)
    {
        if (!IsKnown(unitId))
        {
            return Unknown(unitId);
        }

        UnitReport? report = source.Report(unitId);
        return TypedResults.Ok(new ChecksAnswer(clock.GetUtcNow(), unitId, report?.Received, report?.Checks ?? []));
    }

    private Results<Ok<SamplesAnswer>, NotFound<ErrorAnswer>, BadRequest<ErrorAnswer>> Samples(string unitId, long? after, long? before, int limit = DefaultLimit)
    {
        if (after is not null && before is not null)
        {
            return TypedResults.BadRequest(new ErrorAnswer("Give 'after' or 'before', not both."));
        }

        if (limit is < 1 or > GreatestLimit)
        {
            return TypedResults.BadRequest(new ErrorAnswer($"'limit' must be from 1 to {GreatestLimit}."));
        }

        if (!IsKnown(unitId))
        {
            return Unknown(unitId);
        }

        var samples = (after, before) switch
        {
            ({ } id, _) => source.SamplesAfter(unitId, id, limit),
            (_, { } id) => source.SamplesBefore(unitId, id, limit),
            _ => source.NewestSamples(unitId, limit),
        };
        return TypedResults.Ok(new SamplesAnswer(clock.GetUtcNow(), unitId, samples));
    }

    private Results<ServerSentEventsResult<SamplesAnswer>, NotFound<ErrorAnswer>> Events(string unitId, long? after, HttpContext context)
    {
        if (!IsKnown(unitId))
        {
            return Unknown(unitId);
        }

        // A browser that lost the connection says what it had last; that is newer than what the address says.
        long? afterId = long.TryParse(context.Request.Headers["Last-Event-ID"], out var last) ? last : after;
        if (afterId is null)
        {
            var newest = source.NewestSamples(unitId, 1);
            afterId = newest.Count == 0 ? 0 : newest[^1].Id;
        }

        return TypedResults.ServerSentEvents(NewSamples(unitId, afterId.Value, context.RequestAborted));
    }

    private async IAsyncEnumerable<SseItem<SamplesAnswer>> NewSamples(string unitId, long afterId, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        long? lastEvent = null;
        while (!ended.IsCancellationRequested)
        {
            var samples = source.SamplesAfter(unitId, afterId, DefaultLimit);
            if (samples.Count > 0)
            {
                afterId = samples[^1].Id;
            }

            // An event without samples says that the server is there and what its clock reads.
            if (samples.Count > 0 || lastEvent is null || clock.GetElapsedTime(lastEvent.Value) >= HeartbeatInterval)
            {
                lastEvent = clock.GetTimestamp();
                yield return new SseItem<SamplesAnswer>(new SamplesAnswer(clock.GetUtcNow(), unitId, samples), "samples")
                {
                    EventId = afterId.ToString(),
                    ReconnectionInterval = TimeSpan.FromSeconds(1),
                };
            }

            if (samples.Count < DefaultLimit)
            {
                await Task.Delay(options.PollInterval, clock, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool IsKnown(string unitId) => source.Units().Any(unit => string.Equals(unit.UnitId, unitId, StringComparison.Ordinal));

    private static NotFound<ErrorAnswer> Unknown(string unitId) => TypedResults.NotFound(new ErrorAnswer($"No unit '{unitId}' is known."));

    private sealed record ConfigAnswer(
        string? TileUrl,
        string? TileAttribution,
        int TileMaximumZoom,
        double FreshForSeconds,
        double StaleAfterSeconds,
        double GapAfterSeconds,
        int SamplesKept);

    private sealed record UnitsAnswer(DateTimeOffset ServerTime, IReadOnlyList<UnitAnswer> Units);

    private sealed record UnitAnswer(string UnitId, string Label, long SamplesStored, DateTimeOffset? LastSampleTime, StoredSample? NewestSample);

    private sealed record SignalsAnswer(string UnitId, IReadOnlyDictionary<string, string> SignalUnits);

    private sealed record ChecksAnswer(DateTimeOffset ServerTime, string UnitId, DateTimeOffset? Received, IReadOnlyList<UnitCheck> Checks);

    private sealed record SamplesAnswer(DateTimeOffset ServerTime, string UnitId, IReadOnlyList<StoredSample> Samples);

    private sealed record ErrorAnswer(string Error);
}
