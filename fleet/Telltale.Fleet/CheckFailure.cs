namespace Telltale.Fleet;

/// <summary>A check of a unit that passed and then failed.</summary>
/// <param name="Number">The check's number.</param>
/// <param name="Value">What was measured; null for nothing.</param>
/// <param name="Limit">What it is held against; null for nothing.</param>
/// <param name="Since">When the first status with the failure arrived.</param>
/// <param name="Ended">When a status arrived in which it no longer failed; null while it does.</param>
public sealed record CheckFailure(long Number, long? Value, long? Limit, DateTimeOffset Since, DateTimeOffset? Ended)
{
    /// <summary>The check in words, with value and limit.</summary>
    public string Text => TextOf(Number, Value, Limit);

    internal static string TextOf(long number, long? value, long? limit)
    {
        var check = new UnitCheck(number, "fail", value, limit);
        string unit = check.UnitOfMeasure is { } name ? " " + name : "";
        return $"check {number}{(check.Name is { } text ? " " + text : "")} fails{(value is { } measured ? $": {measured}{unit}" : "")}{(limit is { } bound ? $", limit {bound}{unit}" : "")}{(check.Note is { } note ? $", {note}" : "")}";
    }
}
