using Telltale.Signals;

namespace Telltale.Obd;

/// <summary>One quantity in the response to a PID of service 01.</summary>
public sealed class ObdParameter
{
    /// <summary>The PID, 0x01 to 0xFF.</summary>
    public readonly int Pid;

    /// <summary>How many data bytes the response to this PID has.</summary>
    public readonly int DataLength;

    /// <summary>Where the raw value stands in them.</summary>
    public readonly BitField Field;

    /// <summary>The bits of the first data byte of which one must be set for the value to mean anything; 0 where it always does.</summary>
    public readonly int SupportMask;

    /// <summary>Name, unit and scale.</summary>
    public readonly SignalDefinition Definition;

    /// <summary>Makes a description; see the fields.</summary>
    public ObdParameter(int pid, int dataLength, BitField field, int supportMask, SignalDefinition definition)
    {
        Pid = pid;
        DataLength = dataLength;
        Field = field;
        SupportMask = supportMask;
        Definition = definition;
    }
}
