using Telltale.Batching;
using Telltale.Journal;
using Telltale.Ports;
using Telltale.Sampling;
using Telltale.Sealing;

namespace Telltale.Unit;

/// <summary>
/// The last sample of the start-up before, from the newest frame in the journal: trip, distance and running times go on from there. It can be read until the next key epoch
/// begins, which takes the key away.
/// </summary>
internal static class NewestSample
{
    /// <summary>Reads it.</summary>
    /// <returns>Null where there is none: the journal is new or damaged at its end, or nothing was sampled since the key epoch began.</returns>
    internal static Sample Read(FrameJournal journal, UnitKeys keys, ICryptography cryptography, byte[] frame)
    {
        int length = journal.ReadNewest(frame);
        FrameHeader header = new FrameHeader();
        FrameKey key = new FrameKey();
        if (length == 0 || !header.TryRead(frame, length) || !keys.TryGetNewestKey(header, key))
        {
            return null;
        }

        byte[] payload = new byte[length];
        int count = new FrameOpener(cryptography).Open(frame, length, header, keys.UnitIdBytes, key, payload);
        key.Clear();
        if (count < 0)
        {
            return null;
        }

        Sample sample = new Sample();
        bool isRead = false;
        if (header.Kind == FrameKind.Batch)
        {
            BatchDecoder decoder = new BatchDecoder();
            if (decoder.Open(payload, count))
            {
                while (decoder.Next(sample))
                {
                    isRead = true;
                }
            }
        }
        else if (header.Kind == FrameKind.Alert)
        {
            isRead = new AlertDecoder().Read(payload, count, sample);
        }

        return isRead ? sample : null;
    }
}
