namespace Telltale.Virtual.Flash;

/// <summary>A call of the file port that can be told to fail.</summary>
public enum VolumeOperation
{
    /// <summary>Adding bytes to a file.</summary>
    Append,

    /// <summary>Writing a new file.</summary>
    Create,

    /// <summary>Removing a file.</summary>
    Delete,

    /// <summary>Reading from a file.</summary>
    Read,
}
