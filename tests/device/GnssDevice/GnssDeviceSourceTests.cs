using System;
using System.Threading;
using Iot.Device.Common.GnssDevice;
using nanoFramework.TestFramework;
using Telltale.Esp32;
using Telltale.Gnss;
using UnitsNet;

namespace Telltale.DeviceTests.GnssDevice;

/// <summary>On .NET only, with a stand-in for the package: what the adapter does with its device.</summary>
[TestClass]
public class GnssDeviceSourceTests
{
    private static readonly DateTime Noon = new DateTime(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);

    [TestMethod]
    public void A_device_that_moves_and_then_stands_gives_a_fix_each_second_and_the_epoch_is_told_of_before()
    {
        Device device = new Device();
        Listener listener = new Listener();
        GnssDeviceSource source = NewSource(device);
        source.Start(listener, listener);
        Assert.IsTrue(source.IsStarted);
        for (int tenth = 0; tenth < 100; tenth++)
        {
            source.Step(4980 + (tenth * 100));
            if (tenth % 10 == 0)
            {
                // For five seconds every sentence changes something; then only the timestamp goes on, and nothing is raised.
                device.Rmc(48.5 + (tenth < 50 ? tenth * 0.00001 : 0.0005), 9.25, Noon.AddSeconds(tenth / 10), tenth < 50);
            }

            source.Step(5000 + (tenth * 100));
        }

        Assert.AreEqual(10, listener.Fixes);
        Assert.AreEqual(10, listener.Epochs);
        Assert.AreEqual(0, listener.Late, "an epoch is told of when it begins, not with its fix");
        HandedFix last = listener.Last;
        Assert.AreEqual(485005000, last.Latitude);
        Assert.AreEqual(92500000, last.Longitude);
        Assert.AreEqual(10289, last.Speed, "20 knots");
        Assert.AreEqual(1795348809000L, last.Time);
        Assert.AreEqual(0, source.ReadFailures + source.ParsingErrors + source.StartFailures);
    }

    [TestMethod]
    public void Speed_and_course_that_the_device_never_set_are_absent_and_no_failure()
    {
        Device device = new Device();
        Listener listener = new Listener();
        GnssDeviceSource source = NewSource(device);
        source.Start(listener, null);
        source.Step(1000);
        device.PositionOnly(48.5, 9.25, Noon);
        source.Step(1600);

        Assert.AreEqual(1, listener.Fixes);
        Assert.AreEqual((int)(FixFields.Time | FixFields.Position), (int)listener.Last.Fields);
        Assert.AreEqual(0, source.ReadFailures);
    }

    [TestMethod]
    public void A_location_that_was_never_set_gives_nothing()
    {
        Device device = new Device();
        Listener listener = new Listener();
        GnssDeviceSource source = NewSource(device);
        source.Start(listener, listener);
        for (int i = 0; i < 50; i++)
        {
            source.Step(i * 100);
        }

        Assert.AreEqual(0, listener.Fixes + listener.Epochs);
    }

    [TestMethod]
    public void Exceptions_of_the_device_are_counted_and_go_no_further()
    {
        Device device = new Device();
        Listener listener = new Listener();
        GnssDeviceSource source = NewSource(device);
        source.Start(listener, null);
        device.Fail();
        device.Fail();

        Assert.AreEqual(2, source.ParsingErrors);
        Assert.AreEqual(0, listener.Fixes);
    }

    [TestMethod]
    public void A_device_that_does_not_start_is_tried_again_after_half_a_minute()
    {
        Device device = new Device();
        GnssDeviceSource source = NewSource(device);
        device.Refuses = true;
        source.Start(new Listener(), null);
        Assert.IsFalse(source.IsStarted);
        Assert.AreEqual(1, source.StartFailures);

        device.Refuses = false;
        device.Throws = true;
        source.Step(1000);
        source.Step(2000);
        Assert.AreEqual(1, device.Starts, "not yet");
        source.Step(1000 + GnssDeviceSource.RestartMilliseconds);
        Assert.AreEqual(2, source.StartFailures, "an exception is a failure too");

        device.Throws = false;
        source.Step(1020 + GnssDeviceSource.RestartMilliseconds);
        source.Step(1020 + (2 * GnssDeviceSource.RestartMilliseconds));
        Assert.IsTrue(source.IsStarted);
        Assert.AreEqual(3, device.Starts);
        Assert.AreEqual(1, device.Listeners, "it listens once, however often it was tried");
    }

    [TestMethod]
    public void A_stopped_device_is_not_listened_to_and_not_started_again_by_itself()
    {
        Device device = new Device();
        Listener listener = new Listener();
        GnssDeviceSource source = NewSource(device);
        source.Start(listener, null);
        Assert.IsTrue(source.Stop());
        Assert.IsFalse(source.IsStarted);
        Assert.AreEqual(0, device.Listeners);
        device.Rmc(48.5, 9.25, Noon, true);
        source.Step(100000);
        Assert.AreEqual(0, listener.Fixes);
        Assert.AreEqual(1, device.Starts);

        Assert.IsTrue(source.TryStart());
        source.Step(200000);
        source.Step(200100);
        source.Step(200600);
        Assert.AreEqual(1, listener.Fixes);

        device.Throws = true;
        Assert.IsFalse(source.Stop(), "the device's exception is an answer");
    }

    [TestMethod]
    public void A_device_that_changes_its_location_on_its_own_thread_is_never_seen_half_changed()
    {
        Device device = new Device();
        Listener listener = new Listener();
        GnssDeviceSource source = NewSource(device);
        source.Start(listener, listener);
        source.Step(0);
        const int Epochs = 20000;
        Thread thread = new Thread(() =>
        {
            for (int i = 0; i < Epochs; i++)
            {
                device.Rmc(10 + (i * 0.001), 10 + (i * 0.001), Noon.AddSeconds(i), i % 3 != 0);
            }
        });
        thread.Start();
        long now = 0;
        SpinWait spin = default;
        while (thread.IsAlive)
        {
            now += GnssDeviceSource.LookMilliseconds;
            source.Step(now);

            // The tenth of a second until the next look: the device has finished what it was at.
            int epochs = Volatile.Read(ref device.Epochs);
            while (thread.IsAlive && Volatile.Read(ref device.Epochs) < epochs + 1)
            {
                spin.SpinOnce();
            }
        }

        thread.Join();
        Assert.IsTrue(listener.Fixes > 0);
        Assert.AreEqual(0, listener.Uneven, "latitude and longitude of one fix are of one epoch");
        Assert.AreEqual(0, source.ReadFailures);
    }

    private static GnssDeviceSource NewSource(Device device) => new GnssDeviceSource(device, true, 1735689600000L);

    private sealed class HandedFix
    {
        public FixFields Fields;
        public int Latitude;
        public int Longitude;
        public int Speed;
        public long Time;
    }

    private sealed class Listener : IFixListener, IEpochListener
    {
        public readonly HandedFix Last = new HandedFix();
        public int Fixes;
        public int Epochs;
        public int Late;
        public int Uneven;

        public void BeginEpoch(long uptimeMilliseconds) => Epochs++;

        public void OnFix(Telltale.Gnss.Fix fix)
        {
            Fixes++;
            Late += Epochs == Fixes ? 0 : 1;
            Uneven += fix.LatitudeDegreesE7 == fix.LongitudeDegreesE7 ? 0 : 1;
            Last.Fields = fix.Fields;
            Last.Latitude = fix.LatitudeDegreesE7;
            Last.Longitude = fix.LongitudeDegreesE7;
            Last.Speed = fix.SpeedMillimetresPerSecond;
            Last.Time = fix.TimeUtcMilliseconds;
        }
    }

    /// <summary>Changes one location in place, value by value, as GenericSerialGnssDevice does.</summary>
    private sealed class Device : Iot.Device.Common.GnssDevice.GnssDevice
    {
        public bool Refuses;
        public bool Throws;
        public int Starts;
        public int Epochs;

        public int Listeners
        {
            get
            {
                System.Reflection.FieldInfo field = typeof(Iot.Device.Common.GnssDevice.GnssDevice).GetField("LocationChanged", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic);
                Delegate handlers = (Delegate)field.GetValue(this);
                return handlers == null ? 0 : handlers.GetInvocationList().Length;
            }
        }

        public override bool Start()
        {
            Starts++;
            return Answer();
        }

        public override bool Stop() => Answer();

        public void Rmc(double latitude, double longitude, DateTime time, bool isRaised)
        {
            Fix = Iot.Device.Common.GnssDevice.Fix.Fix3D;
            Location.Latitude = latitude;

            // So that others look in just here.
            Thread.SpinWait(50);
            Location.Longitude = longitude;
            Location.Speed = Speed.FromKnots(20);
            Location.Course = Angle.FromDegrees(90);
            Location.Timestamp = time;
            if (isRaised)
            {
                RaiseLocationChanged();
            }

            Volatile.Write(ref Epochs, Epochs + 1);
        }

        public void PositionOnly(double latitude, double longitude, DateTime time)
        {
            Fix = Iot.Device.Common.GnssDevice.Fix.Fix3D;
            Location.Latitude = latitude;
            Location.Longitude = longitude;
            Location.Timestamp = time;
            RaiseLocationChanged();
        }

        public void Fail() => RaiseParsingError(new FormatException());

        private bool Answer() => Throws ? throw new InvalidOperationException() : !Refuses;
    }
}
