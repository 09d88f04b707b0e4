using System;

namespace Telltale.Sampling;

/// <summary>Why a sample was taken; several may be true at once.</summary>
[Flags]
public enum SampleTriggers
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>The interval of the activity's set is over.</summary>
    Time = 1,

    /// <summary>The vehicle has gone far enough.</summary>
    Distance = 2,

    /// <summary>The course has changed enough.</summary>
    Course = 4,

    /// <summary>A rule for a signal was met.</summary>
    Signal = 8,

    /// <summary>Something happened that is reported by itself, see <see cref="UnitEvent"/>, or the sample was asked for.</summary>
    Event = 16,

    /// <summary>The shape filter could not leave this moment out.</summary>
    Shape = 32,

    /// <summary>Activity, ignition, trip or private mode has changed.</summary>
    Context = 64,
}
