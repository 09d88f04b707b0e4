namespace Telltale.Checks;

/// <summary>The numbers of the checks. They are part of the status format (Uplink/FORMAT.md) and are never used again for anything else; README.md has values and limits.</summary>
public enum CheckNumber
{
    /// <summary>No check.</summary>
    None = 0,

    /// <summary>The known-answer test of AES and HMAC.</summary>
    SealSelfTest = 1,

    /// <summary>Identity and keys.</summary>
    Keys = 2,

    /// <summary>The journal takes frames.</summary>
    Journal = 3,

    /// <summary>The signal profile.</summary>
    Profile = 4,

    /// <summary>Supply voltage, in millivolts.</summary>
    Supply = 10,

    /// <summary>The ignition is known.</summary>
    Ignition = 11,

    /// <summary>The GNSS receiver is heard; milliseconds since its last navigation epoch.</summary>
    Receiver = 20,

    /// <summary>The receiver has a fix.</summary>
    Fix = 21,

    /// <summary>Horizontal accuracy of the fix in millimetres.</summary>
    FixAccuracy = 22,

    /// <summary>Horizontal dilution of precision in hundredths.</summary>
    FixDilution = 23,

    /// <summary>The CAN controller started and answers.</summary>
    CanController = 30,

    /// <summary>The vehicle's bus is alive; milliseconds since its last frame.</summary>
    Bus = 31,

    /// <summary>How many ECUs answer.</summary>
    Ecu = 32,

    /// <summary>The vehicle has told its identification number.</summary>
    Vin = 33,

    /// <summary>The network, as far as the broker's address.</summary>
    Network = 40,

    /// <summary>The unit's clock.</summary>
    Clock = 41,

    /// <summary>The TLS handshake.</summary>
    Tls = 42,

    /// <summary>The broker.</summary>
    Broker = 43,

    /// <summary>The owner's receipts; milliseconds since the last one.</summary>
    Receipt = 44,
}
