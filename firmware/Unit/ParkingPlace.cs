using System;
using Telltale.Journal;
using Telltale.Ports;
using Telltale.Sampling;

namespace Telltale.Unit;

/// <summary>
/// Where the vehicle was parked last, on the volume, for the receiver to start with. Written at the end of a trip, and crossed out in the next when the vehicle is no longer there,
/// so that a power cut on the road leaves no wrong place; each at most <see cref="WritesADay"/> times a day.
/// </summary>
public sealed class ParkingPlace
{
    /// <summary>The file's name.</summary>
    public const string FileName = "place";

    /// <summary>The file's length: version, whether there is a place, writes of the day, 0, day since 1970-01-01, latitude, longitude in 1e-7 degree, height in millimetres, CRC-32.</summary>
    public const int FileLength = 24;

    /// <summary>Places that are written a day; flash wears out.</summary>
    public const int WritesADay = 6;

    /// <summary>How far the vehicle is taken to be from the place at most, in millimetres: what has been driven since and not crossed out, pushed or towed.</summary>
    public const int AccuracyMillimetres = 10000000;

    /// <summary>There is a place.</summary>
    public bool IsKnown;

    /// <summary>Latitude in 1e-7 degree.</summary>
    public int LatitudeDegreesE7;

    /// <summary>Longitude in 1e-7 degree.</summary>
    public int LongitudeDegreesE7;

    /// <summary>Height above mean sea level in millimetres; 0 where it was not known.</summary>
    public int HeightMillimetres;

    /// <summary>Times that the file could not be written.</summary>
    public int Failures;

    private const int Version = 1;
    private const int MillisecondsPerDay = 86400000;

    // Degrees of latitude and longitude added up, without the cosine: too far rather than too near. About 5 km and 1 km.
    private const int LeftDegreesE7 = 450000;
    private const int SameDegreesE7 = 90000;

    private readonly IFileVolume _volume;
    private readonly byte[] _file = new byte[FileLength];
    private readonly Crc32 _checksum = new Crc32();
    private int _day;
    private int _writes;
    private bool _hasLast;
    private int _lastDay;
    private int _lastLatitude;
    private int _lastLongitude;
    private int _lastHeight;

    /// <summary>Makes it; nothing is read before <see cref="Load"/>.</summary>
    public ParkingPlace(IFileVolume volume)
    {
        _volume = volume;
    }

    /// <summary>Reads the file. One that is missing, torn or not understood holds no place.</summary>
    public void Load()
    {
        byte[] file = _file;
        if (_volume.Length(FileName) != FileLength || _volume.Read(FileName, 0, file, 0, FileLength) != FileLength
            || file[0] != Version || BitConverter.ToInt32(file, FileLength - 4) != _checksum.Compute(file, 0, FileLength - 4))
        {
            return;
        }

        IsKnown = file[1] != 0;
        _writes = file[2];
        _day = BitConverter.ToInt32(file, 4);
        LatitudeDegreesE7 = BitConverter.ToInt32(file, 8);
        LongitudeDegreesE7 = BitConverter.ToInt32(file, 12);
        HeightMillimetres = BitConverter.ToInt32(file, 16);
    }

    /// <summary>Follows the vehicle. Allocates nothing, and writes only where the vehicle has left the place.</summary>
    public void Follow(Sample sample)
    {
        if (!sample.IsDated || (sample.Fields & Gnss.FixFields.Position) == 0)
        {
            return;
        }

        _hasLast = true;
        _lastDay = (int)(sample.TimeUtcMilliseconds / MillisecondsPerDay);
        _lastLatitude = sample.LatitudeDegreesE7;
        _lastLongitude = sample.LongitudeDegreesE7;
        _lastHeight = (sample.Fields & Gnss.FixFields.Height) != 0 ? sample.HeightMillimetres : 0;
        if (IsKnown && IsFurther(LeftDegreesE7))
        {
            IsKnown = false;
            Write();
        }
    }

    /// <summary>The trip has ended: writes where, if that is news.</summary>
    public void Park()
    {
        if (!_hasLast || (IsKnown && !IsFurther(SameDegreesE7)))
        {
            return;
        }

        if (_day != _lastDay)
        {
            _day = _lastDay;
            _writes = 0;
        }

        if (_writes >= WritesADay)
        {
            return;
        }

        _writes++;
        IsKnown = true;
        LatitudeDegreesE7 = _lastLatitude;
        LongitudeDegreesE7 = _lastLongitude;
        HeightMillimetres = _lastHeight;
        Write();
    }

    private bool IsFurther(int degreesE7)
    {
        long latitude = (long)_lastLatitude - LatitudeDegreesE7;
        long longitude = (long)_lastLongitude - LongitudeDegreesE7;
        return (latitude < 0 ? -latitude : latitude) + (longitude < 0 ? -longitude : longitude) > degreesE7;
    }

    // A power cut between the two calls leaves no file: the receiver then starts without help.
    private void Write()
    {
        byte[] file = _file;
        file[0] = Version;
        file[1] = (byte)(IsKnown ? 1 : 0);
        file[2] = (byte)_writes;
        file[3] = 0;
        Put(4, _day);
        Put(8, LatitudeDegreesE7);
        Put(12, LongitudeDegreesE7);
        Put(16, HeightMillimetres);
        Put(20, _checksum.Compute(file, 0, FileLength - 4));
        if (_volume.Length(FileName) >= 0)
        {
            _volume.Delete(FileName);
        }

        if (!_volume.Create(FileName, file, 0, FileLength))
        {
            Failures++;
        }
    }

    private void Put(int position, int value)
    {
        _file[position] = (byte)value;
        _file[position + 1] = (byte)(value >> 8);
        _file[position + 2] = (byte)(value >> 16);
        _file[position + 3] = (byte)(value >> 24);
    }
}
