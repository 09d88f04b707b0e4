namespace Telltale.Can;

/// <summary>A CAN controller as the layers above see it: the MCP2515, or a recorded log in its place.</summary>
public interface ICanController
{
    /// <summary>Whether the controller takes part on the bus.</summary>
    CanMode Mode { get; }

    /// <summary>Takes the oldest frame that was received.</summary>
    /// <returns>False when there is none; <paramref name="frame"/> is then unchanged.</returns>
    bool TryReceive(CanFrame frame);

    /// <summary>Hands a frame to a transmit buffer.</summary>
    /// <returns>False when all buffers are full, or the mode does not allow sending.</returns>
    bool TrySend(CanFrame frame);
}
