namespace Telltale.Sampling;

/// <summary>
/// Distances between places near each other, in integers, on a sphere that is flat as far as is looked. The sphere is as wide as WGS 84 is curved at the poles, so that nothing comes
/// out too short, and nothing more than 1.1 % too long.
/// </summary>
internal sealed class Ground
{
    private const int DegreeE7 = 10000000;
    private const long HalfCircleE7 = 1800000000L;

    // 1e-7 degree of latitude is 11.057 mm at the equator and 11.170 at the poles: 2,860 / 256 is 11.172.
    private const int LengthNumerator = 2860;
    private const int LengthShift = 8;
    private const int CosineShift = 16;

    // Further away than 1,000 km is no further: squares have to be added.
    private const long LongestMillimetres = 1000000000L;

    // By whole degree, in 1/65536, rounded up; 90 degrees twice, to interpolate at the pole.
    private readonly int[] _cosines = new int[]
    {
        65536, 65527, 65497, 65447, 65377, 65287, 65177, 65048, 64899, 64730, 64541, 64332, 64104, 63857, 63590, 63303, 62998, 62673, 62329, 61966,
        61584, 61184, 60764, 60327, 59871, 59396, 58904, 58394, 57865, 57320, 56756, 56176, 55578, 54964, 54332, 53684, 53020, 52340, 51644, 50932,
        50204, 49461, 48703, 47930, 47143, 46341, 45526, 44696, 43853, 42996, 42126, 41244, 40348, 39441, 38522, 37590, 36648, 35694, 34729, 33754,
        32768, 31773, 30768, 29753, 28730, 27697, 26656, 25607, 24551, 23487, 22415, 21337, 20252, 19161, 18065, 16962, 15855, 14743, 13626, 12505,
        11381, 10253, 9121, 7987, 6851, 5712, 4572, 3430, 2288, 1144, 1, 1,
    };

    /// <summary>The cosine of a latitude in 1/65536.</summary>
    public int CosineOf(int latitudeDegreesE7)
    {
        int latitude = latitudeDegreesE7 < 0 ? -latitudeDegreesE7 : latitudeDegreesE7;
        int degree = latitude / DegreeE7;
        if (degree > 90)
        {
            return 0;
        }

        int cosine = _cosines[degree];
        int part = (latitude - (degree * DegreeE7)) / 1000;
        return cosine - ((cosine - _cosines[degree + 1]) * part / (DegreeE7 / 1000));
    }

    /// <summary>How far north, in millimetres.</summary>
    public static long NorthMillimetres(int fromLatitudeE7, int toLatitudeE7)
    {
        long difference = (long)toLatitudeE7 - fromLatitudeE7;
        return (difference * LengthNumerator) >> LengthShift;
    }

    /// <summary>How far east the short way round, in millimetres, on the parallel whose cosine is given.</summary>
    public static long EastMillimetres(int fromLongitudeE7, int toLongitudeE7, int cosine)
    {
        long difference = (long)toLongitudeE7 - fromLongitudeE7;
        if (difference > HalfCircleE7)
        {
            difference -= 2 * HalfCircleE7;
        }
        else if (difference < -HalfCircleE7)
        {
            difference += 2 * HalfCircleE7;
        }

        return (difference * cosine * LengthNumerator) >> (LengthShift + CosineShift);
    }

    /// <summary>The square of the distance between two places in mm²; that of 1,400 km at most.</summary>
    public long SquareOfDistance(int fromLatitudeE7, int fromLongitudeE7, int toLatitudeE7, int toLongitudeE7)
    {
        long north = NorthMillimetres(fromLatitudeE7, toLatitudeE7);
        long east = EastMillimetres(fromLongitudeE7, toLongitudeE7, CosineOf(toLatitudeE7));
        north = north < 0 ? -north : north;
        east = east < 0 ? -east : east;
        if (north > LongestMillimetres)
        {
            north = LongestMillimetres;
        }

        if (east > LongestMillimetres)
        {
            east = LongestMillimetres;
        }

        return (north * north) + (east * east);
    }

    /// <summary>The whole root of a number that is not negative.</summary>
    public static int SquareRoot(long square)
    {
        long root = 0;
        for (int shift = 30; shift >= 0; shift--)
        {
            long tried = root + (1L << shift);
            if (tried * tried <= square)
            {
                root = tried;
            }
        }

        return (int)root;
    }
}
