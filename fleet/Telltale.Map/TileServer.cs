using System.Buffers;

namespace Telltale.Map;

/// <summary>A tile server's address, checked, and what the Content-Security-Policy calls its host.</summary>
internal sealed record TileServer(string Template, string Origin)
{
    // What would end or extend the policy's list of hosts, and placeholders that nothing fills.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("{};,'\" \t\r\n");

    public static TileServer Parse(string template)
    {
        foreach (var part in (string[])["{z}", "{x}", "{y}"])
        {
            if (!template.Contains(part, StringComparison.Ordinal))
            {
                throw new ArgumentException($"The tile address '{template}' has no {part}. It looks like https://tiles.example/{{z}}/{{x}}/{{y}}.png.", nameof(template));
            }
        }

        var filled = template.Replace("{z}", "0", StringComparison.Ordinal).Replace("{x}", "0", StringComparison.Ordinal).Replace("{y}", "0", StringComparison.Ordinal);
        if (filled.AsSpan().ContainsAny(Forbidden))
        {
            throw new ArgumentException(
                $"The tile address '{template}' may hold {{z}}, {{x}} and {{y}} and no other placeholder, quotation mark, comma, semicolon or blank.", nameof(template));
        }

        if (!Uri.TryCreate(filled, UriKind.Absolute, out var address)
            || (!string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal) && !string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal))
            || address.UserInfo.Length > 0
            || address.Host.Contains('*', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The tile address '{template}' is not an http or https address of one host.", nameof(template));
        }

        // A placeholder in the host's name would have been filled with 0 above and named a host nobody meant.
        if (template.IndexOf('{', StringComparison.Ordinal) < template.IndexOf('/', address.Scheme.Length + 3))
        {
            throw new ArgumentException($"The tile address '{template}' has a placeholder in its host name.", nameof(template));
        }

        return new TileServer(template, address.GetLeftPart(UriPartial.Authority));
    }
}
