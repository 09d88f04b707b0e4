namespace Telltale.Signals;

/// <summary>A signal that the vehicle gives when asked.</summary>
public sealed class PolledSignal
{
    /// <summary>The index in <see cref="SignalProfile.Definitions"/>.</summary>
    public readonly int SignalIndex;

    /// <summary>Service 01 of SAE J1979: current data.</summary>
    public const int CurrentData = 0x01;

    /// <summary>Service 22 of ISO 14229-1: read data by identifier.</summary>
    public const int ReadDataByIdentifier = 0x22;

    /// <summary>The diagnostic service: <see cref="CurrentData"/> or <see cref="ReadDataByIdentifier"/>.</summary>
    public readonly int Service;

    /// <summary>What to ask for: the PID, 0x01 to 0xFF, or the DID, 0 to 0xFFFF.</summary>
    public readonly int Identifier;

    /// <summary>How many data bytes follow the identifier in the response: with a PID exactly, with a DID at least.</summary>
    public readonly int DataLength;

    /// <summary>Where the raw value stands in those bytes.</summary>
    public readonly BitField Field;

    /// <summary>How often to ask, in milliseconds.</summary>
    public readonly int PeriodMilliseconds;

    /// <summary>The message to ask with, as in <see cref="Can.CanFrame.Key"/>; 0 to ask whichever ECU says that it supports the identifier.</summary>
    public readonly uint RequestKey;

    /// <summary>The message in which the answer comes, as in <see cref="Can.CanFrame.Key"/>; 0 together with <see cref="RequestKey"/>.</summary>
    public readonly uint ResponseKey;

    /// <summary>Makes a description without the answer's message; see the fields.</summary>
    public PolledSignal(int signalIndex, int service, int identifier, int dataLength, BitField field, int periodMilliseconds, uint requestKey)
        : this(signalIndex, service, identifier, dataLength, field, periodMilliseconds, requestKey, 0)
    {
    }

    /// <summary>Makes a description; see the fields.</summary>
    public PolledSignal(int signalIndex, int service, int identifier, int dataLength, BitField field, int periodMilliseconds, uint requestKey, uint responseKey)
    {
        SignalIndex = signalIndex;
        Service = service;
        Identifier = identifier;
        DataLength = dataLength;
        Field = field;
        PeriodMilliseconds = periodMilliseconds;
        RequestKey = requestKey;
        ResponseKey = responseKey;
    }
}
