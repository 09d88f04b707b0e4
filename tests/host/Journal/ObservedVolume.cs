using Telltale.Ports;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Journal;

/// <summary>A simulated volume whose changes are named before they happen.</summary>
internal sealed class ObservedVolume(SimulatedVolume volume) : IFileVolume
{
    /// <summary>Called before each change with the change itself, to be done on any volume.</summary>
    public Action<OperationKind, Func<SimulatedVolume, bool>>? Changing { get; set; }

    /// <summary>What the newest change was.</summary>
    public OperationKind Newest { get; private set; }

    public SimulatedVolume Inner { get; } = volume;

    public string[] List(string prefix) => Inner.List(prefix);

    public int Length(string name) => Inner.Length(name);

    public int Read(string name, int position, byte[] buffer, int offset, int count) => Inner.Read(name, position, buffer, offset, count);

    public bool Append(string name, byte[] buffer, int offset, int count) => Change(KindOf(name, false), volume => volume.Append(name, buffer, offset, count));

    public bool Create(string name, byte[] buffer, int offset, int count) => Change(KindOf(name, false), volume => volume.Create(name, buffer, offset, count));

    public bool Delete(string name) => Change(KindOf(name, true), volume => volume.Delete(name));

    private bool Change(OperationKind kind, Func<SimulatedVolume, bool> change)
    {
        Newest = kind;
        Changing?.Invoke(kind, change);
        return change(Inner);
    }

    private OperationKind KindOf(string name, bool isDeletion) => name switch
    {
        _ when name.StartsWith("keys-", StringComparison.Ordinal) || name == "identity" => OperationKind.KeyFile,
        _ when name.StartsWith("drop-", StringComparison.Ordinal) => OperationKind.DropLog,
        _ when isDeletion => OperationKind.Deletion,
        _ when name.StartsWith("single-", StringComparison.Ordinal) => OperationKind.SingleFile,
        _ when name.StartsWith("kept-", StringComparison.Ordinal) => OperationKind.Merge,
        _ => Inner.Length(name) < 0 ? OperationKind.NewSegment : OperationKind.AppendToSegment,
    };
}
