namespace Telltale.Fleet;

/// <summary>The topics of a fleet: <c>tt/(unit id)/up</c> and <c>tt/(unit id)/down</c>, QoS 1, never retained.</summary>
public static class Topics
{
    /// <summary>What the receiver subscribes to.</summary>
    public const string EveryUplink = "tt/+/up";

    private const string Prefix = "tt/";
    private const string UplinkSuffix = "/up";

    /// <summary>Where a unit publishes.</summary>
    public static string Uplink(string unitId) => Prefix + unitId + UplinkSuffix;

    /// <summary>Where a unit listens.</summary>
    public static string Downlink(string unitId) => Prefix + unitId + "/down";

    /// <summary>The unit id in an uplink topic; false when the topic is none or what stands there has not the form of an id.</summary>
    public static bool TryGetUnit(string topic, out string unitId)
    {
        ArgumentNullException.ThrowIfNull(topic);
        bool isUplink = topic.StartsWith(Prefix, StringComparison.Ordinal) && topic.EndsWith(UplinkSuffix, StringComparison.Ordinal)
            && topic.Length == Prefix.Length + UnitId.Length + UplinkSuffix.Length;
        string candidate = isUplink ? topic.Substring(Prefix.Length, UnitId.Length) : "";
        bool isValid = UnitId.IsValid(candidate);
        unitId = isValid ? candidate : "";
        return isValid;
    }
}
