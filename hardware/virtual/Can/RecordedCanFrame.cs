using Telltale.Can;

namespace Telltale.Virtual.Can;

/// <summary>A frame of a recording.</summary>
/// <param name="UtcMicroseconds">When it was on the bus, in microseconds since 1970-01-01.</param>
/// <param name="Bus">The interface that it was recorded on, "can0".</param>
/// <param name="Key">The message, as in <see cref="CanFrame.Key"/>.</param>
/// <param name="IsRemote">A remote frame.</param>
/// <param name="Data">0 to 8 bytes.</param>
public sealed record RecordedCanFrame(long UtcMicroseconds, string Bus, uint Key, bool IsRemote, byte[] Data)
{
    /// <summary>Fills a frame with what was recorded.</summary>
    public void CopyTo(CanFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        frame.Key = Key;
        frame.IsRemote = IsRemote;
        frame.Length = Data.Length;
        Data.CopyTo(frame.Data, 0);
    }
}
