namespace Telltale.Flashing;

/// <summary>
/// Takes secrets out of what other programs print, before anybody sees it. nanoff prints none today; this does not depend on it.
/// </summary>
public sealed class SecretScrubber
{
    // Shorter ones would be found in ordinary text.
    private const int ShortestSecret = 8;

    private readonly List<string> _secrets = [];

    /// <summary>Adds what must not be printed.</summary>
    public void Add(IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _secrets.AddRange(secrets.Where(secret => secret.Length >= ShortestSecret));
    }

    /// <summary>The text with every secret replaced.</summary>
    public string Scrub(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (string secret in _secrets)
        {
            text = text.Replace(secret, "[secret]", StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }
}
