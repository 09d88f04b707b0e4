using Telltale.Signals;

namespace Telltale.J1939;

/// <summary>
/// The parameters that a telematics unit wants of a lorry, most of them of the FMS standard. Positions, resolutions and offsets as SAE J1939-71 has them, held against
/// public documents (README.md).
/// </summary>
public static class J1939Parameters
{
    /// <summary>A signal that comes at least once in a second counts as absent after so many milliseconds.</summary>
    private const int Often = 3000;

    /// <summary>What comes on request or every ten seconds.</summary>
    private const int Seldom = 30000;

    /// <summary>All of them, in the order of their SPN.</summary>
    public static J1939Parameter[] All()
    {
        return new J1939Parameter[]
        {
            Make(84, 65265, 2, 2, "Speed", "km/h", 1, 256, 0, Often),
            Make(91, 61443, 2, 1, "Chassis.Accelerator.PedalPosition", "%", 2, 5, 0, Often),
            Make(92, 61443, 3, 1, "Powertrain.CombustionEngine.Load", "%", 1, 1, 0, Often),
            Make(96, 65276, 2, 1, "Powertrain.FuelSystem.RelativeLevel", "%", 2, 5, 0, Seldom),
            Make(110, 65262, 1, 1, "Powertrain.CombustionEngine.EngineCoolant.Temperature", "degC", 1, 1, -40, Often),
            Make(168, 65271, 5, 2, "LowVoltageBattery.CurrentVoltage", "V", 1, 20, 0, Often),
            Make(171, 65269, 4, 2, "Exterior.AirTemperature", "degC", 1, 32, -273 * 32, Seldom),
            Make(183, 65266, 1, 2, "Powertrain.CombustionEngine.FuelRate", "l/h", 1, 20, 0, Often),
            Make(190, 61444, 4, 2, "Powertrain.CombustionEngine.Speed", "rpm", 1, 8, 0, Often),
            Make(245, 65248, 5, 4, "TraveledDistance", "km", 1, 8, 0, Seldom),
            Make(247, 65253, 1, 4, "Powertrain.CombustionEngine.EngineHours", "h", 1, 20, 0, Seldom),
            Make(250, 65257, 5, 4, "Powertrain.FuelSystem.TotalUsed", "l", 1, 2, 0, Seldom),
            Make(582, 65258, 2, 2, "Chassis.AxleWeight", "kg", 1, 2, 0, Seldom),
            Make(917, 65217, 1, 4, "TraveledDistanceHighResolution", "m", 5, 1, 0, Seldom),
            Make(1624, 65132, 7, 2, "Tachograph.Speed", "km/h", 1, 256, 0, Often),
        };
    }

    /// <summary>The parameter of that SPN; null when it is none of these.</summary>
    public static J1939Parameter Find(J1939Parameter[] parameters, int number)
    {
        for (int index = 0; index < parameters.Length; index++)
        {
            if (parameters[index].Number == number)
            {
                return parameters[index];
            }
        }

        return null;
    }

    private static J1939Parameter Make(
        int number, int parameterGroup, int firstByte, int bytes, string name, string unit, int numerator, int denominator, int offset, int staleAfterMilliseconds)
    {
        return new J1939Parameter(
            number, parameterGroup, firstByte, bytes, new SignalDefinition(name, unit, numerator, denominator, offset, bytes == 4, staleAfterMilliseconds));
    }
}
