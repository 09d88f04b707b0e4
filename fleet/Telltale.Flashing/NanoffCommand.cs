namespace Telltale.Flashing;

/// <summary>A call of nanoff 2.5.</summary>
/// <param name="Arguments">Its arguments, as the process gets them.</param>
public sealed record NanoffCommand(IReadOnlyList<string> Arguments)
{
    /// <summary>The line as a person would type it; an argument with a blank stands in quotation marks.</summary>
    public override string ToString() => "nanoff " + string.Join(' ', Arguments.Select(Quoted));

    private static string Quoted(string argument)
    {
        return argument.Length > 0 && !argument.Contains(' ', StringComparison.Ordinal) ? argument : "\"" + argument + "\"";
    }
}
