namespace Telltale.Commands;

/// <summary>What commands may do. The values here are the shipped defaults. Whether trouble codes may be cleared is <c>ObdSettings.MayClearTroubleCodes</c>.</summary>
public sealed class CommandSettings
{
    /// <summary>Whether commands are served at all.</summary>
    public bool IsEnabled = true;

    /// <summary>Whether the configuration may be set by command.</summary>
    public bool MayConfigure = true;

    /// <summary>Whether a trust anchor may be replaced by command.</summary>
    public bool MayReplaceTrustAnchors = true;

    /// <summary>Whether the unit may be wiped by command.</summary>
    public bool MayWipe = true;

    /// <summary>How far a command's making may lie ahead of the unit's clock, in milliseconds.</summary>
    public int ClockToleranceMilliseconds = 300000;

    /// <summary>Replies in a minute to what was answered before, or is answered without being used up; what comes beyond is counted only.</summary>
    public int RepeatedRepliesAMinute = 12;

    /// <summary>How long a restart or a wipe waits for frames to be sent, in milliseconds.</summary>
    public int DeliveryMilliseconds = 10000;

    /// <summary>How long the vehicle is given to tell or clear its trouble codes, in milliseconds.</summary>
    public int TroubleCodesMilliseconds = 60000;

    /// <summary>The longest time that somebody may watch live with one command, in seconds.</summary>
    public int LongestLiveSeconds = 3600;

    /// <summary>The outputs that commands may switch; none by default.</summary>
    public OutputSettings[] Outputs = new OutputSettings[0];
}
