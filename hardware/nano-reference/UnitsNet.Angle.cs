using System.Reflection;
using UnitsNet.Units;

[assembly: AssemblyVersion("5.76.0.0")]

namespace UnitsNet
{
    public struct Angle
    {
        private readonly double _value;
        private readonly AngleUnit _unit;
        public double Degrees => throw null;
        public AngleUnit Unit => throw null;
    }
}

namespace UnitsNet.Units
{
    public enum AngleUnit
    {
        Degree = 5,
    }
}
