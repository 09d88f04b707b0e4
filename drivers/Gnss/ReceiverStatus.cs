namespace Telltale.Gnss;

/// <summary>What UBX-NAV-STATUS said last, for the technician's checks.</summary>
public sealed class ReceiverStatus
{
    /// <summary>Milliseconds from the receiver's start to its first fix (ttff); -1 while not known.</summary>
    public int TimeToFirstFixMilliseconds = -1;

    /// <summary>Spoofing detection (spoofDetState): 0 not known or off, 1 none, 2 indicated, 3 several indications.</summary>
    public int SpoofingDetection;
}
