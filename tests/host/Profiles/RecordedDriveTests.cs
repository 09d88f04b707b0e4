using System.Globalization;
using Telltale.Obd;
using Telltale.Profiles;
using Telltale.Signals;
using Telltale.Virtual;
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
        double[] differences = Differences(means);
        TestContext.Out.WriteLine($"{means.Count} frames, {differences.Length} compared, mean difference {differences.Average():0.0000} m/s, largest {differences.Max():0.000} m/s");
        Assert.That(replay.FramesDecoded, Is.EqualTo(CandumpReader.Read(Corpora.File("drive", "can.log")).Count(record => record.Key == 0x0AA)));
        Assert.That(differences, Has.Length.GreaterThan(3000));
        Assert.That(differences.Average(), Is.LessThan(0.02));
    }

    /// <summary>The whole way: chosen signals of the DBC with VSS names, compiled, loaded as the unit does, and the log replayed at the port above the controller.</summary>
    [Test]
    public void A_compiled_profile_follows_the_recorded_drive_at_the_port_and_misses_no_frame()
    {
        string[] wheels = ["FL=Chassis.Axle.Row1.Wheel.Left.Speed", "FR=Chassis.Axle.Row1.Wheel.Right.Speed", "RL=Chassis.Axle.Row2.Wheel.Left.Speed", "RR=Chassis.Axle.Row2.Wheel.Right.Speed"];
        SignalProfile compiled = DbcProfile.BuildChosen(
            Dbc(), "toyota_2017.dbc", "toyota", wheels.Select(wheel => ("WHEEL_SPEED_" + wheel.Split('=')[0], (string?)wheel.Split('=')[1])).Append(("ENGINE_RPM.RPM", "Powertrain.CombustionEngine.Speed")));
        byte[] bytes = ProfileWriter.Write(compiled);
        Assert.That(SignalProfile.TryLoad(bytes, bytes.Length, out SignalProfile profile), Is.EqualTo(SignalProfileFault.None));

        RecordedCanFrame[] log = [.. CandumpReader.Read(Corpora.File("drive", "can.log")).OfBus(null)];
        HashSet<uint> keys = [.. profile.Broadcast.Select(signal => signal.Key)];
        SimulationClock clock = new(DateTimeOffset.FromUnixTimeMilliseconds(log[0].UtcMicroseconds / 1000));
        using RecordedCanController controller = new(clock, log);
        VehicleBus bus = new(controller, profile, new VehicleBusSettings());
        List<(double Time, double MetresPerSecond)> means = [];
        long last = long.MinValue;
        for (bool isAtEnd = false; !isAtEnd;)
        {
            isAtEnd = controller.IsAtEnd;
            clock.AdvanceTo(clock.NowMicroseconds + 1_000);
            bus.Step(clock.NowMilliseconds);
            if (bus.Table.SetAt(3) != last)
            {
                last = bus.Table.SetAt(3);
                means.Add((log[0].UtcMicroseconds / 1000 / 1000.0 + (clock.NowMicroseconds / 1e6), Enumerable.Range(0, 4).Average(index => profile.Definitions[index].ToValue(bus.Table.RawOf(index))) / 3.6));
            }
        }

        double[] differences = Differences(means);
        int wanted = log.Count(frame => keys.Contains(frame.Key));
        TestContext.Out.WriteLine(
            $"{bus.Broadcast.FramesDecoded} of {wanted} wanted frames decoded, {means.Count} wheel speeds seen, {differences.Length} compared, mean difference {differences.Average():0.0000} m/s, largest {differences.Max():0.000} m/s");
        Assert.That(bus.Broadcast.FramesDecoded, Is.EqualTo(wanted));
        Assert.That(bus.Broadcast.FramesTooShort, Is.Zero);
        Assert.That(controller.Counters.Overflows, Is.Zero);
        Assert.That(differences, Has.Length.GreaterThan(3000));
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
        SignalProfile profile = DbcProfile.BuildAll(Dbc(), "toyota");
        byte[] bytes = ProfileWriter.Write(profile);

        Assert.That(SignalProfile.TryLoad(bytes, bytes.Length, out SignalProfile loaded), Is.EqualTo(SignalProfileFault.None));
        Assert.That(loaded.Definitions.Select(definition => (definition.Name, definition.Unit, definition.Numerator, definition.Denominator, definition.Offset)),
            Is.EqualTo(profile.Definitions.Select(definition => (definition.Name, definition.Unit, definition.Numerator, definition.Denominator, definition.Offset))));
        Assert.That(ProfileWriter.Write(loaded), Is.EqualTo(bytes));
    }

    // The recorded speed against the speeds given, between which it is interpolated, in m/s.
    private static double[] Differences(List<(double Time, double MetresPerSecond)> means)
    {
        List<double> differences = [];
        int next = 0;
        foreach (string[] fields in File.ReadLines(Corpora.File("drive", "speed.csv")).Skip(1).Select(line => line.Split(',')))
        {
            double time = double.Parse(fields[0], CultureInfo.InvariantCulture);
            while (next < means.Count && means[next].Time < time)
            {
                next++;
            }

            if (next > 0 && next < means.Count)
            {
                double share = (time - means[next - 1].Time) / (means[next].Time - means[next - 1].Time);
                double mean = means[next - 1].MetresPerSecond + (share * (means[next].MetresPerSecond - means[next - 1].MetresPerSecond));
                differences.Add(Math.Abs(double.Parse(fields[1], CultureInfo.InvariantCulture) - mean));
            }
        }

        return [.. differences];
    }

    private static DbcFile Dbc()
    {
        return DbcFile.Load(Corpora.File("drive", "toyota_2017.dbc"));
    }
}
