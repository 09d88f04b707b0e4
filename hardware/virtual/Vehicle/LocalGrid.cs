namespace Telltale.Virtual.Vehicle;

/// <summary>
/// A transverse Mercator grid with its origin in the middle of a small area and scale 1 on its central meridian, WGS 84 (Krüger's series to the
/// third order of the third flattening). Within 20 km of the origin a metre of the grid is a metre on the ground to 5 parts in a million.
/// </summary>
internal sealed class LocalGrid
{
    private const double SemiMajorAxisMetres = 6378137.0;
    private const double Flattening = 1 / 298.257223563;
    private const double ThirdFlattening = Flattening / (2 - Flattening);
    private const double N2 = ThirdFlattening * ThirdFlattening;
    private const double N3 = N2 * ThirdFlattening;

    private static readonly double RectifyingRadiusMetres = SemiMajorAxisMetres / (1 + ThirdFlattening) * (1 + (N2 / 4) + (N2 * N2 / 64));
    private static readonly double[] Alpha =
    [
        (ThirdFlattening / 2) - (2 * N2 / 3) + (5 * N3 / 16),
        (13 * N2 / 48) - (3 * N3 / 5),
        61 * N3 / 240,
    ];

    private static readonly double[] Beta =
    [
        (ThirdFlattening / 2) - (2 * N2 / 3) + (37 * N3 / 96),
        (N2 / 48) + (N3 / 15),
        17 * N3 / 480,
    ];

    private static readonly double[] Delta =
    [
        (2 * ThirdFlattening) - (2 * N2 / 3) - (2 * N3),
        (7 * N2 / 3) - (8 * N3 / 5),
        56 * N3 / 15,
    ];

    private readonly double _centralMeridianRadians;
    private readonly double _originNorthingMetres;

    /// <summary>Makes a grid around a place.</summary>
    internal LocalGrid(double latitudeDegrees, double longitudeDegrees)
    {
        _centralMeridianRadians = double.DegreesToRadians(longitudeDegrees);
        (_, _originNorthingMetres) = Project(latitudeDegrees, longitudeDegrees);
    }

    /// <summary>Metres east and north of the origin.</summary>
    internal (double EastMetres, double NorthMetres) FromDegrees(double latitudeDegrees, double longitudeDegrees)
    {
        (double east, double north) = Project(latitudeDegrees, longitudeDegrees);
        return (east, north - _originNorthingMetres);
    }

    /// <summary>The place at metres east and north, and by how many degrees grid north lies clockwise of true north there.</summary>
    internal (double LatitudeDegrees, double LongitudeDegrees, double ConvergenceDegrees) ToDegrees(double eastMetres, double northMetres)
    {
        double xi = (northMetres + _originNorthingMetres) / RectifyingRadiusMetres;
        double eta = eastMetres / RectifyingRadiusMetres;
        double xiPrime = xi;
        double etaPrime = eta;
        for (int j = 1; j <= 3; j++)
        {
            xiPrime -= Beta[j - 1] * Math.Sin(2 * j * xi) * Math.Cosh(2 * j * eta);
            etaPrime -= Beta[j - 1] * Math.Cos(2 * j * xi) * Math.Sinh(2 * j * eta);
        }

        double chi = Math.Asin(Math.Sin(xiPrime) / Math.Cosh(etaPrime));
        double latitude = chi;
        for (int j = 1; j <= 3; j++)
        {
            latitude += Delta[j - 1] * Math.Sin(2 * j * chi);
        }

        double difference = Math.Atan2(Math.Sinh(etaPrime), Math.Cos(xiPrime));
        return (double.RadiansToDegrees(latitude),
            double.RadiansToDegrees(_centralMeridianRadians + difference),
            double.RadiansToDegrees(Math.Atan(Math.Tan(difference) * Math.Sin(latitude))));
    }

    private (double EastMetres, double NorthMetres) Project(double latitudeDegrees, double longitudeDegrees)
    {
        double latitude = double.DegreesToRadians(latitudeDegrees);
        double difference = double.DegreesToRadians(longitudeDegrees) - _centralMeridianRadians;
        double eccentricity = 2 * Math.Sqrt(ThirdFlattening) / (1 + ThirdFlattening);
        double sine = Math.Sin(latitude);
        double t = Math.Sinh(Math.Atanh(sine) - (eccentricity * Math.Atanh(eccentricity * sine)));
        double xi = Math.Atan2(t, Math.Cos(difference));
        double eta = Math.Atanh(Math.Sin(difference) / Math.Sqrt(1 + (t * t)));
        double north = xi;
        double east = eta;
        for (int j = 1; j <= 3; j++)
        {
            north += Alpha[j - 1] * Math.Sin(2 * j * xi) * Math.Cosh(2 * j * eta);
            east += Alpha[j - 1] * Math.Cos(2 * j * xi) * Math.Sinh(2 * j * eta);
        }

        return (east * RectifyingRadiusMetres, north * RectifyingRadiusMetres);
    }
}
