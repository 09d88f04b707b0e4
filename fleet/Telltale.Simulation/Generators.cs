using Telltale.Virtual;

namespace Telltale.Simulation;

/// <summary>One generator for each purpose, from the seed and the unit's number alone: what one unit or one kind of fault draws changes nothing for another.</summary>
internal static class Generators
{
    // Purposes beside the kinds of faults.
    internal const int Vehicle = 1000;
    internal const int UnitRandom = 1001;
    internal const int Owner = 1002;
    internal const int Lateness = 1003;
    internal const int BrokerRandom = 1004;
    internal const int Keys = 1005;
    internal const int FlashSeed = 1006;

    // Units are numbered from 0, so shards stand below.
    internal static SimulationRandom ForShard(ulong seed, int shard, int purpose) => ForUnit(seed, -1 - shard, purpose);

    internal static SimulationRandom ForUnit(ulong seed, int unit, int purpose)
    {
        SimulationRandom mixer = new(seed);
        mixer = new SimulationRandom(mixer.NextBits() ^ ((ulong)(long)unit * 0xD1B54A32D192ED03));
        mixer = new SimulationRandom(mixer.NextBits() ^ ((ulong)purpose * 0x8CB92BA72F3D8DD7));
        return new SimulationRandom(mixer.NextBits());
    }

    internal static int NextInt(this SimulationRandom random, int lowest, int highestInclusive) =>
        lowest + (int)(random.NextBits() % (ulong)(highestInclusive - lowest + 1));

    internal static bool Chance(this SimulationRandom random, double probability) => random.NextUnit() < probability;

    /// <summary>Evenly distributed in its logarithm.</summary>
    internal static double NextLogarithmic(this SimulationRandom random, double lowest, double highest) => lowest * Math.Pow(highest / lowest, random.NextUnit());

    internal static byte[] NextBytes(this SimulationRandom random, int count)
    {
        byte[] bytes = new byte[count];
        for (int index = 0; index < count; index++)
        {
            bytes[index] = (byte)(random.NextBits() >> 24);
        }

        return bytes;
    }
}
