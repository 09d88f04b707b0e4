using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.Sizes;

/// <summary>
/// A sample at the resolutions of the blueprint, so that every codec has as much to say: position 1e-7 degree as all of them have it, height 1 m, speed 0.05 m/s, course 0.5 degree.
/// </summary>
internal static class Quanta
{
    public static int Height(Sample sample) => (int)Math.Round(sample.HeightMillimetres / 1000.0);

    public static int Speed(Sample sample) => (int)Math.Round(sample.SpeedMillimetresPerSecond / 50.0);

    public static int Course(Sample sample) => (int)Math.Round(sample.CourseHundredthsDegree / 50.0) % 720;

    public static bool Has(Sample sample, FixFields field) => sample.Fields.HasFlag(field);

    public static bool HasSignal(Sample sample, int index) => (sample.SignalsPresent & (1L << index)) != 0;
}
