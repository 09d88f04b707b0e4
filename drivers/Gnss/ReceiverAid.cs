namespace Telltale.Gnss;

/// <summary>What is known of place and time before the receiver knows it.</summary>
internal sealed class ReceiverAid
{
    public bool HasPosition;
    public int LatitudeDegreesE7;
    public int LongitudeDegreesE7;
    public int HeightMillimetres;
    public int PositionAccuracyMillimetres;

    public bool HasTime;

    /// <summary>UTC less uptime.</summary>
    public long UtcOffsetMilliseconds;
    public int TimeAccuracyMilliseconds;
}
