using System;

namespace Telltale.Sampling;

/// <content>What counts on over restarts.</content>
public sealed partial class VehicleContext
{
    /// <summary>How many bytes <see cref="Save"/> writes; README.md has the layout.</summary>
    public const int SavedLength = 32;

    private const int SavedVersion = 1;
    private const int InTripFlag = 1;
    private const int PlaceFlag = 2;
    private const int ResumedCheckMilliseconds = 1000;
    private const int ChecksumPosition = SavedLength - 2;

    // UTC of the newest sample of the start-up before, where a trip is gone on with; 0 where there is nothing to check.
    private long _resumedUtc;

    /// <summary>Writes what has to survive a restart. In private mode the place where the vehicle is parked is left out.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="offset">The first of <see cref="SavedLength"/> bytes.</param>
    public void Save(byte[] buffer, int offset)
    {
        bool hasPlace = !IsPrivate && (_isParked ? _tow.HasPlace : Odometer.HasPlace);
        buffer[offset] = SavedVersion;
        buffer[offset + 1] = (byte)((IsInTrip ? InTripFlag : 0) | (hasPlace ? PlaceFlag : 0));
        Put(buffer, offset + 2, TripNumber);
        Put(buffer, offset + 6, Odometer.Metres);
        int millimetres = Odometer.HalfMicrometres / (Odometer.HalfMicrometresPerMetre / 1000);
        buffer[offset + 10] = (byte)millimetres;
        buffer[offset + 11] = (byte)(millimetres >> 8);
        Put(buffer, offset + 12, EngineSeconds);
        Put(buffer, offset + 16, IdlingSeconds);
        Put(buffer, offset + 20, !hasPlace ? 0 : _isParked ? _tow.LatitudeDegreesE7 : Odometer.LatitudeDegreesE7);
        Put(buffer, offset + 24, !hasPlace ? 0 : _isParked ? _tow.LongitudeDegreesE7 : Odometer.LongitudeDegreesE7);
        buffer[offset + 28] = 0;
        buffer[offset + 29] = 0;
        int checksum = Checksum(buffer, offset);
        buffer[offset + ChecksumPosition] = (byte)checksum;
        buffer[offset + ChecksumPosition + 1] = (byte)(checksum >> 8);
    }

    /// <summary>Takes up what was saved, before the first step.</summary>
    /// <param name="buffer">Where from.</param>
    /// <param name="offset">The first of <see cref="SavedLength"/> bytes.</param>
    /// <returns>False where the bytes are not what <see cref="Save"/> writes: nothing is taken.</returns>
    public bool Restore(byte[] buffer, int offset)
    {
        if (offset < 0 || buffer.Length - offset < SavedLength || buffer[offset] != SavedVersion)
        {
            return false;
        }

        int checksum = Checksum(buffer, offset);
        if (buffer[offset + ChecksumPosition] != (checksum & 0xFF) || buffer[offset + ChecksumPosition + 1] != checksum >> 8)
        {
            return false;
        }

        int trip = BitConverter.ToInt32(buffer, offset + 2);
        int metres = BitConverter.ToInt32(buffer, offset + 6);
        int millimetres = buffer[offset + 10] | (buffer[offset + 11] << 8);
        int engine = BitConverter.ToInt32(buffer, offset + 12);
        int idling = BitConverter.ToInt32(buffer, offset + 16);
        if (trip < 0 || metres < 0 || millimetres > 999 || engine < 0 || idling < 0)
        {
            return false;
        }

        TripNumber = trip;
        IsInTrip = (buffer[offset + 1] & InTripFlag) != 0;
        Odometer.Metres = metres;
        Odometer.HalfMicrometres = millimetres * (Odometer.HalfMicrometresPerMetre / 1000);
        EngineSeconds = engine;
        IdlingSeconds = idling;
        if ((buffer[offset + 1] & PlaceFlag) != 0)
        {
            _tow.Place(BitConverter.ToInt32(buffer, offset + 20), BitConverter.ToInt32(buffer, offset + 24));
        }

        return true;
    }

    /// <summary>Raises everything to what the newest sample of the journal says, after <see cref="Restore"/> and before the first step. What is lower there stays.</summary>
    public void TakeOver(Sample newest)
    {
        bool isNewer = newest.TripNumber > TripNumber
            || (newest.TripNumber == TripNumber && (newest.DistanceMetres > Odometer.Metres || newest.EngineSeconds > EngineSeconds));
        if (newest.DistanceMetres > Odometer.Metres)
        {
            Odometer.Metres = newest.DistanceMetres;
            Odometer.HalfMicrometres = 0;
        }

        EngineSeconds = newest.EngineSeconds > EngineSeconds ? newest.EngineSeconds : EngineSeconds;
        IdlingSeconds = newest.IdlingSeconds > IdlingSeconds ? newest.IdlingSeconds : IdlingSeconds;
        if (isNewer)
        {
            TripNumber = newest.TripNumber > TripNumber ? newest.TripNumber : TripNumber;
            IsInTrip = newest.TripNumber > 0 && (newest.Activity == UnitActivity.Driving || newest.Activity == UnitActivity.Idling);
        }

        _resumedUtc = IsInTrip && newest.IsDated ? newest.TimeUtcMilliseconds : 0;
    }

    private static void Put(byte[] buffer, int position, int value)
    {
        buffer[position] = (byte)value;
        buffer[position + 1] = (byte)(value >> 8);
        buffer[position + 2] = (byte)(value >> 16);
        buffer[position + 3] = (byte)(value >> 24);
    }

    // CRC-16/CCITT-FALSE: polynomial 0x1021, begun with 0xFFFF.
    private static int Checksum(byte[] buffer, int offset)
    {
        int checksum = 0xFFFF;
        for (int index = 0; index < ChecksumPosition; index++)
        {
            checksum ^= buffer[offset + index] << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                checksum = (checksum & 0x8000) != 0 ? ((checksum << 1) ^ 0x1021) & 0xFFFF : (checksum << 1) & 0xFFFF;
            }
        }

        return checksum;
    }

    // Once the clock is set it tells when the unit started up.
    private long CheckResumed(long uptime)
    {
        if (_resumedUtc == 0)
        {
            return long.MaxValue;
        }

        if (!_clock.IsSet)
        {
            return uptime + ResumedCheckMilliseconds;
        }

        bool isOther = IsInTrip && _clock.UtcAt(0) - _resumedUtc > _settings.RestartGapMilliseconds;
        _resumedUtc = 0;
        if (isOther)
        {
            BeginTrip();
        }

        return long.MaxValue;
    }
}
