namespace Telltale.Unit;

/// <summary>What the checks hold their values against.</summary>
public sealed class CheckLimits
{
    /// <summary>The least supply voltage that is no failure, in millivolts. A 12 V battery at rest that is discharged has 11.8 V; a board on a 24 V vehicle sets its own.</summary>
    public int SupplyMillivolts = 11800;

    /// <summary>The longest time between two navigation epochs, in milliseconds.</summary>
    public int ReceiverMilliseconds = 5000;

    /// <summary>After start-up a receiver that is not heard is waited for so long before the check fails, in milliseconds: all baud rates are tried meanwhile.</summary>
    public int ReceiverStartMilliseconds = 60000;

    /// <summary>The largest horizontal accuracy in millimetres, where the receiver tells it.</summary>
    public int FixAccuracyMillimetres = 10000;

    /// <summary>The largest horizontal dilution of precision in hundredths; 5 is where it is commonly called moderate.</summary>
    public int FixDilutionHundredths = 500;

    /// <summary>The longest silence of the bus with the ignition on, in milliseconds.</summary>
    public int BusMilliseconds = 2000;

    /// <summary>How long an ECU, and then the identification number, is waited for while the bus is alive and requests are allowed, in milliseconds.</summary>
    public int EcuMilliseconds = 60000;

    /// <summary>How long an open connection may go without a receipt while frames wait for one, in milliseconds.</summary>
    public int ReceiptMilliseconds = 120000;

    /// <summary>How long a connection may be sought after start-up, or after the last one ended, before the broker's check fails without a reason of its own, in milliseconds.</summary>
    public int BrokerMilliseconds = 300000;
}
