namespace Telltale.Signals;

/// <summary>A signal that the vehicle gives when asked.</summary>
public sealed class PolledSignal
{
    /// <summary>The index in <see cref="SignalProfile.Definitions"/>.</summary>
    public readonly int SignalIndex;

    /// <summary>The diagnostic service: 0x01 of SAE J1979.</summary>
    public readonly int Service;

    /// <summary>What to ask for: the PID.</summary>
    public readonly int Identifier;

    /// <summary>How many data bytes follow the identifier in the response.</summary>
    public readonly int DataLength;

    /// <summary>Where the raw value stands in those bytes.</summary>
    public readonly BitField Field;

    /// <summary>How often to ask, in milliseconds.</summary>
    public readonly int PeriodMilliseconds;

    /// <summary>The message to ask with, as in <see cref="Can.CanFrame.Key"/>; 0 to ask whichever ECU says that it supports the identifier.</summary>
    public readonly uint RequestKey;

    /// <summary>Makes a description; see the fields.</summary>
    public PolledSignal(int signalIndex, int service, int identifier, int dataLength, BitField field, int periodMilliseconds, uint requestKey)
    {
        SignalIndex = signalIndex;
        Service = service;
        Identifier = identifier;
        DataLength = dataLength;
        Field = field;
        PeriodMilliseconds = periodMilliseconds;
        RequestKey = requestKey;
    }
}
