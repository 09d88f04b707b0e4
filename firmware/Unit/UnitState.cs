namespace Telltale.Unit;

/// <summary>What a unit is able to do.</summary>
public enum UnitState
{
    /// <summary>Not started.</summary>
    Stopped = 0,

    /// <summary>Samples, seals, journals and sends.</summary>
    Running = 1,

    /// <summary>There are no keys and no identity on the volume: the unit has to be enrolled. Nothing is sampled.</summary>
    NotEnrolled = 2,

    /// <summary>The platform's cryptography gave wrong answers to known questions. Nothing is sampled, because nothing could be sealed.</summary>
    SealingFailed = 3,
}
