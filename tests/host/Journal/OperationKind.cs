namespace Telltale.HostTests.Journal;

/// <summary>What a change of the volume is for.</summary>
internal enum OperationKind
{
    AppendToSegment,
    NewSegment,
    SingleFile,
    Merge,
    Deletion,
    DropLog,
    KeyFile,
}
