namespace Telltale.Virtual.Flash;

/// <summary>Everything that was on a volume's chip at one moment; what somebody has who read it out to write it back later.</summary>
public sealed class VolumeSnapshot
{
    internal VolumeSnapshot(FlashMemory flash)
    {
        Flash = flash;
    }

    internal FlashMemory Flash { get; }
}
