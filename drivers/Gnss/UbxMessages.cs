using System;

namespace Telltale.Gnss;

/// <summary>
/// What the messages of u-blox's binary protocol say (receivers M8 to M10, interface descriptions UBX-13003221 and UBX-21035062): NAV-PVT, NAV-DOP, NAV-SAT, NAV-STATUS for the fix, ACK and
/// MON-VER for who brings the receiver up. Numbers are little-endian, as the chip reads them.
/// </summary>
internal sealed class UbxMessages
{
    /// <summary>Who wants to hear what the receiver says of itself; null as a rule.</summary>
    public IReceiverListener ReceiverListener;

    // Class in bits 0 to 7, id in bits 8 to 15, as they lie in a message.
    private const int NavStatus = 0x01 | (0x03 << 8);
    private const int NavDop = 0x01 | (0x04 << 8);
    private const int NavPvt = 0x01 | (0x07 << 8);
    private const int NavSat = 0x01 | (0x35 << 8);
    private const int AckNak = 0x05;
    private const int AckAck = 0x05 | (0x01 << 8);
    private const int MonVer = 0x0A | (0x04 << 8);

    private const int Payload = 6;
    private const int PvtLength = 92;

    // validDate and fullyResolved: before the receiver knows the leap seconds its UTC is some seconds off.
    private const int ValidDateAndResolved = 1 | 4;
    private const int FixOk = 1 << 8;
    private const int Differential = 1 << 9;
    private const int FullCircleHundredths = 36000;
    private const int MillisecondsPerDay = 86400000;
    private const int NoDilution = 9900;
    private const long EvenBytes = 0x00FF00FF00FF00FF;

    private readonly byte[] _buffer;
    private readonly EpochAssembler _epoch;
    private readonly GnssCounters _counters;
    private readonly ReceiverStatus _status;

    // Year, month and day as they lay in the last message, and the day they are.
    private int _dateBytes;
    private int _dateDays = -1;

    /// <summary>Makes a reader of messages.</summary>
    /// <param name="buffer">Where the messages are; eight bytes behind the last can be read.</param>
    /// <param name="epoch">What puts them together.</param>
    /// <param name="counters">What is counted.</param>
    /// <param name="status">What NAV-STATUS fills.</param>
    public UbxMessages(byte[] buffer, EpochAssembler epoch, GnssCounters counters, ReceiverStatus status)
    {
        _buffer = buffer;
        _epoch = epoch;
        _counters = counters;
        _status = status;
    }

    /// <summary>Reads one message, from its first synchronisation character to the last byte of its checksum.</summary>
    /// <returns>False when the checksum is wrong.</returns>
    public bool Message(int start, int length, long uptimeMilliseconds)
    {
        int end = start + length - 2;
        if (Checksum(start + 2, end) != (BitConverter.ToInt16(_buffer, end) & 0xFFFF))
        {
            return false;
        }

        _counters.UbxMessages++;
        int payload = start + Payload;
        int count = length - 8;
        switch (BitConverter.ToInt16(_buffer, start + 2) & 0xFFFF)
        {
            case NavPvt:
                // Later protocol versions may append to a message, never insert.
                if (count >= PvtLength)
                {
                    Pvt(payload, uptimeMilliseconds);
                    return true;
                }

                break;
            case NavDop:
                if (count >= 18)
                {
                    Dop(payload, uptimeMilliseconds);
                    return true;
                }

                break;
            case NavSat:
                if (count >= 8 && count >= 8 + (_buffer[payload + 5] * 12))
                {
                    Sat(payload);
                    return true;
                }

                break;
            case NavStatus:
                if (count >= 16)
                {
                    int timeToFirstFix = BitConverter.ToInt32(_buffer, payload + 8);
                    _status.TimeToFirstFixMilliseconds = timeToFirstFix > 0 ? timeToFirstFix : -1;
                    _status.SpoofingDetection = (_buffer[payload + 7] >> 3) & 3;
                    return true;
                }

                break;
            case AckAck:
            case AckNak:
                if (count >= 2 && ReceiverListener != null)
                {
                    ReceiverListener.OnAcknowledgement(_buffer[payload], _buffer[payload + 1], _buffer[start + 3] != 0);
                    return true;
                }

                break;
            case MonVer:
                if (count >= 40 && ReceiverListener != null)
                {
                    ReceiverListener.OnVersion(_buffer, payload, count);
                    return true;
                }

                break;
        }

        _counters.Skipped++;
        return true;
    }

    // iTOW, year, month, day, hour, minute, second, valid, tAcc, nano, fixType, flags, flags2, numSV, lon, lat, height, hMSL, hAcc, vAcc, velN, velE, velD,
    // gSpeed, headMot, sAcc, headAcc, pDOP, flags3, …
    private void Pvt(int payload, long uptimeMilliseconds)
    {
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;

        // year, month, day, hour, minute, second, valid at 4 to 11.
        long time = BitConverter.ToInt64(buffer, payload + 4);
        int valid = (int)(time >> 56) & 0xFF;
        int timeOfDay = -1;
        int day = -1;
        if ((valid & 2) != 0)
        {
            int nanoseconds = BitConverter.ToInt32(buffer, payload + 16);
            int seconds = (((((int)(time >> 32) & 0xFF) * 60) + ((int)(time >> 40) & 0xFF)) * 60) + ((int)(time >> 48) & 0xFF);

            // The second is rounded, and the nanoseconds say by how much, up or down.
            timeOfDay = (seconds * 1000) + (nanoseconds < 0 ? -((500000 - nanoseconds) / 1000000) : (nanoseconds + 500000) / 1000000);
            if ((valid & ValidDateAndResolved) == ValidDateAndResolved)
            {
                int date = (int)time;
                if (date != _dateBytes)
                {
                    _dateBytes = date;
                    _dateDays = CalendarDate.Days(date & 0xFFFF, (date >> 16) & 0xFF, (date >> 24) & 0xFF);
                }

                day = _dateDays;
                if (timeOfDay < 0)
                {
                    timeOfDay += MillisecondsPerDay;
                    day--;
                }
            }
        }

        int solution = BitConverter.ToInt32(buffer, payload + 20);
        epoch.PlaceUbx(EpochAssembler.Pvt, BitConverter.ToInt32(buffer, payload), timeOfDay, uptimeMilliseconds);
        if (day >= 0)
        {
            epoch.Day = day;
        }

        // flags3 bit 0, invalidLlh, since protocol version 18.
        int fixType = solution & 0xFF;
        if ((solution & FixOk) == 0 || fixType < 1 || fixType > 4 || (buffer[payload + 78] & 1) != 0)
        {
            epoch.Void = true;
        }
        else
        {
            epoch.Valid = true;
            Position(payload, solution, fixType);
        }

        epoch.Fix.SatellitesUsed = (solution >> 24) & 0xFF;
        epoch.Fields |= (int)FixFields.SatellitesUsed;
        epoch.Contributed(EpochAssembler.Pvt);
    }

    // As exact as the receiver knows it: takes the place of what sentences of the same epoch said.
    private void Position(int payload, int solution, int fixType)
    {
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        Fix fix = epoch.Fix;
        fix.LongitudeDegreesE7 = BitConverter.ToInt32(buffer, payload + 24);
        fix.LatitudeDegreesE7 = BitConverter.ToInt32(buffer, payload + 28);
        int fields = epoch.Fields | (int)(FixFields.Position | FixFields.Speed | FixFields.HorizontalAccuracy);
        fix.HorizontalAccuracyMillimetres = BitConverter.ToInt32(buffer, payload + 40);
        if (fixType == 2)
        {
            epoch.GsaMode = 2;
        }
        else
        {
            epoch.GsaMode = 3;
            fix.HeightMillimetres = BitConverter.ToInt32(buffer, payload + 36);
            fix.VerticalAccuracyMillimetres = BitConverter.ToInt32(buffer, payload + 44);
            fields |= (int)(FixFields.Height | FixFields.VerticalAccuracy);
        }

        fix.SpeedMillimetresPerSecond = BitConverter.ToInt32(buffer, payload + 60);

        // 1e-5 degree; 360 stands for 0 in some firmware.
        int course = BitConverter.ToInt32(buffer, payload + 64);
        if (course >= 0)
        {
            course = (course + 500) / 1000;
            fix.CourseHundredthsDegree = course >= FullCircleHundredths ? 0 : course;
            fields |= (int)FixFields.Course;
        }

        int dilution = BitConverter.ToInt16(buffer, payload + 76) & 0xFFFF;
        if (dilution > 0 && dilution < NoDilution)
        {
            fix.PositionDilutionHundredths = dilution;
            fields |= (int)FixFields.PositionDilution;
        }

        epoch.Fields = fields;
        epoch.Talker = EpochAssembler.TalkerUbx;
        if (fixType == 1)
        {
            epoch.DeadReckoning = true;
        }

        int carrier = (solution >> 14) & 3;
        int quality = carrier == 2 ? EpochAssembler.QualityFixed
            : carrier == 1 ? EpochAssembler.QualityFloat
            : (solution & Differential) != 0 ? EpochAssembler.QualityDifferential
            : EpochAssembler.QualityAutonomous;
        if (quality > epoch.Quality)
        {
            epoch.Quality = quality;
        }
    }

    // iTOW, gDOP, pDOP, tDOP, vDOP, hDOP, nDOP, eDOP
    private void Dop(int payload, long uptimeMilliseconds)
    {
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        epoch.PlaceUbx(EpochAssembler.Dop, BitConverter.ToInt32(buffer, payload), -1, uptimeMilliseconds);
        Fix fix = epoch.Fix;
        long dilutions = BitConverter.ToInt64(buffer, payload + 6);
        int position = (int)dilutions & 0xFFFF;
        int vertical = (int)(dilutions >> 32) & 0xFFFF;
        int horizontal = (int)(dilutions >> 48) & 0xFFFF;
        int fields = epoch.Fields;
        if (position > 0 && position < NoDilution)
        {
            fix.PositionDilutionHundredths = position;
            fields |= (int)FixFields.PositionDilution;
        }

        if (vertical > 0 && vertical < NoDilution)
        {
            fix.VerticalDilutionHundredths = vertical;
            fields |= (int)FixFields.VerticalDilution;
        }

        if (horizontal > 0 && horizontal < NoDilution)
        {
            fix.HorizontalDilutionHundredths = horizontal;
            fields |= (int)FixFields.HorizontalDilution;
        }

        epoch.Fields = fields;
        epoch.Contributed(EpochAssembler.Dop);
    }

    // iTOW, version, numSvs, reserved, and for each satellite gnssId, svId, cno, elev, azim, prRes, flags (bit 3: used)
    private void Sat(int payload)
    {
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        int end = payload + 8 + (buffer[payload + 5] * 12);
        epoch.ClearSatellites();
        for (int i = payload + 8; i < end; i += 12)
        {
            epoch.Satellite(buffer[i], (buffer[i + 8] >> 3) & 1);
        }

        epoch.TakeSatellites();
    }

    /// <summary>
    /// The 8-bit Fletcher checksum (RFC 1145) that UBX uses, over bytes from <paramref name="start"/> to before <paramref name="end"/>: first sum in bits 0 to 7, second in bits 8 to 15.
    /// </summary>
    /// <remarks>
    /// Eight bytes at a time, as four sums of 16 bits for the even bytes and four for the odd. The second sum weighs a byte by how many come after it, itself included: by whole words that is
    /// a sum of the sums so far, and within the last word by its place.
    /// </remarks>
    private int Checksum(int start, int end)
    {
        byte[] buffer = _buffer;
        long even = 0;
        long odd = 0;
        long evens = 0;
        long odds = 0;
        int i = start;
        int last = end - 8;
        while (i <= last)
        {
            long word = BitConverter.ToInt64(buffer, i);
            evens += even;
            odds += odd;
            even += word & EvenBytes;
            odd += (word >> 8) & EvenBytes;
            i += 8;
            if (((i - start) & 0x7F) == 0)
            {
                // Modulo 256, before a sum of sixteen words outgrows its 16 bits.
                even &= EvenBytes;
                odd &= EvenBytes;
                evens &= EvenBytes;
                odds &= EvenBytes;
            }
        }

        // Bytes 0, 2, 4, 6 of every word weigh 8, 6, 4, 2 on top of the words after it, and 1, 3, 5, 7 weigh 7, 5, 3, 1.
        even &= EvenBytes;
        odd &= EvenBytes;
        int sum = Sum(even) + Sum(odd);
        int weighted = (8 * (Sum(evens & EvenBytes) + Sum(odds & EvenBytes)))
            + (8 * (int)(even & 0xFFFF)) + (6 * (int)((even >> 16) & 0xFFFF)) + (4 * (int)((even >> 32) & 0xFFFF)) + (2 * (int)(even >> 48))
            + (7 * (int)(odd & 0xFFFF)) + (5 * (int)((odd >> 16) & 0xFFFF)) + (3 * (int)((odd >> 32) & 0xFFFF)) + (int)(odd >> 48);
        while (i < end)
        {
            sum += buffer[i];
            weighted += sum;
            i++;
        }

        return (sum & 0xFF) | ((weighted & 0xFF) << 8);
    }

    private static int Sum(long sums)
    {
        sums += sums >> 32;
        return (int)(sums + (sums >> 16)) & 0xFFFF;
    }
}
