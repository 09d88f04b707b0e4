namespace Telltale.Sampling;

/// <summary>Who wants the samples of a <see cref="Sampler"/>.</summary>
public interface ISampleListener
{
    /// <summary>Called once for every sample. The object is the sampler's: copy what is kept.</summary>
    void OnSample(Sample sample);
}
