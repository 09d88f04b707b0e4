namespace Telltale.Checks;

/// <summary>What the log's entries say. Constants, at most 40 characters.</summary>
public static class LogTexts
{
    /// <summary>The text of an entry.</summary>
    public static string Of(LogCode code)
    {
        switch (code)
        {
            case LogCode.Started:
                return "started";
            case LogCode.StartReason:
                return "life before ended";
            case LogCode.SealingFailed:
                return "sealing gives wrong answers";
            case LogCode.NotEnrolled:
                return "not enrolled";
            case LogCode.NewStream:
                return "new stream";
            case LogCode.CheckPassed:
                return "check passes";
            case LogCode.CheckFailed:
                return "check fails";
            case LogCode.StepFailed:
                return "step failed";
            case LogCode.Restarting:
                return "restarting";
            case LogCode.EpochFailed:
                return "key epoch not begun";
            case LogCode.FrameFailed:
                return "frame not sealed or journalled";
            case LogCode.SamplesLost:
                return "samples lost";
            case LogCode.ProfileRefused:
                return "profile refused";
            case LogCode.Installed:
                return "installation recorded";
            case LogCode.SettingsWrong:
                return "settings wrong";
            case LogCode.LinkFailed:
                return "connection failed";
            case LogCode.LinkOpen:
                return "connected";
            case LogCode.SignalSettingsWithoutEffect:
                return "signal settings without effect";
            case LogCode.OutputRefused:
                return "output refused at pin";
            default:
                return "unknown";
        }
    }

    /// <summary>Whether an entry is worth keeping over a restart.</summary>
    public static bool IsError(LogCode code)
    {
        switch (code)
        {
            case LogCode.SealingFailed:
            case LogCode.StepFailed:
            case LogCode.Restarting:
            case LogCode.EpochFailed:
            case LogCode.FrameFailed:
            case LogCode.SamplesLost:
            case LogCode.ProfileRefused:
            case LogCode.SettingsWrong:
            case LogCode.SignalSettingsWithoutEffect:
            case LogCode.OutputRefused:
                return true;
            default:
                return false;
        }
    }
}
