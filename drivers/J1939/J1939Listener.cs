using Telltale.Can;

namespace Telltale.J1939;

/// <summary>
/// Hears the trouble codes on a vehicle's J1939 bus, sent in a single frame or in packets. It never sends. What the vehicle sends besides is decoded as signals of a
/// profile (<see cref="FmsProfile"/>), by the decoder of broadcast signals.
/// </summary>
public sealed class J1939Listener
{
    /// <summary>What the last DM1 said, whoever sent it.</summary>
    public readonly ActiveTroubleCodes TroubleCodes;

    /// <summary>Counts what happened to messages sent in packets.</summary>
    public readonly TransportReceiver Transport;

    /// <summary>Messages DM1 that were read.</summary>
    public int MessagesRead;

    /// <summary>The messages to listen for, as in <see cref="ParameterGroupKey"/>.</summary>
    public readonly uint[] Keys;

    /// <summary>Makes a listener.</summary>
    /// <param name="sessions">How many ECUs may send trouble codes in packets at the same time.</param>
    /// <param name="troubleCodes">How many trouble codes of one ECU are kept, 2 to 445.</param>
    public J1939Listener(int sessions, int troubleCodes)
    {
        TroubleCodes = new ActiveTroubleCodes(troubleCodes);
        Transport = new TransportReceiver(sessions, TransportReceiver.LongestMessage, new int[] { ActiveTroubleCodes.ParameterGroup });
        Keys = new uint[]
        {
            ParameterGroupKey.Of(ActiveTroubleCodes.ParameterGroup),
            ParameterGroupKey.Of(TransportReceiver.ConnectionManagement),
            ParameterGroupKey.Of(TransportReceiver.DataTransfer),
        };
    }

    /// <summary>Takes a frame; what is not meant for it is left alone.</summary>
    /// <returns>True when <see cref="TroubleCodes"/> is new.</returns>
    public bool Take(CanFrame frame, long uptimeMilliseconds)
    {
        if (!frame.IsExtended)
        {
            return false;
        }

        bool isRead;
        uint identifier = frame.Identifier;
        if (((identifier >> 8) & 0x3FFFF) == ActiveTroubleCodes.ParameterGroup)
        {
            isRead = !frame.IsRemote && TroubleCodes.TryRead(frame.Data, frame.Length, (int)identifier & 0xFF);
        }
        else
        {
            isRead = Transport.Take(frame, uptimeMilliseconds) && TroubleCodes.TryRead(Transport.Message, Transport.Length, Transport.Source);
        }

        if (isRead)
        {
            MessagesRead++;
        }

        return isRead;
    }

    /// <summary>Ends what has waited too long; to be called in every turn of the loop, or every second.</summary>
    public void Step(long uptimeMilliseconds)
    {
        Transport.Step(uptimeMilliseconds);
    }
}
