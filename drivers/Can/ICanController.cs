namespace Telltale.Can;

/// <summary>A CAN controller as the layers above see it: the MCP2515, or a recorded log in its place.</summary>
public interface ICanController
{
    /// <summary>Whether the controller takes part on the bus.</summary>
    CanMode Mode { get; }

    /// <summary>What was counted since the start.</summary>
    CanCounters Counters { get; }

    /// <summary>
    /// Says which messages are wanted; takes effect with the next <see cref="TrySetMode"/>. A controller accepts all of these; where its
    /// filters are too few, some others may pass too.
    /// </summary>
    /// <param name="keys">Keys as in <see cref="CanFrame.Key"/> or <see cref="ParameterGroupKey"/>; copied.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="doubleBuffered">How many of them, from the first, come in quick succession (segments of one message) and are worth every receive buffer.</param>
    void Accept(uint[] keys, int count, int doubleBuffered);

    /// <summary>Enters a mode. What was waiting to be sent is given up.</summary>
    /// <param name="mode">The mode to enter.</param>
    /// <param name="everything">True to accept every identifier, false for those given to <see cref="Accept"/>.</param>
    /// <returns>False when the controller cannot or did not; it is then in configuration mode or in the mode it was in, as <see cref="Mode"/> says.</returns>
    bool TrySetMode(CanMode mode, bool everything);

    /// <summary>Takes the oldest frame that was received.</summary>
    /// <returns>
    /// False when there is none; <paramref name="frame"/> is then unchanged. What arrived after the controller was looked at in this turn may wait for the next.
    /// </returns>
    bool TryReceive(CanFrame frame);

    /// <summary>Hands a frame to a transmit buffer.</summary>
    /// <returns>False when all buffers are full, or the mode does not allow sending.</returns>
    bool TrySend(CanFrame frame);

    /// <summary>Looks after errors, and after a frame that nobody acknowledges. Called in every turn of the loop.</summary>
    void Step(long uptimeMilliseconds);
}
