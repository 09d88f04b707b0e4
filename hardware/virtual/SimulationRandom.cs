namespace Telltale.Virtual;

/// <summary>Random numbers that are the same for the same seed on every machine and runtime (SplitMix64, Steele, Lea and Flood 2014).</summary>
public sealed class SimulationRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Evenly distributed from 0 to below 1.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Evenly distributed from <paramref name="lowest"/> to below <paramref name="highest"/>.</summary>
    public double NextBetween(double lowest, double highest) => lowest + ((highest - lowest) * NextUnit());

    /// <summary>Normally distributed with mean 0 and standard deviation 1 (Box and Muller 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextUnit())) * Math.Cos(2 * Math.PI * NextUnit());
}
