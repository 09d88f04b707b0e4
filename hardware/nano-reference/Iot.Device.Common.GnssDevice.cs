using System;
using System.Reflection;
using UnitsNet;

[assembly: AssemblyVersion("1.0.0.0")]

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
        public Location() { }
        public double Accuracy
        {
            get => throw null;
            set => throw null;
        }

        public double Altitude
        {
            get => throw null;
            set => throw null;
        }

        public Angle Course
        {
            get => throw null;
            set => throw null;
        }

        public double Latitude
        {
            get => throw null;
            set => throw null;
        }

        public double Longitude
        {
            get => throw null;
            set => throw null;
        }

        public Speed Speed
        {
            get => throw null;
            set => throw null;
        }

        public DateTime Timestamp
        {
            get => throw null;
            set => throw null;
        }

        public double VerticalAccuracy
        {
            get => throw null;
            set => throw null;
        }
    }

    public abstract class GnssDevice
    {
        public delegate void LocationChangeHandler(Location position);

        public delegate void ParsingErrorHandler(Exception exception);

        public event LocationChangeHandler LocationChanged;
        public event ParsingErrorHandler ParsingError;

        // The setters are protected, and not in use.
        public Fix Fix => throw null;
        public Location Location => throw null;
        public abstract bool Start();
        public abstract bool Stop();
    }
}
