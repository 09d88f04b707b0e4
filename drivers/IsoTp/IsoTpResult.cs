namespace Telltale.IsoTp;

/// <summary>How a transfer ended (ISO 15765-2:2016, 8.3.7, N_Result).</summary>
public enum IsoTpResult
{
    /// <summary>No transfer has ended yet.</summary>
    None = 0,

    /// <summary>N_OK: the whole message went over.</summary>
    Ok = 1,

    /// <summary>N_TIMEOUT_A: the controller did not take a frame in time; N_As at the sender, N_Ar at the receiver.</summary>
    TimeoutA = 2,

    /// <summary>N_TIMEOUT_Bs: no flow control came.</summary>
    TimeoutBs = 3,

    /// <summary>N_TIMEOUT_Cr: no consecutive frame came.</summary>
    TimeoutCr = 4,

    /// <summary>N_WRONG_SN: a consecutive frame out of order.</summary>
    WrongSequenceNumber = 5,

    /// <summary>N_INVALID_FS: a flow status that the standard reserves.</summary>
    InvalidFlowStatus = 6,

    /// <summary>N_UNEXP_PDU: another message began before this one was complete.</summary>
    UnexpectedPdu = 7,

    /// <summary>N_WFT_OVRN: more wait frames than allowed.</summary>
    WaitFrameOverrun = 8,

    /// <summary>N_BUFFER_OVFLW: the message is longer than the receiver's buffer.</summary>
    BufferOverflow = 9,

    /// <summary>The receiver was stepped too late to put flow control off any longer (N_Br, a performance requirement without a name here): the sender has given up.</summary>
    TimeoutBr = 10,

    /// <summary>The sender was stepped too late to send the next consecutive frame (N_Cs, likewise): the receiver has given up.</summary>
    TimeoutCs = 11,
}
