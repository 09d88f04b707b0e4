namespace Telltale.Profiles;

/// <summary>A line of a file.</summary>
/// <param name="File">As it was named.</param>
/// <param name="Line">From 1.</param>
internal sealed record Place(string File, int Line)
{
    /// <summary>The error that something is wrong here.</summary>
    public SourceException Error(string problem) => new(File, Line, problem);

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}";
}
