using System.Reflection;
using UnitsNet.Units;

[assembly: AssemblyVersion("5.76.0.0")]

namespace UnitsNet
{
    public struct Speed
    {
        private readonly double _value;
        private readonly SpeedUnit _unit;
        public double MetersPerSecond => throw null;
        public SpeedUnit Unit => throw null;
    }
}

namespace UnitsNet.Units
{
    public enum SpeedUnit
    {
        MeterPerSecond = 18,
    }
}
