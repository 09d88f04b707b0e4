namespace Telltale.Elm327;

/// <summary>How an adapter is used. Times are in milliseconds.</summary>
public sealed class Elm327Settings
{
    /// <summary>The protocol; <see cref="Elm327Protocol.Automatic"/> to find it.</summary>
    public Elm327Protocol Protocol = Elm327Protocol.Automatic;

    /// <summary>Baud rates to try, in this order.</summary>
    public int[] BaudRates = new int[] { 38400, 115200, 9600, 57600, 500000 };

    /// <summary>
    /// Supply in millivolts from which a vehicle counts as alive where its bus cannot be listened to: not CAN, or nothing to hear. 13200 is a running engine,
    /// 12600 a battery at rest that is full, which lets a parked vehicle be asked. 0, the default, for never: then only what was heard counts.
    /// </summary>
    public int AliveSupplyMillivolts;

    /// <summary>How often the supply is measured where <see cref="AliveSupplyMillivolts"/> decides; less than the bus' AliveMilliseconds.</summary>
    public int SupplyPeriodMilliseconds = 700;

    /// <summary>How long each CAN protocol is listened to while the right one is not known.</summary>
    public int ListenMilliseconds = 1000;

    /// <summary>Silent monitoring is interrupted this often to see whether the adapter is still there.</summary>
    public int CheckMilliseconds = 30000;

    /// <summary>How long to wait for the answer to a command.</summary>
    public int CommandTimeoutMilliseconds = 1000;

    /// <summary>How long to wait for the prompt after a request on CAN or J1850.</summary>
    public int RequestTimeoutMilliseconds = 2000;

    /// <summary>How long to wait for the prompt after a request that starts ISO 9141-2 or ISO 14230-4, or a search for the protocol.</summary>
    public int InitialisationTimeoutMilliseconds = 30000;

    /// <summary>Pause after a round through all baud rates without an adapter.</summary>
    public int SearchPauseMilliseconds = 5000;

    /// <summary>How long nothing is sent after the vehicle could not be reached; doubled each time, up to <see cref="LongestHoldOffMilliseconds"/>.</summary>
    public int HoldOffMilliseconds = 10000;

    /// <summary>The longest time without sending.</summary>
    public int LongestHoldOffMilliseconds = 600000;
}
