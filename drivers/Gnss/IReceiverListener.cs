namespace Telltale.Gnss;

/// <summary>Who wants to hear what a receiver says of itself: its answers to commands and questions. The arrays are the decoder's: nothing of them is kept.</summary>
public interface IReceiverListener
{
    /// <summary>UBX-ACK-ACK or UBX-ACK-NAK: a command was taken or refused.</summary>
    /// <param name="messageClass">Class of the command.</param>
    /// <param name="messageId">Its id within the class.</param>
    /// <param name="isAccepted">False when it was refused.</param>
    void OnAcknowledgement(int messageClass, int messageId, bool isAccepted);

    /// <summary>UBX-MON-VER: versions of the receiver's software and hardware, as strings of fixed length padded with zeros: 30 bytes, 10, and 30 for each extension.</summary>
    /// <param name="buffer">Holds the payload.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its length.</param>
    void OnVersion(byte[] buffer, int offset, int count);

    /// <summary>A proprietary sentence ($P…) or a TXT, its checksum right.</summary>
    /// <param name="buffer">Holds the sentence.</param>
    /// <param name="offset">Where its '$' is.</param>
    /// <param name="count">Its length up to, without, the '*'.</param>
    void OnSentence(byte[] buffer, int offset, int count);
}
