using Telltale.Virtual.Flash;

namespace Telltale.Simulation;

/// <summary>Which frames are on a volume, read by the journal's FORMAT.md.</summary>
internal static class FlashContents
{
    private static readonly string[] s_prefixes = ["seg-", "kept-", "single-"];

    /// <summary>Every frame on a copy of the volume, as a workshop would find it.</summary>
    internal static IEnumerable<(ulong Stream, int Sequence, byte[] Frame)> Frames(SimulatedVolume original)
    {
        SimulatedVolume volume = original.Fork();
        if (volume.IsOff)
        {
            volume.PowerOn();
        }

        foreach (string name in s_prefixes.SelectMany(volume.List))
        {
            byte[] file = new byte[Math.Max(volume.Length(name), 0)];
            if (volume.Read(name, 0, file, 0, file.Length) != file.Length || !JournalBytes.HasHeader(file, out ulong stream))
            {
                continue;
            }

            int position = JournalBytes.HeaderLength;
            while (TakeNext(file, ref position, out int sequence, out byte[] frame))
            {
                yield return (stream, sequence, frame);
            }
        }
    }

    private static bool TakeNext(byte[] file, ref int position, out int sequence, out byte[] frame)
    {
        bool isFound = JournalBytes.TryNext(file, ref position, out sequence, out ReadOnlySpan<byte> bytes);
        frame = bytes.ToArray();
        return isFound;
    }
}
