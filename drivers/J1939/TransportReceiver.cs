using System;
using Telltale.Can;

namespace Telltale.J1939;

/// <summary>
/// Puts together messages of 9 to 1785 bytes that are sent in packets (SAE J1939-21, 5.10): broadcasts (BAM), and transfers between two others (RTS/CTS), which are
/// overheard. It only listens: what it has missed it cannot ask for, but takes it when the receiver asks for it again. Made once; nothing is allocated afterwards.
/// </summary>
public sealed class TransportReceiver
{
    /// <summary>Connection management, TP.CM: its PGN.</summary>
    public const int ConnectionManagement = 0xEC00;

    /// <summary>Data transfer, TP.DT: its PGN.</summary>
    public const int DataTransfer = 0xEB00;

    /// <summary>The longest message that the protocol carries, in bytes.</summary>
    public const int LongestMessage = 1785;

    /// <summary>The message, after <see cref="Take"/> has returned true and until it is called again; null before the first.</summary>
    public byte[] Message;

    /// <summary>Its length in bytes.</summary>
    public int Length;

    /// <summary>Its PGN.</summary>
    public int ParameterGroup;

    /// <summary>The source address of who sent it.</summary>
    public int Source;

    /// <summary>The address it was sent to; <see cref="J1939Identifier.GlobalAddress"/> for a broadcast.</summary>
    public int Destination;

    /// <summary>Messages that were complete.</summary>
    public int MessagesReceived;

    /// <summary>Transfers that ended before the message was complete: a lost packet of a broadcast, an abort, another transfer of the same sender.</summary>
    public int MessagesLost;

    /// <summary>Transfers that ended because nothing came any more.</summary>
    public int MessagesTimedOut;

    /// <summary>Transfers that nobody followed: all sessions were in use, or the message is longer than their buffers.</summary>
    public int MessagesWithoutBuffer;

    /// <summary>Frames of the protocol that are malformed, or belong to no transfer.</summary>
    public int FramesIgnored;

    /// <summary>T1: at most so many milliseconds between two packets.</summary>
    private const int T1 = 750;

    /// <summary>T2: from a clear to send to the first packet.</summary>
    private const int T2 = 1250;

    /// <summary>T3: from the last packet asked for, or the request to send, to the receiver's answer.</summary>
    private const int T3 = 1250;

    /// <summary>T4: from a clear to send that holds the sender to the next.</summary>
    private const int T4 = 1050;

    private const int RequestToSend = 16;
    private const int ClearToSend = 17;
    private const int EndOfMessageAcknowledgment = 19;
    private const int BroadcastAnnounce = 32;
    private const int Abort = 255;

    private readonly TransportSession[] _sessions;
    private readonly int[] _wantedOrNull;

    /// <summary>Makes a receiver.</summary>
    /// <param name="sessions">How many transfers are followed at once.</param>
    /// <param name="capacity">The longest message taken, in bytes; <see cref="LongestMessage"/> at most. Each session has a buffer of so many.</param>
    /// <param name="wantedOrNull">The PGNs worth a session; null for every one.</param>
    public TransportReceiver(int sessions, int capacity, int[] wantedOrNull)
    {
        _wantedOrNull = wantedOrNull;
        _sessions = new TransportSession[sessions];
        for (int index = 0; index < sessions; index++)
        {
            _sessions[index] = new TransportSession(capacity);
        }
    }

    /// <summary>Transfers under way.</summary>
    public int SessionsOpen
    {
        get
        {
            int count = 0;
            for (int index = 0; index < _sessions.Length; index++)
            {
                count += _sessions[index].IsOpen ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Takes a frame; those of other parameter groups are left alone.</summary>
    /// <returns>True when it completed a message.</returns>
    public bool Take(CanFrame frame, long uptimeMilliseconds)
    {
        if (!frame.IsExtended)
        {
            return false;
        }

        uint identifier = frame.Identifier;
        int group = (int)(identifier >> 8) & 0x3FF00;
        if (group != ConnectionManagement && group != DataTransfer)
        {
            return false;
        }

        int source = (int)identifier & 0xFF;
        int destination = (int)(identifier >> 8) & 0xFF;
        if (frame.IsRemote || source >= J1939Identifier.NullAddress || destination == J1939Identifier.NullAddress || frame.Length < 2)
        {
            FramesIgnored++;
            return false;
        }

        if (group == DataTransfer)
        {
            return TakePacket(frame, source, destination, uptimeMilliseconds);
        }

        if (frame.Length < 8)
        {
            FramesIgnored++;
            return false;
        }

        TakeManagement(frame.Data, source, destination, uptimeMilliseconds);
        return false;
    }

    /// <summary>Ends what has waited too long. To be called every now and then, so that sessions come free.</summary>
    public void Step(long uptimeMilliseconds)
    {
        for (int index = 0; index < _sessions.Length; index++)
        {
            TransportSession session = _sessions[index];
            if (session.IsOpen && uptimeMilliseconds > session.Deadline)
            {
                session.IsOpen = false;
                MessagesTimedOut++;
            }
        }
    }

    private void TakeManagement(byte[] data, int source, int destination, long uptimeMilliseconds)
    {
        int group = data[5] | (data[6] << 8) | (data[7] << 16);
        switch (data[0])
        {
            case BroadcastAnnounce:
            case RequestToSend:
                Begin(data, source, destination, group, uptimeMilliseconds);
                return;
            case ClearToSend:
                Clear(data, destination, source, group, uptimeMilliseconds);
                return;
            case EndOfMessageAcknowledgment:
                // A message that is complete here was given out already; what is still missing will not come any more.
                Lose(Find(destination, source), group);
                return;
            case Abort:
                // Either side may give up.
                TransportSession session = Find(source, destination);
                Lose(session != null && session.ParameterGroup == group ? session : Find(destination, source), group);
                return;
            default:
                FramesIgnored++;
                return;
        }
    }

    private void Begin(byte[] data, int source, int destination, int group, long uptimeMilliseconds)
    {
        int length = data[1] | (data[2] << 8);
        int packets = data[3];
        bool isBroadcast = data[0] == BroadcastAnnounce;
        if (isBroadcast != (destination == J1939Identifier.GlobalAddress) || length < 9 || length > LongestMessage || packets != (length + 6) / 7 || group > 0x3FFFF)
        {
            FramesIgnored++;
            return;
        }

        // A sender has one transfer at a time to each destination: a new one ends the old.
        Lose(Find(source, destination), -1);
        if (!IsWanted(group))
        {
            return;
        }

        Step(uptimeMilliseconds);
        for (int index = 0; index < _sessions.Length; index++)
        {
            TransportSession session = _sessions[index];
            if (!session.IsOpen && length <= session.Data.Length)
            {
                session.Open(source, destination, group, length, packets);
                session.Deadline = uptimeMilliseconds + (isBroadcast ? T1 : T3);
                return;
            }
        }

        MessagesWithoutBuffer++;
    }

    // The receiver asks for packets, or for none for the time being.
    private void Clear(byte[] data, int source, int destination, int group, long uptimeMilliseconds)
    {
        TransportSession session = Find(source, destination);
        if (session == null || session.ParameterGroup != group)
        {
            return;
        }

        int count = data[1];
        int next = data[2];
        if (count == 0)
        {
            session.Deadline = uptimeMilliseconds + T4;
            return;
        }

        if (next == 0 || next + count - 1 > session.Packets)
        {
            FramesIgnored++;
            return;
        }

        session.LastCleared = next + count - 1;
        session.Deadline = uptimeMilliseconds + T2;
    }

    private bool TakePacket(CanFrame frame, int source, int destination, long uptimeMilliseconds)
    {
        TransportSession session = Find(source, destination);
        if (session == null)
        {
            return false;
        }

        if (uptimeMilliseconds > session.Deadline)
        {
            session.IsOpen = false;
            MessagesTimedOut++;
            return false;
        }

        int sequence = frame.Data[0];
        int place = (sequence - 1) * 7;
        int count = session.Length - place;
        if (count > 7)
        {
            count = 7;
        }

        if (sequence == 0 || count <= 0 || frame.Length < count + 1)
        {
            FramesIgnored++;
            return false;
        }

        bool isBroadcast = destination == J1939Identifier.GlobalAddress;
        if (isBroadcast && sequence != session.Next)
        {
            // What a broadcast has lost nobody can ask for.
            Lose(session, -1);
            return false;
        }

        session.Next = sequence + 1;
        Array.Copy(frame.Data, 1, session.Data, place, count);
        session.Mark(sequence);
        if (session.Missing == 0)
        {
            session.IsOpen = false;
            Message = session.Data;
            Length = session.Length;
            ParameterGroup = session.ParameterGroup;
            Source = source;
            Destination = destination;
            MessagesReceived++;
            return true;
        }

        session.Deadline = uptimeMilliseconds + (!isBroadcast && sequence >= session.LastCleared ? T3 : T1);
        return false;
    }

    private TransportSession Find(int source, int destination)
    {
        for (int index = 0; index < _sessions.Length; index++)
        {
            TransportSession session = _sessions[index];
            if (session.IsOpen && session.Source == source && session.Destination == destination)
            {
                return session;
            }
        }

        return null;
    }

    // A group of -1 means whichever it is.
    private void Lose(TransportSession session, int group)
    {
        if (session != null && (group < 0 || session.ParameterGroup == group))
        {
            session.IsOpen = false;
            MessagesLost++;
        }
    }

    private bool IsWanted(int group)
    {
        if (_wantedOrNull == null)
        {
            return true;
        }

        for (int index = 0; index < _wantedOrNull.Length; index++)
        {
            if (_wantedOrNull[index] == group)
            {
                return true;
            }
        }

        return false;
    }
}
