using Telltale.Signals;

namespace Telltale.Batching;

/// <summary>Which signals can be predicted from which, by their units and scales.</summary>
internal sealed class SignalReferences
{
    /// <summary>How many signals back the nearest one of the same unit and scale is; 0 for none that is present throughout.</summary>
    public readonly int[] NearestBack;

    /// <summary>The same for the first one of that unit and scale, where it is another one.</summary>
    public readonly int[] FamilyBack;

    /// <summary>The same for one that the signal may be in proportion to: a speed of rotation to a speed, and the other way round.</summary>
    public readonly int[] ProportionBack;

    /// <summary>The first speed in the dictionary; -1 for none.</summary>
    public readonly int Speed = -1;

    /// <summary>Quanta of speed over ground per raw value of <see cref="Speed"/>, 512 to 1,023, before <see cref="SpeedShift"/>.</summary>
    public readonly int SpeedFactor;

    /// <summary>By how many bits the product is shifted down, 0 to 31.</summary>
    public readonly int SpeedShift;

    private readonly int[] _nearest;
    private readonly int[] _family;
    private readonly int[] _proportion;
    private long _present;

    public SignalReferences(SignalDefinition[] definitions)
    {
        NearestBack = new int[definitions.Length];
        FamilyBack = new int[definitions.Length];
        ProportionBack = new int[definitions.Length];
        _nearest = new int[definitions.Length];
        _family = new int[definitions.Length];
        _proportion = new int[definitions.Length];
        for (int index = 0; index < definitions.Length; index++)
        {
            SignalDefinition definition = definitions[index];
            _nearest[index] = -1;
            _family[index] = -1;
            _proportion[index] = -1;
            bool isSpeed = MillimetresPerHour(definition.Unit) != 0;
            for (int other = 0; other < index; other++)
            {
                if (definition.Unit.Length != 0 && definitions[other].Unit == definition.Unit && definitions[other].Numerator == definition.Numerator
                    && definitions[other].Denominator == definition.Denominator)
                {
                    _nearest[index] = other;
                    _family[index] = _family[index] < 0 ? other : _family[index];
                }

                if (_proportion[index] < 0 && ((IsRotation(definition.Unit) && MillimetresPerHour(definitions[other].Unit) != 0) || (isSpeed && IsRotation(definitions[other].Unit))))
                {
                    _proportion[index] = other;
                }
            }

            _family[index] = _family[index] == _nearest[index] ? -1 : _family[index];
            _proportion[index] = _nearest[index] >= 0 ? -1 : _proportion[index];
            if (isSpeed && Speed < 0 && definition.Numerator > 0)
            {
                // Quanta per raw value: millimetres an hour / 3600 / 50.
                long numerator = (long)MillimetresPerHour(definition.Unit) * definition.Numerator;
                long denominator = 3600L * BatchFormat.SpeedQuantumMillimetresPerSecond * definition.Denominator;
                int shift = 0;
                while (numerator < denominator << 9 && shift < 31 && numerator < 1L << 60)
                {
                    numerator <<= 1;
                    shift++;
                }

                long factor = numerator / denominator;
                if (factor >= 512 && factor < 1024)
                {
                    Speed = index;
                    SpeedFactor = (int)factor;
                    SpeedShift = shift;
                }
            }
        }
    }

    /// <summary>Leaves out the signals that are not present in every sample.</summary>
    public void Restrict(long present)
    {
        if (present == _present)
        {
            return;
        }

        _present = present;
        for (int index = 0; index < _nearest.Length; index++)
        {
            NearestBack[index] = Back(index, _nearest[index]);
            FamilyBack[index] = Back(index, _family[index]);
            ProportionBack[index] = Back(index, _proportion[index]);
        }
    }

    private int Back(int index, int other) => other < 0 || (_present & (1L << other)) == 0 ? 0 : index - other;

    private static int MillimetresPerHour(string unit) => unit == "km/h" ? 1000000 : unit == "m/s" ? 3600000 : unit == "mph" ? 1609344 : 0;

    private static bool IsRotation(string unit) => unit == "rpm";
}
