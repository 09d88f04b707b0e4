namespace Telltale.Obd;

/// <summary>The result of a test of an on-board monitor (service 06 of SAE J1979 on CAN). Values are raw; <see cref="ObdScaling"/> says what they mean.</summary>
public sealed class ObdMonitorTest
{
    /// <summary>The ECU, as in <see cref="ObdAddressing.AddressOf"/>.</summary>
    public int EcuAddress;

    /// <summary>OBDMID: the monitor.</summary>
    public int Monitor;

    /// <summary>TID: the test. 0x01 to 0x7F are standardised, 0x80 to 0xFE the manufacturer's.</summary>
    public int Test;

    /// <summary>The unit and scaling identifier of all three values.</summary>
    public int Scaling;

    /// <summary>The result, 16 bits, with its sign where the scaling has one.</summary>
    public int Value;

    /// <summary>The least that passes.</summary>
    public int Minimum;

    /// <summary>The most that passes.</summary>
    public int Maximum;

    /// <summary>Whether the result lies within its limits.</summary>
    public bool HasPassed => Value >= Minimum && Value <= Maximum;
}
