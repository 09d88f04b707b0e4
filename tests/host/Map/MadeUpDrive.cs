using Telltale.Fleet;
namespace Telltale.HostTests.Map;

/// <summary>
/// A drive through made-up streets near Münster, one sample a second from a fixed start: what the vehicle would have sent by any moment is a function
/// of the moment, so that tests need neither a thread nor a seed. The vehicle brakes for corners and shifts gears; it never stands still for long.
/// </summary>
internal sealed class MadeUpDrive
{
    public const double StartLatitude = 51.9540;
    public const double StartLongitude = 7.6200;
    private const double MetresPerDegree = 111_320;

    // Legs as metres and the turn at their end in degrees, driven again and again; the turns of a round add up to a whole circle.
    private static readonly (double Length, double Turn)[] Legs =
    [
        (420, 88), (310, -62), (640, 71), (260, 48), (510, -84), (780, 92), (350, 35), (930, 58), (280, -41), (560, 97), (300, 58),
    ];

    private readonly string _unitId;
    private readonly DateTimeOffset _start;
    private readonly List<StoredSample> _samples = [];
    private double _latitude;
    private double _longitude = StartLongitude;
    private double _course = 12;
    private double _speed;
    private double _left;
    private int _leg;
    private double _fuel = 63;

    public MadeUpDrive(string unitId, DateTimeOffset start, double latitude = StartLatitude)
    {
        _unitId = unitId;
        _start = start;
        _latitude = latitude;
        _left = Legs[0].Length;
    }

    /// <summary>The first <paramref name="count"/> samples.</summary>
    public IReadOnlyList<StoredSample> First(int count)
    {
        while (_samples.Count < count)
        {
            _samples.Add(Next(_samples.Count));
        }

        return _samples.GetRange(0, count);
    }

    private StoredSample Next(int index)
    {
        var sharpness = Math.Abs(Legs[_leg].Turn) / 90;
        var cornerSpeed = 13 - (8 * Math.Min(1, sharpness));
        var allowed = Math.Min(8 + (Legs[_leg].Length / 45), Math.Sqrt((cornerSpeed * cornerSpeed) + (2 * 1.6 * Math.Max(0, _left - 4))));
        _speed += Math.Clamp(allowed - _speed, -2.4, 1.3);
        _left -= _speed;
        if (_left <= 0)
        {
            _course = (_course + Legs[_leg].Turn + 360) % 360;
            _leg = (_leg + 1) % Legs.Length;
            _left += Legs[_leg].Length;
        }

        var radians = _course * Math.PI / 180;
        _latitude += _speed * Math.Cos(radians) / MetresPerDegree;
        _longitude += _speed * Math.Sin(radians) / (MetresPerDegree * Math.Cos(_latitude * Math.PI / 180));
        _fuel = Math.Max(5, _fuel - 0.0009);
        var kilometresPerHour = _speed * 3.6;
        var gear = Math.Clamp((int)(kilometresPerHour / 16) + 1, 1, 5);
        double[] engineSpeedPerSpeed = [122, 72, 49, 38, 31];
        var engineSpeed = Math.Max(780, kilometresPerHour * engineSpeedPerSpeed[gear - 1]);
        return new StoredSample(
            index + 1,
            _unitId,
            _start.AddSeconds(index),
            TimeIsEstimated: false,
            Math.Round(_latitude, 7),
            Math.Round(_longitude, 7),
            Math.Round(58 + (6 * Math.Sin(index / 160.0)), 0),
            Math.Round(_speed, 2),
            _course,
            "3d",
            11 + (index / 40 % 3),
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["OBD.EngineSpeed"] = Math.Round(engineSpeed * 4) / 4,
                ["OBD.Speed"] = Math.Round(kilometresPerHour),
                ["OBD.FuelLevel"] = Math.Round(_fuel, 1),
                ["OBD.EngineLoad"] = Math.Round(Math.Clamp(22 + ((allowed - _speed) * 18), 4, 96), 1),
                ["OBD.CoolantTemperature"] = Math.Round(90 - (62 * Math.Exp(-index / 260.0))),
                ["OBD.ThrottlePosition"] = Math.Round(Math.Clamp(16 + ((allowed - _speed) * 12), 11, 80), 1),
                ["OBD.IntakeTemp"] = 24,
                ["OBD.MAF"] = Math.Round(engineSpeed / 190, 2),
                ["OBD.AmbientAirTemperature"] = 17,
            });
    }
}
