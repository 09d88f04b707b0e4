// What the adapter uses of nanoFramework's Iot.Device.Common.GnssDevice 1.0 and UnitsNet, so that it runs in tests on .NET: a stand-in that behaves as the package's
// sources say, with a device that a test drives. hardware/nano-reference has the declarations that the chip's build compiles against.
using UnitsNet;

namespace Iot.Device.Common.GnssDevice
{
    public enum Fix : byte
    {
        NoFix = 1,
        Fix2D = 2,
        Fix3D = 3,
    }

    public class Location
    {
        public double Latitude { get; set; }

        public double Longitude { get; set; }

        public double Altitude { get; set; }

        public Speed Speed { get; set; }

        public Angle Course { get; set; }

        public double Accuracy { get; set; }

        public double VerticalAccuracy { get; set; }

        public System.DateTime Timestamp { get; set; }
    }

    public abstract class GnssDevice
    {
        public delegate void LocationChangeHandler(Location position);

        public delegate void ParsingErrorHandler(System.Exception exception);

        public event LocationChangeHandler LocationChanged;

        public event ParsingErrorHandler ParsingError;

        public Fix Fix { get; protected set; } = Fix.NoFix;

        public Location Location { get; protected set; } = new Location();

        public abstract bool Start();

        public abstract bool Stop();

        protected void RaiseLocationChanged() => LocationChanged?.Invoke(Location);

        protected void RaiseParsingError(System.Exception exception) => ParsingError?.Invoke(exception);
    }
}

namespace UnitsNet
{
    public enum SpeedUnit
    {
        Knot = 15,
    }

    public enum AngleUnit
    {
        Degree = 5,
    }

    /// <summary>As UnitsNet's: without a unit, which default has, it throws when it is converted.</summary>
    public readonly struct Speed
    {
        private readonly double _value;

        private Speed(double value)
        {
            _value = value;
            Unit = SpeedUnit.Knot;
        }

        public SpeedUnit Unit { get; }

        public double MetersPerSecond => Unit == SpeedUnit.Knot ? _value * 1852 / 3600 : throw new System.NotImplementedException();

        public static Speed FromKnots(double knots) => new Speed(knots);
    }

    /// <summary>As UnitsNet's: without a unit, which default has, it throws when it is converted.</summary>
    public readonly struct Angle
    {
        private readonly double _value;

        private Angle(double value)
        {
            _value = value;
            Unit = AngleUnit.Degree;
        }

        public AngleUnit Unit { get; }

        public double Degrees => Unit == AngleUnit.Degree ? _value : throw new System.NotImplementedException();

        public static Angle FromDegrees(double degrees) => new Angle(degrees);
    }
}
