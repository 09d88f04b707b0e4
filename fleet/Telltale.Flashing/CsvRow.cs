namespace Telltale.Flashing;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="Fields">Its fields, without quotation marks.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Fields);
