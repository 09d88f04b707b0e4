namespace Telltale.Sealing;

/// <summary>What becomes of a frame when the journal is full: everything above <see cref="Ordinary"/> is dropped last.</summary>
public enum FramePriority
{
    /// <summary>Batches and statuses.</summary>
    Ordinary = 0,

    /// <summary>Dictionaries and installation records: without them kept batches cannot be read.</summary>
    Required = 1,

    /// <summary>Alerts.</summary>
    Alert = 2,

    /// <summary>Alerts about the security of vehicle or unit.</summary>
    Security = 3,
}
