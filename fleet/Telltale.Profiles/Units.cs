namespace Telltale.Profiles;

/// <summary>The units that signals are given in: those of COVESA VSS and SAE J1979, as this project writes them. What others write for the same is understood.</summary>
public static class Units
{
    private static readonly HashSet<string> s_known = new(
        [
            "", "%", "rpm", "km/h", "m/s", "m/s^2", "m", "km", "mm", "deg", "deg/s", "rad", "rad/s", "degC", "V", "mV", "A", "mA", "W", "kW", "Wh", "kWh", "Ah", "ohm", "kohm", "Nm", "N",
            "Pa", "hPa", "kPa", "bar", "kg", "g", "kg/h", "g/s", "mg/stroke", "l", "l/h", "ml", "l/100km", "kWh/100km", "ms", "s", "min", "h", "Hz", "ratio", "ppm", "mi", "mph", "degF", "psi",
        ],
        StringComparer.Ordinal);

    private static readonly Dictionary<string, string> s_otherwise = new(StringComparer.OrdinalIgnoreCase)
    {
        ["kph"] = "km/h", ["kmh"] = "km/h", ["KPH"] = "km/h", ["m/s2"] = "m/s^2", ["m/s²"] = "m/s^2", ["°C"] = "degC", ["C"] = "degC", ["deg C"] = "degC", ["Celsius"] = "degC", ["°"] = "deg",
        ["degree"] = "deg", ["degrees"] = "deg", ["°/s"] = "deg/s", ["L"] = "l", ["L/h"] = "l/h", ["litres"] = "l", ["liter"] = "l", ["1/min"] = "rpm", ["percent"] = "%", ["volt"] = "V", ["Volts"] = "V",
        ["amp"] = "A", ["Amps"] = "A", ["hours"] = "h", ["hour"] = "h", ["hr"] = "h", ["minutes"] = "min", ["minute"] = "min", ["sec"] = "s", ["seconds"] = "s", ["miles"] = "mi", ["F"] = "degF", ["°F"] = "degF",
    };

    /// <summary>Every unit, as it is written in a profile.</summary>
    public static IEnumerable<string> All => s_known.Order(StringComparer.Ordinal);

    /// <summary>The unit as it is written in a profile; null for one that is not known.</summary>
    public static string? Normalize(string unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        string trimmed = unit.Trim();
        return s_known.Contains(trimmed) ? trimmed : s_otherwise.GetValueOrDefault(trimmed);
    }
}
