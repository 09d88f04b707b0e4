namespace Telltale.Gnss;

/// <summary>What a <see cref="GnssReceiver"/> is doing. Whatever the state, messages that come are decoded.</summary>
public enum GnssReceiverState
{
    /// <summary>Not started.</summary>
    Stopped = 0,

    /// <summary>Trying one baud rate after the other.</summary>
    Searching = 1,

    /// <summary>Nothing was found at any baud rate: listening at the likeliest one until the next round.</summary>
    Resting = 2,

    /// <summary>Messages come; asking who sends them.</summary>
    Identifying = 3,

    /// <summary>Sending commands.</summary>
    Configuring = 4,

    /// <summary>The receiver was told another baud rate; waiting for messages at it.</summary>
    ChangingBaudRate = 5,

    /// <summary>Messages come, and nothing is left to be sent.</summary>
    Running = 6,
}
