using Telltale.Ports;

namespace Telltale.Uplink;

/// <summary>
/// What a start of the unit publishes, retained, on its state topic: <c>online</c> or <c>offline</c>, a space, and eight hexadecimal digits that no other start has. By the digits the unit tells its own words from those of
/// another client with its identity.
/// </summary>
public sealed class UnitPresence
{
    /// <summary>Published after the subscription was granted.</summary>
    public readonly string Online;

    /// <summary>The last will.</summary>
    public readonly string Offline;

    /// <summary>Makes the words of one start.</summary>
    /// <param name="startId">Random, or otherwise different from start to start and from unit to unit, those with copied keys included.</param>
    public UnitPresence(int startId)
    {
        const string Digits = "0123456789abcdef";
        char[] text = new char[8];
        for (int index = 0; index < text.Length; index++)
        {
            text[index] = Digits[(startId >> (28 - (4 * index))) & 15];
        }

        string id = new string(text);
        Online = "online " + id;
        Offline = "offline " + id;
    }

    /// <summary>Judges what the broker had retained.</summary>
    /// <param name="message">The payload; null or empty for none.</param>
    public RetainedState Judge(byte[] message)
    {
        if (message == null || message.Length == 0)
        {
            return RetainedState.None;
        }

        return IsEqual(message, Online) ? RetainedState.OwnOnline : IsEqual(message, Offline) ? RetainedState.OwnOffline : RetainedState.Other;
    }

    private static bool IsEqual(byte[] message, string words)
    {
        int index = 0;
        while (index < words.Length && message.Length == words.Length && message[index] == words[index])
        {
            index++;
        }

        return index == words.Length;
    }
}
