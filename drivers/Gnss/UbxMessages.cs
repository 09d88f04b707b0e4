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

    private const int FullCircleHundredths = 36000;

    // In the flags of NAV-PVT, as they lie behind the second and the type of the fix. Before the leap seconds are known (fullyResolved) UTC is some seconds off.
    private const int ValidTime = 2 << 24;
    private const int ValidDateAndResolved = (1 | 4) << 24;
    private const int FixOk = 1 << 8;
    private const int Differential = 1 << 9;
    private const int CarrierFloat = 1 << 14;
    private const int CarrierFixed = 1 << 15;
    private const int InvalidPosition = 1 << 16;
    private const int Always = (int)(FixFields.Position | FixFields.Speed | FixFields.HorizontalAccuracy | FixFields.SatellitesUsed);
    private const int MillisecondsPerDay = 86400000;
    private const int NoDilution = 9900;
    private const int TwelveWords = 96;
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
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length, frame included.</param>
    /// <param name="type">Its class in bits 0 to 7, its id in bits 8 to 15.</param>
    /// <param name="uptimeMilliseconds">When its first byte came.</param>
    /// <returns>False when the checksum is wrong.</returns>
    public bool Message(int start, int length, int type, long uptimeMilliseconds)
    {
        int end = start + length - 2;
        if (Checksum(start + 2, end) != (_buffer[end] | (_buffer[end + 1] << 8)))
        {
            return false;
        }

        _counters.UbxMessages++;
        int payload = start + Payload;
        int count = length - 8;
        switch (type)
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
    // gSpeed, headMot, sAcc, headAcc, pDOP, flags3, … Two fields are fetched at a time.
    private void Pvt(int payload, long uptimeMilliseconds)
    {
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        Fix fix = epoch.Fix;
        int timeOfWeek = BitConverter.ToInt32(buffer, payload);
        long clock = BitConverter.ToInt64(buffer, payload + 4);
        long solution = BitConverter.ToInt64(buffer, payload + 16);
        int timeOfDay = -1;
        int day = -1;
        int high = (int)(clock >> 32);
        if ((high & ValidTime) != 0)
        {
            // The second is rounded, and the nanoseconds say by how much, up or down.
            int nanoseconds = (int)solution;
            timeOfDay = (((((high & 0xFF) * 60) + ((high >> 8) & 0xFF)) * 60) + ((high >> 16) & 0xFF)) * 1000;
            timeOfDay += nanoseconds < 0 ? (nanoseconds - 500000) / 1000000 : (nanoseconds + 500000) / 1000000;
            if ((high & ValidDateAndResolved) == ValidDateAndResolved)
            {
                int date = (int)clock;
                if (date != _dateBytes)
                {
                    _dateBytes = date;
                    _dateDays = CalendarDate.Days(date & 0xFFFF, (date >> 16) & 0xFF, (date >> 24) & 0xFF);
                }

                day = _dateDays;
            }

            if (timeOfDay < 0)
            {
                timeOfDay += MillisecondsPerDay;
                day--;
            }
        }

        bool isAlone = day >= 0 && epoch.IsAlone(timeOfWeek);
        if (!isAlone)
        {
            epoch.PlaceUbx(EpochAssembler.Pvt, timeOfWeek, timeOfDay, uptimeMilliseconds);
        }

        int flags = (int)(solution >> 32);
        int fixType = flags & 0xFF;
        int rest = BitConverter.ToInt32(buffer, payload + 76);
        int fields = (int)FixFields.SatellitesUsed;
        int mode = (int)FixMode.None;
        fix.SatellitesUsed = (flags >> 24) & 0xFF;

        // Type 5 is of a receiver in timing mode, whose position is a surveyed one. flags3 bit 0, invalidLlh, since protocol version 18.
        if ((flags & FixOk) != 0 && fixType >= 1 && fixType <= 5 && (rest & InvalidPosition) == 0)
        {
            long pair = BitConverter.ToInt64(buffer, payload + 24);
            fix.LongitudeDegreesE7 = (int)pair;
            fix.LatitudeDegreesE7 = (int)(pair >> 32);
            pair = BitConverter.ToInt64(buffer, payload + 40);
            fix.HorizontalAccuracyMillimetres = (int)pair;
            fields = Always;
            if (fixType == 2)
            {
                mode = (int)FixMode.TwoDimensional;
            }
            else
            {
                fix.VerticalAccuracyMillimetres = (int)(pair >> 32);
                fix.HeightMillimetres = BitConverter.ToInt32(buffer, payload + 36);
                fields = Always | (int)(FixFields.Height | FixFields.VerticalAccuracy);
                mode = fixType == 1 ? (int)FixMode.DeadReckoning
                    : (flags & CarrierFixed) != 0 ? (int)FixMode.RealTimeKinematicFixed
                    : (flags & CarrierFloat) != 0 ? (int)FixMode.RealTimeKinematicFloat
                    : (flags & Differential) != 0 ? (int)FixMode.Differential
                    : (int)FixMode.ThreeDimensional;
            }

            pair = BitConverter.ToInt64(buffer, payload + 60);
            fix.SpeedMillimetresPerSecond = (int)pair;

            // 1e-5 degree; 360 stands for 0 in some firmware.
            int course = (int)(pair >> 32);
            if (course >= 0)
            {
                course = (course + 500) / 1000;
                fix.CourseHundredthsDegree = course >= FullCircleHundredths ? 0 : course;
                fields |= (int)FixFields.Course;
            }

            int dilution = rest & 0xFFFF;
            if (dilution > 0 && dilution < NoDilution)
            {
                fix.PositionDilutionHundredths = dilution;
                fields |= (int)FixFields.PositionDilution;
            }
        }

        if (isAlone)
        {
            epoch.HandOver(timeOfWeek, timeOfDay, day, fields, mode, uptimeMilliseconds);
        }
        else
        {
            epoch.TakePvt(day, fields, mode);
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
        long sums = 0;
        int i = start;
        int last = end - 8;
        while (i <= last)
        {
            // Modulo 256 after twelve words, before a sum of sums outgrows its 16 bits.
            even &= EvenBytes;
            odd &= EvenBytes;
            sums &= EvenBytes;
            int stop = i + TwelveWords;
            if (stop > end)
            {
                stop = end;
            }

            stop -= 16;
            while (i <= stop)
            {
                long word = BitConverter.ToInt64(buffer, i);
                sums += even + odd;
                even += word & EvenBytes;
                odd += (word >> 8) & EvenBytes;
                word = BitConverter.ToInt64(buffer, i + 8);
                sums += even + odd;
                even += word & EvenBytes;
                odd += (word >> 8) & EvenBytes;
                i += 16;
            }

            if (i <= stop + 8)
            {
                long word = BitConverter.ToInt64(buffer, i);
                sums += even + odd;
                even += word & EvenBytes;
                odd += (word >> 8) & EvenBytes;
                i += 8;
            }
        }

        even &= EvenBytes;
        odd &= EvenBytes;

        // Bytes 0, 2, 4, 6 of every word weigh 8, 6, 4, 2 on top of the words after it, and 1, 3, 5, 7 weigh 7, 5, 3, 1.
        int sum = Sum(even + odd);
        int weighted = (8 * Sum(sums & EvenBytes))
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
