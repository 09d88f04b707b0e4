using nanoFramework.TestFramework;
using Telltale.DeviceTests.Uplink;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Unit;

namespace Telltale.DeviceTests.Unit;

[TestClass]
public class ParkingPlaceTests
{
    private const long Noon = 1780315200000L;
    private static MemoryVolume _volume;

    [TestMethod]
    public void Where_a_trip_ended_is_known_at_the_next_start()
    {
        _volume = new MemoryVolume();
        ParkingPlace place = Begin();
        Assert.IsFalse(place.IsKnown);
        place.Park();
        Assert.AreEqual(-1, _volume.Length(ParkingPlace.FileName), "nothing is known, nothing is written");
        place.Follow(At(490000000, -86000000, Noon));
        place.Park();

        place = Begin();
        Assert.IsTrue(place.IsKnown);
        Assert.AreEqual(490000000, place.LatitudeDegreesE7);
        Assert.AreEqual(-86000000, place.LongitudeDegreesE7);
        Assert.AreEqual(112000, place.HeightMillimetres);
        Assert.AreEqual(ParkingPlace.FileLength, _volume.Length(ParkingPlace.FileName));
    }

    [TestMethod]
    public void A_place_that_the_vehicle_has_left_is_crossed_out_on_the_road()
    {
        _volume = new MemoryVolume();
        ParkingPlace place = Begin();
        place.Follow(At(490000000, 86000000, Noon));
        place.Park();
        place.Follow(At(490400000, 86000000, Noon));
        Assert.IsTrue(Begin().IsKnown, "4.5 km away");
        place.Follow(At(490500000, 86000000, Noon));
        Assert.IsFalse(place.IsKnown);
        Assert.IsFalse(Begin().IsKnown, "5.6 km away, whatever happens now");
        place.Park();
        Assert.AreEqual(490500000, Begin().LatitudeDegreesE7);
    }

    [TestMethod]
    public void A_torn_file_is_ignored()
    {
        _volume = new MemoryVolume();
        ParkingPlace place = Begin();
        place.Follow(At(490000000, 86000000, Noon));
        place.Park();
        byte[] file = new byte[ParkingPlace.FileLength];
        _volume.Read(ParkingPlace.FileName, 0, file, 0, file.Length);
        for (int i = 0; i < file.Length; i++)
        {
            file[i] ^= 0x10;
            Put(file, file.Length);
            Assert.IsFalse(Begin().IsKnown);
            file[i] ^= 0x10;
        }

        Put(file, file.Length - 1);
        Assert.IsFalse(Begin().IsKnown, "cut short");
        Put(file, 0);
        Assert.IsFalse(Begin().IsKnown, "empty");
        Put(file, file.Length);
        Assert.IsTrue(Begin().IsKnown);
    }

    [TestMethod]
    public void It_is_written_a_few_times_a_day_whatever_the_restarts()
    {
        _volume = new MemoryVolume();
        int latitude = 490000000;
        for (int trip = 0; trip < 40; trip++)
        {
            ParkingPlace place = Begin();
            latitude += 1000000;
            place.Follow(At(latitude, 86000000, Noon));
            place.Park();
        }

        Assert.IsTrue(_volume.Creates <= 2 * ParkingPlace.WritesADay, _volume.Creates.ToString());
        Assert.IsFalse(Begin().IsKnown, "a place that could not be written is none");
        ParkingPlace tomorrow = Begin();
        tomorrow.Follow(At(latitude, 86000000, Noon + 86400000));
        tomorrow.Park();
        Assert.IsTrue(Begin().IsKnown);
    }

    [TestMethod]
    public void Parking_where_it_was_parked_before_writes_nothing()
    {
        _volume = new MemoryVolume();
        ParkingPlace place = Begin();
        place.Follow(At(490000000, 86000000, Noon));
        place.Park();
        int creates = _volume.Creates;
        place.Follow(At(490050000, 86000000, Noon));
        place.Park();
        Assert.AreEqual(creates, _volume.Creates);
    }

    [TestMethod]
    public void A_sample_without_time_or_place_says_nothing()
    {
        _volume = new MemoryVolume();
        ParkingPlace place = Begin();
        Sample sample = At(490000000, 86000000, Noon);
        sample.IsDated = false;
        place.Follow(sample);
        sample.IsDated = true;
        sample.Fields = FixFields.None;
        place.Follow(sample);
        place.Park();
        Assert.AreEqual(0, _volume.Creates);
    }

    private static Sample At(int latitude, int longitude, long utc)
    {
        Sample sample = new Sample();
        sample.IsDated = true;
        sample.Fields = FixFields.Position | FixFields.Height | FixFields.Time;
        sample.LatitudeDegreesE7 = latitude;
        sample.LongitudeDegreesE7 = longitude;
        sample.HeightMillimetres = 112000;
        sample.TimeUtcMilliseconds = utc;
        return sample;
    }

    private ParkingPlace Begin()
    {
        ParkingPlace place = new ParkingPlace(_volume);
        place.Load();
        return place;
    }

    private void Put(byte[] file, int count)
    {
        _volume.Delete(ParkingPlace.FileName);
        _volume.Create(ParkingPlace.FileName, file, 0, count);
    }
}
