using Telltale.Virtual.Gnss;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Board;

/// <summary>The track of a GNSS recording.</summary>
internal static class RecordedTrack
{
    private const double MetresPerDegree = 111_195;

    /// <summary>The positions of a recording; speed and course are those from one to the next.</summary>
    /// <exception cref="RecordingException">There is no position in it.</exception>
    internal static IReadOnlyList<TrackPoint> Of(GnssRecording recording)
    {
        RecordedEpoch[] epochs = [.. recording.Epochs.Where(epoch => epoch.Stated.HasFix)];
        if (epochs.Length == 0)
        {
            throw new RecordingException(recording.File, 1, "there is no position in the whole recording");
        }

        TrackPoint[] points = new TrackPoint[epochs.Length];
        for (int i = 0; i < points.Length; i++)
        {
            EmittedEpoch from = epochs[Math.Max(i - 1, 0)].Stated;
            EmittedEpoch to = epochs[Math.Min(i + 1, epochs.Length - 1)].Stated;
            double seconds = (epochs[Math.Min(i + 1, epochs.Length - 1)].UtcMilliseconds - epochs[Math.Max(i - 1, 0)].UtcMilliseconds) / 1000.0;
            double north = (to.LatitudeDegreesE7 - from.LatitudeDegreesE7) / 1e7 * MetresPerDegree;
            double east = Math.IEEERemainder((to.LongitudeDegreesE7 - from.LongitudeDegreesE7) / 1e7, 360)
                * MetresPerDegree * Math.Cos(double.DegreesToRadians(from.LatitudeDegreesE7 / 1e7));
            double course = double.RadiansToDegrees(Math.Atan2(east, north));
            points[i] = new TrackPoint(
                epochs[i].UtcMilliseconds * 1000,
                epochs[i].Stated.LatitudeDegreesE7 / 1e7,
                epochs[i].Stated.LongitudeDegreesE7 / 1e7,
                0,
                seconds > 0 ? Math.Sqrt((north * north) + (east * east)) / seconds : 0,
                course < 0 ? course + 360 : course);
        }

        return points;
    }
}
