namespace Telltale.Sealing;

/// <summary>What <see cref="UnitKeys.Load"/> found on the volume.</summary>
public enum UnitKeyState
{
    /// <summary>Neither keys nor identity: nothing can be sealed until the unit is enrolled.</summary>
    NotEnrolled = 0,

    /// <summary>An identity that was not used before: a new stream has begun.</summary>
    NewStream = 1,

    /// <summary>The keys of an earlier start-up: its stream goes on.</summary>
    Resumed = 2,
}
