using System.Globalization;
using Telltale.Profiles;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Profiles;

public class RecordedDriveTests
{
    [Test]
    public void The_recorded_wheel_speeds_agree_with_the_recorded_speed()
    {
        CanReplay replay = new(DbcProfile.Build(Dbc(), "toyota", ["WHEEL_SPEED_FL", "WHEEL_SPEED_FR", "WHEEL_SPEED_RL", "WHEEL_SPEED_RR"]));
        List<(double Time, double MetresPerSecond)> means = [.. replay.Read(CandumpReader.Read(Corpora.File("drive", "can.log")))
            .Chunk(4)
            .Select(wheels => (wheels[0].TimeMicroseconds / 1e6, wheels.Average(wheel => wheel.Value) / 3.6))];
        List<(double Time, double MetresPerSecond)> speeds = [.. File.ReadLines(Corpora.File("drive", "speed.csv")).Skip(1)
            .Select(line => line.Split(','))
            .Select(fields => (double.Parse(fields[0], CultureInfo.InvariantCulture), double.Parse(fields[1], CultureInfo.InvariantCulture)))];

        List<double> differences = [];
        int next = 0;
        foreach ((double time, double metresPerSecond) in speeds)
        {
            while (next < means.Count && means[next].Time < time)
            {
                next++;
            }

            if (next > 0 && next < means.Count)
            {
                double share = (time - means[next - 1].Time) / (means[next].Time - means[next - 1].Time);
                differences.Add(Math.Abs(metresPerSecond - (means[next - 1].MetresPerSecond + (share * (means[next].MetresPerSecond - means[next - 1].MetresPerSecond)))));
            }
        }

        TestContext.Out.WriteLine($"{means.Count} frames, {differences.Count} compared, mean difference {differences.Average():0.0000} m/s, largest {differences.Max():0.000} m/s");
        Assert.That(replay.FramesDecoded, Is.EqualTo(CandumpReader.Read(Corpora.File("drive", "can.log")).Count(record => record.Key == 0x0AA)));
        Assert.That(differences, Has.Count.GreaterThan(3000));
        Assert.That(differences.Average(), Is.LessThan(0.02));
    }

    [Test]
    public void The_well_known_signals_are_ten_and_begin_with_the_wheels()
    {
        HashSet<uint> present = [.. CandumpReader.Read(Corpora.File("drive", "can.log")).Select(record => record.Key)];
        string[] names = [.. DbcProfile.BuildWellKnown(Dbc(), "toyota", present.Contains).Definitions.Select(definition => definition.Name)];

        TestContext.Out.WriteLine(string.Join('\n', names));
        Assert.That(names, Has.Length.EqualTo(10).And.Unique);
        Assert.That(names[..4], Has.All.StartsWith("WHEEL_SPEEDS.WHEEL_SPEED_"));
        Assert.That(names, Does.Contain("SPEED.SPEED").And.Contain("ENGINE_RPM.RPM").And.Contain("STEER_ANGLE_SENSOR.STEER_ANGLE"));
    }

    [Test]
    public void A_profile_is_written_as_the_unit_loads_it()
    {
        Signals.SignalProfile profile = DbcProfile.BuildAll(Dbc(), "toyota");
        byte[] bytes = ProfileWriter.Write(profile);

        Assert.That(Signals.SignalProfile.TryLoad(bytes, bytes.Length, out Signals.SignalProfile loaded), Is.EqualTo(Signals.SignalProfileFault.None));
        Assert.That(loaded.Definitions.Select(definition => (definition.Name, definition.Unit, definition.Numerator, definition.Denominator, definition.Offset)),
            Is.EqualTo(profile.Definitions.Select(definition => (definition.Name, definition.Unit, definition.Numerator, definition.Denominator, definition.Offset))));
        Assert.That(ProfileWriter.Write(loaded), Is.EqualTo(bytes));
    }

    private static DbcFile Dbc()
    {
        return DbcFile.Load(Corpora.File("drive", "toyota_2017.dbc"));
    }
}
