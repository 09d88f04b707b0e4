namespace Telltale.Elm327;

/// <summary>What an ELM327 or STN says besides data (ELM327 data sheet, "Error Messages and Alerts"); the index into <see cref="Elm327Counters.Texts"/>.</summary>
public enum Elm327Text
{
    /// <summary>"?": a command that was not understood.</summary>
    NotUnderstood = 0,

    /// <summary>"NO DATA": no answer within the time of AT ST.</summary>
    NoData = 1,

    /// <summary>"SEARCHING...": protocols are being tried.</summary>
    Searching = 2,

    /// <summary>"UNABLE TO CONNECT": none was found.</summary>
    UnableToConnect = 3,

    /// <summary>"BUS INIT: ...OK" of ISO 9141-2 and ISO 14230-4.</summary>
    BusInitialised = 4,

    /// <summary>"BUS INIT: ...ERROR".</summary>
    BusInitialisationError = 5,

    /// <summary>"BUS BUSY": no gap in which to send.</summary>
    BusBusy = 6,

    /// <summary>"BUS ERROR": a signal that cannot be.</summary>
    BusError = 7,

    /// <summary>"CAN ERROR": could not send, or nobody acknowledged.</summary>
    CanError = 8,

    /// <summary>"DATA ERROR": an answer that is none.</summary>
    DataError = 9,

    /// <summary>"&lt;DATA ERROR" behind a line: wrong checksum or format.</summary>
    LineDataError = 10,

    /// <summary>"&lt;RX ERROR" behind a line: an error in the frame.</summary>
    LineReceiveError = 11,

    /// <summary>"BUFFER FULL": more came than the UART could take.</summary>
    BufferFull = 12,

    /// <summary>"FB ERROR": an output that does not follow; wiring.</summary>
    FeedbackError = 13,

    /// <summary>"ERR94": fatal CAN error; the chip has reset itself.</summary>
    FatalCanError = 14,

    /// <summary>"ERRxx": another internal error.</summary>
    InternalError = 15,

    /// <summary>"LV RESET": the supply was too low, the chip has reset itself.</summary>
    LowVoltageReset = 16,

    /// <summary>"LP ALERT": low power in two seconds.</summary>
    LowPowerAlert = 17,

    /// <summary>"ACT ALERT": low power within a minute unless something is sent.</summary>
    ActivityAlert = 18,

    /// <summary>"STOPPED": interrupted by a byte on the UART.</summary>
    Stopped = 19,

    /// <summary>"OUT OF MEMORY" (STN).</summary>
    OutOfMemory = 20,

    /// <summary>The sign-on "ELM327 ..." where it was not asked for: the chip has restarted.</summary>
    SignOn = 21,
}
