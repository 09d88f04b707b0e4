namespace Telltale.Batching;

/// <summary>From speed and course to the quanta of position, in integers (FORMAT.md). Encoder and decoder have one each.</summary>
internal sealed class Motion
{
    /// <summary>What is added to a course's index into <see cref="Sine"/> for its cosine.</summary>
    public const int Quarter = 180;

    /// <summary>The fraction bits of a prediction.</summary>
    public const int Shift = 18;

    /// <summary>What is taken off the sum of two speeds' components before it is multiplied.</summary>
    public const int SumShift = 8;

    /// <summary>4096 x sine by half degrees, from 0 to 450 degrees.</summary>
    public readonly int[] Sine = new int[901];

    /// <summary>Quanta of latitude a tick, scaled; see <see cref="Multiplier"/>.</summary>
    public int LatitudeScale;

    /// <summary>Quanta of longitude a tick, scaled.</summary>
    public int LongitudeScale;

    private const int One = 4096;
    private const int DegreesE7PerIndex = 5000000;
    private const int SmallestQuantumTimesMetres = 20000;

    // 0.05 m/s x 0.01 s / 2 speeds / 4096 x 1e7 quanta a degree, with the bits that shifts take off again.
    private const long QuantaPerMetre = 5000L << 23;

    public Motion()
    {
        int[] quarter = QuarterSine();
        for (int index = 0; index <= 900; index++)
        {
            int within = index % 360;
            int sine = within <= 180 ? quarter[within] : quarter[360 - within];
            Sine[index] = index % 720 >= 360 ? -sine : sine;
        }
    }

    /// <summary>Sets the scales for a place on the WGS 84 ellipsoid.</summary>
    /// <param name="latitudeDegreesE7">Of the batch's first position, as it is sent.</param>
    /// <param name="longitudeQuantum">Of the batch.</param>
    public void Prepare(int latitudeDegreesE7, int longitudeQuantum)
    {
        int latitude = latitudeDegreesE7 < 0 ? -latitudeDegreesE7 : latitudeDegreesE7;
        int index = latitude / DegreesE7PerIndex;
        int cosine = Sine[index + Quarter];
        cosine += (Sine[index + Quarter + 1] - cosine) * (latitude - (index * DegreesE7PerIndex)) / DegreesE7PerIndex;
        int doubleCosine = Sine[(index * 2) + Quarter];
        int metresPerDegreeOfLatitude = 111133 - ((560 * doubleCosine) >> 12);
        int metresPerDegreeOfLongitude = ((111319 + ((186 * (One - doubleCosine)) >> 12)) * cosine) >> 12;
        LatitudeScale = Scale(BatchFormat.LatitudeQuantum * metresPerDegreeOfLatitude);
        LongitudeScale = Scale(longitudeQuantum * metresPerDegreeOfLongitude);
    }

    /// <summary>What the sum of two speeds' components is multiplied by for a step of so many ticks.</summary>
    public static int Multiplier(int scale, int ticks)
    {
        return (scale * ticks) >> 10;
    }

    private static int Scale(int quantumTimesMetres)
    {
        // At the pole a quantum of longitude is next to nothing: no prediction.
        return quantumTimesMetres < SmallestQuantumTimesMetres ? 0 : (int)(QuantaPerMetre / quantumTimesMetres);
    }

    private static int[] QuarterSine()
    {
        return new int[]
        {
            0, 36, 71, 107, 143, 179, 214, 250, 286, 321, 357, 393, 428, 464, 499,
            535, 570, 605, 641, 676, 711, 746, 782, 817, 852, 887, 921, 956, 991, 1026,
            1060, 1095, 1129, 1163, 1198, 1232, 1266, 1300, 1334, 1367, 1401, 1434, 1468, 1501, 1534,
            1567, 1600, 1633, 1666, 1699, 1731, 1763, 1796, 1828, 1860, 1891, 1923, 1954, 1986, 2017,
            2048, 2079, 2110, 2140, 2171, 2201, 2231, 2261, 2290, 2320, 2349, 2379, 2408, 2436, 2465,
            2493, 2522, 2550, 2578, 2605, 2633, 2660, 2687, 2714, 2741, 2767, 2793, 2820, 2845, 2871,
            2896, 2921, 2946, 2971, 2996, 3020, 3044, 3068, 3091, 3115, 3138, 3161, 3183, 3206, 3228,
            3250, 3271, 3293, 3314, 3335, 3355, 3376, 3396, 3416, 3435, 3455, 3474, 3492, 3511, 3529,
            3547, 3565, 3582, 3600, 3617, 3633, 3650, 3666, 3681, 3697, 3712, 3727, 3742, 3756, 3770,
            3784, 3798, 3811, 3824, 3837, 3849, 3861, 3873, 3884, 3896, 3906, 3917, 3927, 3937, 3947,
            3956, 3966, 3974, 3983, 3991, 3999, 4006, 4014, 4021, 4027, 4034, 4040, 4046, 4051, 4056,
            4061, 4065, 4070, 4074, 4077, 4080, 4083, 4086, 4088, 4090, 4092, 4094, 4095, 4095, 4096,
            4096,
        };
    }
}
