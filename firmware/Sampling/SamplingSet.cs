using System;

namespace Telltale.Sampling;

/// <summary>When samples are taken in one <see cref="UnitActivity"/>. Of several reasons at one moment there is one sample, which names them all.</summary>
public sealed class SamplingSet
{
    /// <summary>One sample is taken in each slot of this many milliseconds, counted from 1970-01-01 UTC; 100 to 3,600,000.</summary>
    public int IntervalMilliseconds;

    /// <summary>A sample is taken this many metres from the one before, in a straight line; 10 to 100,000. 0 switches this off.</summary>
    public int DistanceMetres;

    /// <summary>A sample is taken when the course differs by so many degrees from that of the one before; 1 to 180. 0 switches this off.</summary>
    public int CourseDegrees;

    /// <summary>Below this speed over ground a course is not looked at; mm/s.</summary>
    public int CourseMinimumSpeedMillimetresPerSecond = 2778;

    /// <summary>
    /// The shape filter: an epoch is left out while the position interpolated at its instant between the samples around it errs by less than this many millimetres; 1,000 to
    /// 1,000,000. 0 switches the filter off. Where there is a position it stands in place of the interval.
    /// </summary>
    public int ShapeErrorMillimetres;

    /// <summary>With the shape filter: an epoch is left out only while the interpolated speed errs by less than this, mm/s; 100 to 100,000. 0 lets the speed err.</summary>
    public int ShapeSpeedErrorMillimetresPerSecond = 2778;

    /// <summary>With the shape filter: samples are never further apart than this, in milliseconds; 1,000 to 60,000.</summary>
    public int LongestGapMilliseconds = 60000;

    /// <summary>Makes a set of which the interval is the only trigger.</summary>
    public SamplingSet(int intervalMilliseconds)
    {
        IntervalMilliseconds = intervalMilliseconds;
    }

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal void Check()
    {
        if (IntervalMilliseconds < 100 || IntervalMilliseconds > 3600000)
        {
            throw new ArgumentException("The sampling interval is 100 to 3,600,000 milliseconds.");
        }

        if (DistanceMetres != 0 && (DistanceMetres < 10 || DistanceMetres > 100000))
        {
            throw new ArgumentException("The distance between samples is 10 to 100,000 metres, or 0.");
        }

        if (CourseDegrees < 0 || CourseDegrees > 180)
        {
            throw new ArgumentException("The change of course is 1 to 180 degrees, or 0.");
        }

        if (ShapeErrorMillimetres != 0 && (ShapeErrorMillimetres < 1000 || ShapeErrorMillimetres > 1000000))
        {
            throw new ArgumentException("The error of the shape filter is 1,000 to 1,000,000 millimetres, or 0.");
        }

        if (ShapeSpeedErrorMillimetresPerSecond != 0 && (ShapeSpeedErrorMillimetresPerSecond < 100 || ShapeSpeedErrorMillimetresPerSecond > 100000))
        {
            throw new ArgumentException("The speed error of the shape filter is 100 to 100,000 mm/s, or 0.");
        }

        if (LongestGapMilliseconds < 1000 || LongestGapMilliseconds > 60000)
        {
            throw new ArgumentException("The longest gap of the shape filter is 1,000 to 60,000 milliseconds.");
        }
    }
}
