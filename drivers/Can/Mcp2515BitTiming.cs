namespace Telltale.Can;

/// <summary>
/// The bit timing of an MCP2515 (DS20001801, section 5): a bit of 1 + PROP + PS1 + PS2 time quanta of 2 × (BRP + 1) crystal periods each,
/// sampled once after PS1.
/// </summary>
public sealed class Mcp2515BitTiming
{
    /// <summary>Register CNF1: synchronisation jump width and prescaler.</summary>
    public readonly byte Cnf1;

    /// <summary>Register CNF2: phase segment 1, propagation segment, BTLMODE set so that CNF3 sets phase segment 2.</summary>
    public readonly byte Cnf2;

    /// <summary>Register CNF3: phase segment 2.</summary>
    public readonly byte Cnf3;

    /// <summary>The bit rate.</summary>
    public readonly int BitsPerSecond;

    /// <summary>Time quanta in a bit.</summary>
    public readonly int TimeQuanta;

    /// <summary>Where in the bit the level is sampled, in 1/1000 of the bit: 750 to 875.</summary>
    public readonly int SamplePointPerMille;

    private Mcp2515BitTiming(int bitsPerSecond, int prescaler, int propagation, int phase1, int phase2)
    {
        int jumpWidth = phase2 - 1;
        if (jumpWidth > 4)
        {
            jumpWidth = 4;
        }

        Cnf1 = (byte)(((jumpWidth - 1) << 6) | (prescaler - 1));
        Cnf2 = (byte)(0x80 | ((phase1 - 1) << 3) | (propagation - 1));
        Cnf3 = (byte)(phase2 - 1);
        BitsPerSecond = bitsPerSecond;
        TimeQuanta = 1 + propagation + phase1 + phase2;
        SamplePointPerMille = 1000 * (TimeQuanta - phase2) / TimeQuanta;
    }

    /// <summary>Finds the timing with exactly this bit rate whose sample point comes nearest to 80 %, with as many time quanta as possible.</summary>
    /// <returns>
    /// Null when there is none between 75 % and 87.5 %. For 1 Mbit/s with an 8 MHz crystal no setting at all is legal: with the smallest prescaler a bit has
    /// 4 time quanta, and the segments need at least 5 (synchronisation, propagation and phase 1 one each, phase 2 the two of the information processing time: section 5.2).
    /// </returns>
    public static Mcp2515BitTiming Find(int crystalHertz, int bitsPerSecond)
    {
        if (crystalHertz <= 0 || bitsPerSecond <= 0 || crystalHertz % (2 * bitsPerSecond) != 0)
        {
            return null;
        }

        int ticks = crystalHertz / (2 * bitsPerSecond);
        int best = int.MaxValue;
        Mcp2515BitTiming timing = null;
        for (int quanta = 25; quanta >= 5; quanta--)
        {
            int prescaler = ticks / quanta;
            if (ticks % quanta != 0 || prescaler > 64)
            {
                continue;
            }

            for (int phase2 = 2; phase2 <= 8; phase2++)
            {
                int before = quanta - 1 - phase2;
                int sampleTimes1000 = 1000 * (quanta - phase2);
                // 16 quanta are all that the two segments hold; PS2 must not be longer than what comes before it, and longer than the jump width.
                if (before < 2 || before > 16 || before < phase2 || sampleTimes1000 < 750 * quanta || sampleTimes1000 > 875 * quanta)
                {
                    continue;
                }

                int distance = sampleTimes1000 / quanta - 800;
                distance = distance < 0 ? -distance : distance;
                if (distance < best)
                {
                    best = distance;
                    int phase1 = before / 2 + (before & 1);
                    timing = new Mcp2515BitTiming(bitsPerSecond, prescaler, before - phase1, phase1, phase2);
                }
            }
        }

        return timing;
    }
}
