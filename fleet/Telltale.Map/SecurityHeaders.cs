using Microsoft.AspNetCore.Builder;

namespace Telltale.Map;

/// <summary>The headers that hold the page to what it is: its own files, and one tile server where the owner named one.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this IApplicationBuilder app, TileServer? tiles)
    {
        var tileOrigin = tiles is null ? "" : " " + tiles.Origin;
        var policy = string.Join("; ",
            "default-src 'none'",
            "script-src 'self'",
            "worker-src 'self'",
            "style-src 'self'",
            // MapLibre's own style sheet holds its icons as data addresses, and it decodes tiles through blobs.
            "img-src 'self' data: blob:" + tileOrigin,
            "connect-src 'self'" + tileOrigin,
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");
        // Tile servers' terms ask to be told who asks; without one nobody is told anything.
        var referrer = tiles is null ? "no-referrer" : "strict-origin-when-cross-origin";

        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = referrer;
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()";
            // Files carry an entity tag: a newer build's page is never mixed with an older one's scripts.
            headers.CacheControl = context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? "no-store" : "no-cache";
            return next(context);
        });
    }
}
