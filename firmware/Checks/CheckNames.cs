using Telltale.Uplink;

namespace Telltale.Checks;

/// <summary>Numbers and states in words, for the serial console, the start-up report and the owner's side.</summary>
public static class CheckNames
{
    /// <summary>The name of a check; null for a number that this version does not know.</summary>
    public static string Of(CheckNumber number)
    {
        switch (number)
        {
            case CheckNumber.SealSelfTest:
                return "seal self-test";
            case CheckNumber.Keys:
                return "keys";
            case CheckNumber.Journal:
                return "journal";
            case CheckNumber.Profile:
                return "profile";
            case CheckNumber.Supply:
                return "supply voltage";
            case CheckNumber.Ignition:
                return "ignition";
            case CheckNumber.Receiver:
                return "receiver heard";
            case CheckNumber.Fix:
                return "fix";
            case CheckNumber.FixAccuracy:
                return "fix accuracy";
            case CheckNumber.FixDilution:
                return "fix dilution";
            case CheckNumber.CanController:
                return "can controller";
            case CheckNumber.Bus:
                return "bus alive";
            case CheckNumber.Ecu:
                return "ecu answering";
            case CheckNumber.Vin:
                return "vin read";
            case CheckNumber.Network:
                return "network";
            case CheckNumber.Clock:
                return "clock";
            case CheckNumber.Tls:
                return "tls";
            case CheckNumber.Broker:
                return "broker";
            case CheckNumber.Receipt:
                return "receipt round trip";
            default:
                return null;
        }
    }

    /// <summary>The unit of measure of a check's value and limit; empty for a count or a number of a list.</summary>
    public static string UnitOfMeasure(CheckNumber number)
    {
        switch (number)
        {
            case CheckNumber.Supply:
                return "mV";
            case CheckNumber.FixAccuracy:
                return "mm";
            case CheckNumber.FixDilution:
                return "1/100";
            case CheckNumber.Receiver:
            case CheckNumber.Bus:
            case CheckNumber.Receipt:
                return "ms";
            default:
                return "";
        }
    }

    /// <summary>A state in words: pass, fail, waiting, not fitted.</summary>
    public static string Of(StatusCheckState state)
    {
        switch (state)
        {
            case StatusCheckState.Pass:
                return "pass";
            case StatusCheckState.Fail:
                return "fail";
            case StatusCheckState.NotFitted:
                return "not fitted";
            default:
                return "waiting";
        }
    }
}
