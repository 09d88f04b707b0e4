namespace Telltale.Cli;

/// <summary>What two configurations say differently.</summary>
/// <param name="Path">The path of the setting, of a list's item, or of its member.</param>
/// <param name="Old">The value in the first one as JSON, secrets as ***; null where a list has no such item.</param>
/// <param name="New">The same in the second one.</param>
public sealed record ConfigurationDifference(string Path, string? Old, string? New)
{
    /// <summary>False for a secret of which one side is masked: it may be the same.</summary>
    public bool IsCertain { get; init; } = true;

    /// <summary>A line for people.</summary>
    public override string ToString()
    {
        string values = Old is null ? $"added {New}" : New is null ? $"removed {Old}" : $"{Old} -> {New}";
        return $"{Path}: {values}{(IsCertain ? "" : " (whether it is the same cannot be told)")}";
    }
}
