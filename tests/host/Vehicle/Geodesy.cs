namespace Telltale.HostTests.Vehicle;

/// <summary>Distances and directions between places some metres apart, by the radii of curvature of WGS 84: nothing that the road's grid uses.</summary>
internal static class Geodesy
{
    private const double SemiMajorAxisMetres = 6378137.0;
    private const double EccentricitySquared = 0.00669437999014;

    /// <summary>Metres east and north from one place to another near by.</summary>
    internal static (double East, double North) Offset(double fromLatitude, double fromLongitude, double toLatitude, double toLongitude)
    {
        double sine = Math.Sin(double.DegreesToRadians((fromLatitude + toLatitude) / 2));
        double w = Math.Sqrt(1 - (EccentricitySquared * sine * sine));
        double meridian = SemiMajorAxisMetres * (1 - EccentricitySquared) / (w * w * w);
        double normal = SemiMajorAxisMetres / w;
        return (double.DegreesToRadians(toLongitude - fromLongitude) * normal * Math.Sqrt(1 - (sine * sine)),
            double.DegreesToRadians(toLatitude - fromLatitude) * meridian);
    }

    /// <summary>Metres between two places near each other.</summary>
    internal static double Distance(double fromLatitude, double fromLongitude, double toLatitude, double toLongitude)
    {
        (double east, double north) = Offset(fromLatitude, fromLongitude, toLatitude, toLongitude);
        return Math.Sqrt((east * east) + (north * north));
    }
}
