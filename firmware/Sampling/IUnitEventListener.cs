namespace Telltale.Sampling;

/// <summary>Who wants to know what happens, beside the samples.</summary>
public interface IUnitEventListener
{
    /// <summary>Called once for every event, right after <see cref="ISampleListener.OnSample"/> was called with the same sample.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="value">How much; <see cref="UnitEvent"/> says of what.</param>
    /// <param name="limit">The limit that was passed, in the unit of the value; 0 where there is none.</param>
    /// <param name="signalIndex">The signal's index in the dictionary for <see cref="UnitEvent.Signal"/>, else -1.</param>
    /// <param name="sample">The state of the moment. The object is the sampler's: copy what is kept.</param>
    void OnEvent(UnitEvent what, int value, int limit, int signalIndex, Sample sample);
}
