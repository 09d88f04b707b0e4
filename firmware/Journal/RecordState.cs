namespace Telltale.Journal;

/// <summary>What stands at a place of a file.</summary>
internal enum RecordState
{
    Found,
    End,
    Damaged,
}
