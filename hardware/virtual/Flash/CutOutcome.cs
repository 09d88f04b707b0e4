namespace Telltale.Virtual.Flash;

/// <summary>What a power cut inside a changing operation leaves of it: littlefs leaves one of these and nothing else.</summary>
public enum CutOutcome
{
    /// <summary>Nothing: everything is as it was before.</summary>
    NotDone,

    /// <summary>All of it.</summary>
    Done,

    /// <summary>The file that the operation was to make, without its bytes. An operation that makes no file leaves nothing instead.</summary>
    EmptyNewFile,
}
