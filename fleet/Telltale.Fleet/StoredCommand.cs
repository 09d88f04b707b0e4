using Telltale.Commands;

namespace Telltale.Fleet;

/// <summary>A command as the store has it.</summary>
public sealed record StoredCommand(long Id, string UnitId, CommandCode Code, CommandState State, DateTimeOffset Made, DateTimeOffset Expires)
{
    /// <summary>The stream that it was sealed for; null before it was sent.</summary>
    public string? StreamId { get; init; }

    /// <summary>Its number in that stream; null before it was sent.</summary>
    public long? Number { get; init; }

    /// <summary>How often it was sent.</summary>
    public long Sent { get; init; }

    /// <summary>The newest reply's status; null before the first.</summary>
    public CommandStatus? Status { get; init; }

    /// <summary>With <see cref="CommandStatus.AlreadyDone"/> the status that it had when it was new.</summary>
    public CommandStatus? Detail { get; init; }

    /// <summary>The newest reply's data.</summary>
    public IReadOnlyList<byte> Data { get; init; } = [];

    /// <summary>When the newest reply came.</summary>
    public DateTimeOffset? Replied { get; init; }

    /// <summary>True once it is known that it was done.</summary>
    public bool IsDone => State == CommandState.Replied && (Status == CommandStatus.Done || (Status == CommandStatus.AlreadyDone && Detail == CommandStatus.Done));
}
