using Telltale.Can;
using Telltale.Signals;

namespace Telltale.J1939;

/// <summary>A suspect parameter (SPN): in which parameter group it is sent, where, and what its raw value means.</summary>
public sealed class J1939Parameter
{
    /// <summary>The SPN.</summary>
    public readonly int Number;

    /// <summary>The PGN.</summary>
    public readonly int ParameterGroup;

    /// <summary>Where the raw value stands: little-endian, unsigned.</summary>
    public readonly BitField Field;

    /// <summary>The highest raw value that is a value (SAE J1939-71, 5.1.4): above are specific indicators, reserved ranges, "error" (FE) and "not available" (FF).</summary>
    public readonly uint HighestValid;

    /// <summary>Name, unit and scale.</summary>
    public readonly SignalDefinition Definition;

    /// <summary>Makes a description of a parameter that begins with a byte.</summary>
    /// <param name="number">The SPN.</param>
    /// <param name="parameterGroup">The PGN.</param>
    /// <param name="firstByte">The first byte, counted from 1 as the standard does.</param>
    /// <param name="bytes">1, 2 or 4.</param>
    /// <param name="definition">Name, unit and scale.</param>
    public J1939Parameter(int number, int parameterGroup, int firstByte, int bytes, SignalDefinition definition)
    {
        Number = number;
        ParameterGroup = parameterGroup;
        Field = new BitField(8 * (firstByte - 1), 8 * bytes, false, false);
        HighestValid = HighestValidOf(8 * bytes);
        Definition = definition;
    }

    /// <summary>The highest raw value that is a value in a parameter of so many bits, 1 to 32.</summary>
    public static uint HighestValidOf(int bits)
    {
        uint all = uint.MaxValue >> (32 - bits);
        if (bits >= 8)
        {
            // FA in the highest byte, and anything below it.
            return all - (5u << (bits - 8));
        }

        // The two highest are "error" and "not available"; one bit alone has no room for them.
        return bits == 1 ? all : all - 2;
    }

    /// <summary>The parameter as a signal of a profile.</summary>
    /// <param name="signalIndex">The index of its definition.</param>
    /// <param name="selectorOrNull">Where the message says which of several things it is about; null where it does not.</param>
    /// <param name="selectorValue">Of which thing this signal is.</param>
    public BroadcastSignal ToBroadcast(int signalIndex, BitField selectorOrNull, int selectorValue)
    {
        return new BroadcastSignal(ParameterGroupKey.Of(ParameterGroup), signalIndex, Field, selectorOrNull, selectorValue, HighestValid);
    }
}
