namespace Telltale.Obd;

/// <summary>
/// What the 16 bits of a monitor test mean (unit and scaling identifiers, SAE J1979 appendix E): value = (raw × <see cref="Numerator"/> + <see cref="Offset"/>) /
/// <see cref="Denominator"/>, in <see cref="Unit"/>. Where the standard rounds a power of two (0.0000305 for 1/32768), this is the power of two; where it
/// states a decimal (0.122 mV, 0.0117 kPa), this is the decimal.
/// </summary>
public sealed class ObdScaling
{
    /// <summary>Factor, numerator; not 0.</summary>
    public readonly int Numerator;

    /// <summary>Factor and offset, denominator; positive.</summary>
    public readonly int Denominator;

    /// <summary>Offset in units of 1 / <see cref="Denominator"/>.</summary>
    public readonly int Offset;

    /// <summary>The unit; empty for none.</summary>
    public readonly string Unit;

    private ObdScaling(int numerator, int denominator, int offset, string unit)
    {
        Numerator = numerator;
        Denominator = denominator;
        Offset = offset;
        Unit = unit;
    }

    /// <summary>Whether raw values with this identifier have a sign: those above 0x80.</summary>
    public static bool IsSigned(int identifier)
    {
        return identifier >= 0x80;
    }

    /// <summary>The meaning of an identifier; null for one that is not known here.</summary>
    public static ObdScaling Of(int identifier)
    {
        return IsSigned(identifier) ? OfSigned(identifier) : OfUnsigned(identifier);
    }

    private static ObdScaling OfUnsigned(int identifier)
    {
        switch (identifier)
        {
            case 0x01: return Make(1, 1, 0, "");
            case 0x02: return Make(1, 10, 0, "");
            case 0x03: return Make(1, 100, 0, "");
            case 0x04: return Make(1, 1000, 0, "");
            case 0x05: return Make(1, 32768, 0, "");
            case 0x06: return Make(5, 16384, 0, "");
            case 0x07: return Make(1, 4, 0, "rpm");
            case 0x08: return Make(1, 100, 0, "km/h");
            case 0x09: return Make(1, 1, 0, "km/h");
            case 0x0A: return Make(61, 500, 0, "mV");
            case 0x0B: return Make(1, 1000, 0, "V");
            case 0x0C: return Make(1, 100, 0, "V");
            case 0x0D: return Make(1, 256, 0, "mA");
            case 0x0E: return Make(1, 1000, 0, "A");
            case 0x0F: return Make(1, 100, 0, "A");
            case 0x10: return Make(1, 1000, 0, "s");
            case 0x11: return Make(1, 10, 0, "s");
            case 0x12: return Make(1, 1, 0, "s");
            case 0x13: return Make(1, 1000, 0, "ohm");
            case 0x14: return Make(1, 1000, 0, "kohm");
            case 0x15: return Make(1, 1, 0, "kohm");
            case 0x16: return Make(1, 10, -400, "degC");
            case 0x17: return Make(1, 100, 0, "kPa");
            case 0x18: return Make(117, 10000, 0, "kPa");
            case 0x19: return Make(79, 1000, 0, "kPa");
            case 0x1A: return Make(1, 1, 0, "kPa");
            case 0x1B: return Make(10, 1, 0, "kPa");
            case 0x1C: return Make(1, 100, 0, "deg");
            case 0x1D: return Make(1, 2, 0, "deg");
            case 0x1E: return Make(1, 32768, 0, "ratio");
            case 0x1F: return Make(1, 20, 0, "ratio");
            case 0x20: return Make(1, 256, 0, "ratio");
            case 0x21: return Make(1, 1000, 0, "Hz");
            case 0x22: return Make(1, 1, 0, "Hz");
            case 0x23: return Make(1, 1000, 0, "MHz");
            case 0x24: return Make(1, 1, 0, "counts");
            case 0x25: return Make(1, 1, 0, "km");
            case 0x26: return Make(1, 10000, 0, "V/ms");
            case 0x27: return Make(1, 100, 0, "g/s");
            case 0x28: return Make(1, 1, 0, "g/s");
            case 0x29: return Make(1, 4000, 0, "kPa/s");
            case 0x2A: return Make(1, 1000, 0, "kg/h");
            case 0x2B: return Make(1, 1, 0, "switches");
            case 0x2C: return Make(1, 100, 0, "g/cyl");
            case 0x2D: return Make(1, 100, 0, "mg/stroke");
            case 0x2E: return Make(1, 1, 0, "");
            case 0x2F: return Make(1, 100, 0, "%");
            case 0x30: return Make(20, 13107, 0, "%");
            case 0x31: return Make(1, 1000, 0, "l");
            case 0x32: return Make(7747, 10000000, 0, "mm");
            case 0x33: return Make(1, 4096, 0, "ratio");
            case 0x34: return Make(1, 1, 0, "min");
            case 0x35: return Make(1, 100, 0, "s");
            case 0x36: return Make(1, 100, 0, "g");
            case 0x37: return Make(1, 10, 0, "g");
            case 0x38: return Make(1, 1, 0, "g");
            case 0x39: return Make(1, 100, -32768, "%");
            case 0x3A: return Make(1, 1000, 0, "g");
            case 0x3B: return Make(1, 10000, 0, "g");
            case 0x3C: return Make(1, 10, 0, "us");
            case 0x3D: return Make(1, 100, 0, "mA");
            case 0x3E: return Make(1, 16384, 0, "mm2");
            case 0x3F: return Make(1, 100, 0, "l");
            case 0x40: return Make(1, 1, 0, "ppm");
            case 0x41: return Make(1, 100, 0, "uA");
            default: return null;
        }
    }

    private static ObdScaling OfSigned(int identifier)
    {
        switch (identifier)
        {
            case 0x81: return Make(1, 1, 0, "");
            case 0x82: return Make(1, 10, 0, "");
            case 0x83: return Make(1, 100, 0, "");
            case 0x84: return Make(1, 1000, 0, "");
            case 0x85: return Make(1, 32768, 0, "");
            case 0x86: return Make(5, 16384, 0, "");
            case 0x87: return Make(1, 1, 0, "ppm");
            case 0x8A: return Make(61, 500, 0, "mV");
            case 0x8B: return Make(1, 1000, 0, "V");
            case 0x8C: return Make(1, 100, 0, "V");
            case 0x8D: return Make(1, 256, 0, "mA");
            case 0x8E: return Make(1, 1000, 0, "A");
            case 0x90: return Make(1, 1000, 0, "s");
            case 0x96: return Make(1, 10, 0, "degC");
            case 0x99: return Make(1, 10, 0, "kPa");
            case 0x9C: return Make(1, 100, 0, "deg");
            case 0x9D: return Make(1, 2, 0, "deg");
            case 0xA8: return Make(1, 1, 0, "g/s");
            case 0xA9: return Make(1, 4, 0, "Pa/s");
            case 0xAD: return Make(1, 100, 0, "mg/stroke");
            case 0xAE: return Make(1, 10, 0, "mg/stroke");
            case 0xAF: return Make(1, 100, 0, "%");
            case 0xB0: return Make(100, 32767, 0, "%");
            case 0xB1: return Make(2, 1, 0, "mV/s");
            case 0xFC: return Make(1, 100, 0, "kPa");
            case 0xFD: return Make(1, 1000, 0, "kPa");
            case 0xFE: return Make(1, 4, 0, "Pa");
            default: return null;
        }
    }

    private static ObdScaling Make(int numerator, int denominator, int offset, string unit)
    {
        return new ObdScaling(numerator, denominator, offset, unit);
    }
}
