namespace Telltale.Virtual.Flash;

/// <summary>
/// The power of a <see cref="SimulatedVolume"/> has failed: nothing that runs on the unit runs on from here, so the call does not return.
/// </summary>
public sealed class PowerLostException : Exception
{
    /// <summary>Says that the power has failed.</summary>
    public PowerLostException()
        : base("The volume has no power.")
    {
    }

    /// <summary>Says <paramref name="message"/>.</summary>
    public PowerLostException(string message)
        : base(message)
    {
    }

    /// <summary>Says <paramref name="message"/>, because of <paramref name="innerException"/>.</summary>
    public PowerLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
