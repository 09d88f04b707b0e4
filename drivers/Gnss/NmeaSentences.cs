using System;

namespace Telltale.Gnss;

/// <summary>
/// What the sentences of NMEA 0183 (2.x to 4.11) say, put together by an <see cref="EpochAssembler"/>: RMC, GGA, GNS, GLL, VTG, GSA, GSV, GST and ZDA of any
/// GNSS talker. A sentence that can add nothing is passed over unread.
/// </summary>
internal sealed class NmeaSentences : NmeaFields
{
    /// <summary>Length of the shortest sentence, from '$' to the last digit of the checksum.</summary>
    public const int ShortestSentence = 10;

    /// <summary>Who wants the sentences in which a receiver speaks of itself; null as a rule.</summary>
    public IReceiverListener ReceiverListener;

    /// <summary>When the first byte of the line came that is being read.</summary>
    public long LineUptimeMilliseconds;

    private const int TalkerGn = 'G' | ('N' << 8);
    private const int TalkerGp = 'G' | ('P' << 8);
    private const int TalkerGl = 'G' | ('L' << 8);
    private const int TalkerGa = 'G' | ('A' << 8);
    private const int TalkerGb = 'G' | ('B' << 8);
    private const int TalkerBd = 'B' | ('D' << 8);
    private const int TalkerGq = 'G' | ('Q' << 8);
    private const int TalkerQz = 'Q' | ('Z' << 8);
    private const int TalkerGi = 'G' | ('I' << 8);

    // Three letters of the address, first in the lowest byte.
    private const int FormatterRmc = 'R' | ('M' << 8) | ('C' << 16);
    private const int FormatterGga = 'G' | ('G' << 8) | ('A' << 16);
    private const int FormatterGns = 'G' | ('N' << 8) | ('S' << 16);
    private const int FormatterGll = 'G' | ('L' << 8) | ('L' << 16);
    private const int FormatterVtg = 'V' | ('T' << 8) | ('G' << 16);
    private const int FormatterZda = 'Z' | ('D' << 8) | ('A' << 16);
    private const int FormatterGsa = 'G' | ('S' << 8) | ('A' << 16);
    private const int FormatterGsv = 'G' | ('S' << 8) | ('V' << 16);
    private const int FormatterGst = 'G' | ('S' << 8) | ('T' << 16);
    private const int FormatterGrs = 'G' | ('R' << 8) | ('S' << 16);
    private const int FormatterGbs = 'G' | ('B' << 8) | ('S' << 16);
    private const int FormatterTxt = 'T' | ('X' << 8) | ('T' << 16);
    private const int FormatterDtm = 'D' | ('T' << 8) | ('M' << 16);
    private const int FormatterHdt = 'H' | ('D' << 8) | ('T' << 16);
    private const int FormatterThs = 'T' | ('H' << 8) | ('S' << 16);

    private const int PositionField = (int)FixFields.Position;
    private const int QualityDeadReckoning = 5;
    private const int MaximumKnotsE3 = 2000000;
    private const int FullCircleHundredths = 36000;
    private const int NoDilution = 9900;
    private const int MaximumErrorMillimetres = 10000000;

    // A sentence that is passed over is searched for another one only when it is longer than the standard allows.
    private const int LongestUnsearched = 80;

    private readonly object _dollar = (byte)Dollar;
    private readonly object _synchronisation = (byte)0xB5;
    private readonly EpochAssembler _epoch;
    private readonly GnssCounters _counters;

    // Two digits for each value of a byte, the first in the lowest byte.
    private readonly int[] _hexadecimal = new int[256];
    private int _gsaConstellation;

    // The fields of satellites and dilution, commas included, as they lay in the last GGA, and their values. A mask of 0 is equal to nothing.
    private long _qualityMask;
    private long _qualityBytes = -1;
    private int _qualityLength;
    private int _satellites;
    private int _dilution;

    /// <summary>Makes a reader of sentences.</summary>
    /// <param name="buffer">Where the sentences are; eight bytes behind the last can be read.</param>
    /// <param name="epoch">What puts them together.</param>
    /// <param name="counters">What is counted.</param>
    public NmeaSentences(byte[] buffer, EpochAssembler epoch, GnssCounters counters)
        : base(buffer)
    {
        _epoch = epoch;
        _counters = counters;
        for (int i = 0; i < 256; i++)
        {
            _hexadecimal[i] = Hexadecimal(i >> 4) | (Hexadecimal(i & 15) << 8);
        }
    }

    /// <summary>Reads one sentence, from its '$' to behind the last digit of its checksum.</summary>
    /// <returns>False when the checksum is wrong, or when the bytes cannot be one sentence.</returns>
    public bool Sentence(int start, int end)
    {
        long address = BitConverter.ToInt64(Buffer, start);
        int low = (int)address;
        int high = (int)(address >> 32);
        int talker = (low >> 8) & 0xFFFF;
        if ((high & 0xFF0000) != (Comma << 16) || (talker != TalkerGn && talker != TalkerGp && !IsTalker(talker)))
        {
            return Unknown(address, start, end);
        }

        EpochAssembler epoch = _epoch;
        int kind;
        switch (((low >> 24) & 0xFF) | ((high << 8) & 0xFFFF00))
        {
            case FormatterRmc:
                return Checksum(address, start, end) && Rmc(start + 7, talker);
            case FormatterGga:
                return Checksum(address, start, end) && Gga(start + 7, end, talker, EpochAssembler.Gga);
            case FormatterGsa:
                if (epoch.GsaMode != 3 || epoch.WantsSatellites || epoch.Idle)
                {
                    return Checksum(address, start, end) && Gsa(start + 7, talker);
                }

                kind = EpochAssembler.Gsa;
                break;
            case FormatterVtg:
                if ((epoch.Fields & (int)FixFields.Speed) == 0 || epoch.Idle)
                {
                    return Checksum(address, start, end) && Vtg(start + 7, talker);
                }

                kind = EpochAssembler.Vtg;
                break;
            case FormatterGll:
                // A second one before the next epoch is itself the next epoch.
                if ((epoch.Seen & (1 << EpochAssembler.Gll)) != 0 || (epoch.Open ? (epoch.Fields & PositionField) == 0 : !epoch.GllTrails || epoch.Idle))
                {
                    return Checksum(address, start, end) && Gll(start + 7, talker);
                }

                epoch.Seen |= 1 << EpochAssembler.Gll;
                kind = EpochAssembler.Gll;
                break;
            case FormatterGns:
                return Checksum(address, start, end) && Gga(start + 7, end, talker, EpochAssembler.Gns);
            case FormatterZda:
                if (epoch.Day < 0 || epoch.Idle)
                {
                    return Checksum(address, start, end) && Zda(start + 7, talker);
                }

                kind = EpochAssembler.Zda;
                break;
            case FormatterGsv:
                // Only the first of a group is read: each says how many satellites the group is about.
                if (epoch.WantsSatellites && Buffer[start + 9] == '1' && Buffer[start + 8] == Comma)
                {
                    return Checksum(address, start, end) && Gsv(start + 11, talker);
                }

                kind = -1;
                break;
            case FormatterGst:
                if ((epoch.Fields & (int)FixFields.HorizontalAccuracy) == 0 || epoch.Idle)
                {
                    return Checksum(address, start, end) && Gst(start + 7, talker);
                }

                kind = EpochAssembler.Gst;
                break;
            case FormatterTxt:
                if (ReceiverListener != null)
                {
                    return Checksum(address, start, end) && Tell(start, end);
                }

                kind = -1;
                break;
            default:
                if (!IsWithoutUse(((low >> 24) & 0xFF) | ((high << 8) & 0xFFFF00)))
                {
                    return Unknown(address, start, end);
                }

                kind = -1;
                break;
        }

        if (end - start > LongestUnsearched && IsJoined(start, end))
        {
            return false;
        }

        _counters.Skipped++;
        if (kind >= 0)
        {
            epoch.Passed(kind);
        }

        return true;
    }

    private static bool IsTalker(int talker)
    {
        switch (talker)
        {
            case TalkerGl:
            case TalkerGa:
            case TalkerGb:
            case TalkerBd:
            case TalkerGq:
            case TalkerQz:
            case TalkerGi:
                return true;
            default:
                return false;
        }
    }

    // Sentences of GNSS receivers that no fix is made of.
    private static bool IsWithoutUse(int formatter)
    {
        switch (formatter)
        {
            case FormatterGrs:
            case FormatterGbs:
            case FormatterDtm:
            case FormatterHdt:
            case FormatterThs:
                return true;
            default:
                return false;
        }
    }

    private bool Unknown(long address, int start, int end)
    {
        if (ReceiverListener != null && (address & 0xFF00) == ('P' << 8))
        {
            return Checksum(address, start, end) && Tell(start, end);
        }

        // An address that is not known may be one that was damaged.
        if (IsJoined(start, end))
        {
            return false;
        }

        _counters.UnknownSentences++;
        return true;
    }

    private bool Tell(int start, int end)
    {
        _counters.Sentences++;
        ReceiverListener.OnSentence(Buffer, start, end - 3 - start);
        return true;
    }

    // A sentence that is not read has no checksum to tell that its end was lost and the beginning of something else hangs on to it.
    private bool IsJoined(int start, int end)
    {
        return Array.IndexOf(Buffer, _dollar, start + 1, end - start - 1) >= 0 || Array.IndexOf(Buffer, _synchronisation, start + 1, end - start - 1) >= 0;
    }

    // The exclusive or of everything between '$' and '*'. The first eight bytes have been read already.
    private bool Checksum(long address, int start, int end)
    {
        byte[] buffer = Buffer;
        int i = start + 8;
        int star = end - 3;
        long sum = address ^ Dollar;
        if (i > star)
        {
            // The shortest possible sentence: '$', five letters, ',' and the '*' itself was read.
            sum ^= (long)Star << 56;
        }

        while (star - i >= 32)
        {
            sum ^= BitConverter.ToInt64(buffer, i) ^ BitConverter.ToInt64(buffer, i + 8) ^ BitConverter.ToInt64(buffer, i + 16) ^ BitConverter.ToInt64(buffer, i + 24);
            i += 32;
        }

        while (star - i >= 8)
        {
            sum ^= BitConverter.ToInt64(buffer, i);
            i += 8;
        }

        int rest = star - i;
        if (rest > 0)
        {
            sum ^= BitConverter.ToInt64(buffer, i) << ((8 - rest) << 3);
        }

        int folded = (int)sum ^ (int)(sum >> 32);
        folded ^= folded >> 16;
        folded = (folded ^ (folded >> 8)) & 0xFF;

        // Compared as characters, so that nothing but two hexadecimal digits can be right.
        int stated = buffer[end - 2] | (buffer[end - 1] << 8);
        int expected = _hexadecimal[folded];
        return stated == expected || IsLowerCase(stated, expected);
    }

    private static int Hexadecimal(int digit)
    {
        return digit + (digit > 9 ? 'A' - 10 : '0');
    }

    private static bool IsLowerCase(int stated, int expected)
    {
        int first = stated & 0xFF;
        int second = stated >> 8;
        int high = expected & 0xFF;
        int low = expected >> 8;
        return (first == high || (high >= 'A' && first == high + 32)) && (second == low || (low >= 'A' && second == low + 32));
    }

    // time, status, latitude, N/S, longitude, E/W, knots, course, ddmmyy, variation, E/W [, mode [, navigational status]]
    private bool Rmc(int i, int talker)
    {
        byte[] buffer = Buffer;
        EpochAssembler epoch = _epoch;
        Broken = false;
        int time = Time(i);
        i = Next;
        int status = buffer[i];
        bool valid = status == 'A' && buffer[i + 1] == Comma;
        bool position = false;
        int speed = Absent;
        int course = Absent;
        if (valid)
        {
            position = Position(i + 2);
            speed = Number(Next, 3);
            course = Number(Next, 2);
        }
        else
        {
            Skip(i, 7);
        }

        i = Next;
        int day = Date(i);
        i = Next;
        int quality = 0;
        if (valid)
        {
            if (buffer[i] == Comma && buffer[i + 1] == Comma)
            {
                i += 2;
            }
            else
            {
                Skip(i, 2);
                i = Next;
            }

            quality = buffer[i] == 'A' ? EpochAssembler.QualityAutonomous : ModeIndicator(buffer[i]);
        }

        if (Broken || speed > MaximumKnotsE3 || course > FullCircleHundredths)
        {
            _counters.Malformed++;
            return true;
        }

        _counters.Sentences++;
        epoch.Place(EpochAssembler.Rmc, time, talker, LineUptimeMilliseconds);
        if (epoch.Day < 0)
        {
            epoch.Day = day;
        }

        if (quality <= 0)
        {
            epoch.Void = true;
        }
        else
        {
            Fixed(position, quality, talker);

            // One knot is 1852 m an hour.
            Motion(speed == Absent ? Absent : ((speed * 463) + 450) / 900, course);
        }

        epoch.Contributed(EpochAssembler.Rmc);
        return true;
    }

    // GGA: time, latitude, N/S, longitude, E/W, quality, satellites, dilution, height, M, separation, M, age, station
    // GNS: time, latitude, N/S, longitude, E/W, a mode for each constellation, satellites, dilution, height, separation, age, station [, navigational status]
    private bool Gga(int i, int end, int talker, int kind)
    {
        byte[] buffer = Buffer;
        EpochAssembler epoch = _epoch;
        Broken = false;
        int time = Time(i);
        i = Next;
        bool position = false;
        int jump = i + PositionLength;
        if ((epoch.Fields & PositionField) != 0 && epoch.Open && epoch.TimeOfDay == time && jump < end
            && buffer[jump - 1] == Comma && (buffer[jump - 2] | 0x12) == 'W' && buffer[jump - 3] == Comma)
        {
            // The position is known: its fields are as long here as they were there.
            i = jump;
        }
        else
        {
            position = Position(i);
            i = Next;
        }

        int quality;
        if (kind == EpochAssembler.Gga)
        {
            quality = Quality(buffer[i]);
            if (buffer[i] != Comma && buffer[i + 1] == Comma)
            {
                i += 2;
            }
            else
            {
                Skip(i, 1);
                i = Next;
            }
        }
        else
        {
            quality = 0;
            int c = buffer[i];
            while (c != Comma && c != Star)
            {
                int mode = ModeIndicator(c);
                if (mode > quality)
                {
                    quality = mode;
                }

                c = buffer[++i];
            }

            if (c == Comma)
            {
                i++;
            }
        }

        int satellites;
        int dilution;
        long both = BitConverter.ToInt64(buffer, i) & _qualityMask;
        if (both == _qualityBytes && quality > 0)
        {
            // Satellites and dilution stand for many epochs.
            satellites = _satellites;
            dilution = _dilution;
            Next = i + _qualityLength;
        }
        else
        {
            satellites = Number(i, 0);
            dilution = Absent;
            if (quality > 0)
            {
                dilution = Number(Next, 2);
                int length = Next - i;
                if (!Broken && satellites >= 0 && dilution >= 0 && length <= 8 && buffer[Next - 1] == Comma)
                {
                    _qualityLength = length;
                    _qualityMask = length == 8 ? -1L : (1L << (length << 3)) - 1;
                    _qualityBytes = BitConverter.ToInt64(buffer, i) & _qualityMask;
                    _satellites = satellites;
                    _dilution = dilution;
                }
            }
        }

        int height = quality > 0 ? Number(Next, 3) : Absent;
        if (Broken || satellites > 999)
        {
            _counters.Malformed++;
            return true;
        }

        _counters.Sentences++;
        epoch.Place(kind, time, talker, LineUptimeMilliseconds);
        Fix fix = epoch.Fix;
        int fields = epoch.Fields;
        if (satellites >= 0 && ((fields & (int)FixFields.SatellitesUsed) == 0 || fix.SatellitesUsed < satellites))
        {
            // GGA stops counting at 12 where GNS goes on.
            fix.SatellitesUsed = satellites;
            fields |= (int)FixFields.SatellitesUsed;
        }

        if (quality <= 0)
        {
            epoch.Fields = fields;
            epoch.Void = true;
        }
        else
        {
            if (dilution > 0)
            {
                fix.HorizontalDilutionHundredths = dilution;
                fields |= (int)FixFields.HorizontalDilution;
            }

            if (height != Absent)
            {
                fix.HeightMillimetres = height;
                fields |= (int)FixFields.Height;
            }

            epoch.Fields = fields;
            Fixed(position, quality, talker);
        }

        epoch.Contributed(kind);
        return true;
    }

    // GGA quality: 3 is the precise positioning service; 7 and 8 are manual input and simulation, which are no fix.
    private static int Quality(int c)
    {
        switch (c)
        {
            case '1':
            case '3':
                return EpochAssembler.QualityAutonomous;
            case '2':
                return EpochAssembler.QualityDifferential;
            case '4':
                return EpochAssembler.QualityFixed;
            case '5':
                return EpochAssembler.QualityFloat;
            case '6':
                return QualityDeadReckoning;
            default:
                return 0;
        }
    }

    // latitude, N/S, longitude, E/W [, time, status [, mode]]
    private bool Gll(int i, int talker)
    {
        byte[] buffer = Buffer;
        EpochAssembler epoch = _epoch;
        Broken = false;
        bool position = Position(i);
        int time = Time(Next);
        i = Next;
        int status = buffer[i];
        Skip(i, 1);
        int quality = status == 'A' ? ModeIndicator(buffer[Next]) : 0;
        if (Broken)
        {
            _counters.Malformed++;
            return true;
        }

        _counters.Sentences++;
        epoch.Place(EpochAssembler.Gll, time, talker, LineUptimeMilliseconds);
        if (!epoch.Open)
        {
            epoch.GllTrails = true;
            return true;
        }

        if (quality <= 0)
        {
            epoch.Void = true;
        }
        else
        {
            Fixed(position, quality, talker);
        }

        epoch.Contributed(EpochAssembler.Gll);
        return true;
    }

    // true course, T, magnetic course, M, knots, N, km/h, K [, mode]
    private bool Vtg(int i, int talker)
    {
        byte[] buffer = Buffer;
        EpochAssembler epoch = _epoch;
        Broken = false;
        int course = Number(i, 2);
        i = Next;
        bool isTrue = buffer[i] == 'T';
        Skip(i, 3);
        int speed = Number(Next, 3);
        Skip(Next, 1);
        int kilometresPerHour = Number(Next, 3);
        Skip(Next, 1);
        if (Broken || speed > MaximumKnotsE3 || kilometresPerHour > 2 * MaximumKnotsE3 || course > FullCircleHundredths)
        {
            _counters.Malformed++;
            return true;
        }

        _counters.Sentences++;
        epoch.Place(EpochAssembler.Vtg, -1, talker, LineUptimeMilliseconds);
        if (speed != Absent)
        {
            speed = ((speed * 463) + 450) / 900;
        }
        else if (kilometresPerHour != Absent)
        {
            speed = ((kilometresPerHour * 5) + 9) / 18;
        }

        if (isTrue && ModeIndicator(buffer[Next]) > 0 && Motion(speed, course))
        {
            epoch.Contributed(EpochAssembler.Vtg);
        }
        else
        {
            epoch.Passed(EpochAssembler.Vtg);
        }

        return true;
    }

    // time, day, month, year, zone hours, zone minutes
    private bool Zda(int i, int talker)
    {
        EpochAssembler epoch = _epoch;
        Broken = false;
        int time = Time(i);
        int day = Number(Next, 0);
        int month = Number(Next, 0);
        int year = Number(Next, 0);
        int days = -1;
        if (!Broken && day != Absent && month != Absent && year != Absent)
        {
            days = CalendarDate.Days(year, month, day);
            Broken = days < 0;
        }

        if (Broken)
        {
            _counters.Malformed++;
            return true;
        }

        _counters.Sentences++;
        epoch.Place(EpochAssembler.Zda, -1, talker, LineUptimeMilliseconds);
        if (days >= 0 && epoch.Day < 0 && (epoch.TimeOfDay < 0 || epoch.TimeOfDay == time))
        {
            epoch.Day = days;
            epoch.Contributed(EpochAssembler.Zda);
        }
        else
        {
            epoch.Passed(EpochAssembler.Zda);
        }

        return true;
    }

    // selection, mode, twelve satellites, PDOP, HDOP, VDOP [, system]
    private bool Gsa(int i, int talker)
    {
        byte[] buffer = Buffer;
        EpochAssembler epoch = _epoch;
        Broken = false;
        if (buffer[i + 1] == Comma)
        {
            i += 2;
        }
        else
        {
            Skip(i, 1);
            i = Next;
        }

        int mode = buffer[i] - '0';
        int positionDilution = Absent;
        int horizontalDilution = Absent;
        int verticalDilution = Absent;
        bool wantsSatellites = epoch.WantsSatellites;
        int satellites = 0;
        int constellation = -1;
        if (wantsSatellites)
        {
            satellites = Satellites(i, talker);
            constellation = _gsaConstellation;
            positionDilution = Number(Next, 2);
            horizontalDilution = Number(Next, 2);
            verticalDilution = Number(Next, 2);
            int system = buffer[Next];
            if (system != Star)
            {
                constellation = System(system, constellation);
            }
        }
        else if (mode > 1 && (epoch.Fields & (int)FixFields.HorizontalDilution) == 0)
        {
            Skip(i, 13);
            positionDilution = Number(Next, 2);
            horizontalDilution = Number(Next, 2);
            verticalDilution = Number(Next, 2);
        }

        if (Broken || mode > 3)
        {
            _counters.Malformed++;
            return true;
        }

        _counters.Sentences++;
        epoch.Place(EpochAssembler.Gsa, -1, talker, LineUptimeMilliseconds);
        if (wantsSatellites && constellation >= 0)
        {
            epoch.Used(constellation, talker, satellites);
        }

        bool adds = mode > epoch.GsaMode;
        if (mode > 1)
        {
            adds |= Dilution(positionDilution, horizontalDilution, verticalDilution);
        }

        if (adds)
        {
            if (mode > epoch.GsaMode)
            {
                epoch.GsaMode = mode;
            }

            epoch.Contributed(EpochAssembler.Gsa);
        }
        else
        {
            epoch.Passed(EpochAssembler.Gsa);
        }

        return true;
    }

    // Receivers without an estimate write 0 or 99.99.
    private bool Dilution(int position, int horizontal, int vertical)
    {
        EpochAssembler epoch = _epoch;
        Fix fix = epoch.Fix;
        int before = epoch.Fields;
        int fields = before;
        if (position > 0 && position < NoDilution && (before & (int)FixFields.PositionDilution) == 0)
        {
            fix.PositionDilutionHundredths = position;
            fields |= (int)FixFields.PositionDilution;
        }

        if (horizontal > 0 && (before & (int)FixFields.HorizontalDilution) == 0)
        {
            fix.HorizontalDilutionHundredths = horizontal;
            fields |= (int)FixFields.HorizontalDilution;
        }

        if (vertical > 0 && vertical < NoDilution && (before & (int)FixFields.VerticalDilution) == 0)
        {
            fix.VerticalDilutionHundredths = vertical;
            fields |= (int)FixFields.VerticalDilution;
        }

        epoch.Fields = fields;
        return fields != before;
    }

    // Counts the twelve fields of satellites that follow the field at i, and tells their system by the first one's number.
    private int Satellites(int i, int talker)
    {
        byte[] buffer = Buffer;
        Skip(i, 1);
        i = Next;
        int count = 0;
        int constellation = Talker(talker);
        for (int field = 0; field < 12; field++)
        {
            if (buffer[i] == Comma)
            {
                i++;
                continue;
            }

            if (count > 0 && buffer[i + 2] == Comma)
            {
                // Two digits, and the first satellite told the system.
                count++;
                i += 3;
                continue;
            }

            int number = Number(i, 0);
            i = Next;
            if (number > 0)
            {
                if (count == 0)
                {
                    constellation = Numbered(number, constellation);
                }

                count++;
            }
        }

        _gsaConstellation = constellation;
        Next = i;
        return count;
    }

    // A satellite's number is unique across systems in editions before 4.10; after it GPS is told from others by the talker or the system.
    private static int Numbered(int number, int constellation)
    {
        if (number < 33)
        {
            return constellation < 0 ? (int)Constellation.Gps : constellation;
        }

        if (constellation >= 0 && constellation != (int)Constellation.Gps)
        {
            return constellation;
        }

        return number < 65 ? (int)Constellation.Sbas
            : number < 97 ? (int)Constellation.Glonass
            : number < 193 ? (int)Constellation.Sbas
            : number < 201 ? (int)Constellation.Qzss
            : number < 300 ? (int)Constellation.BeiDou
            : number < 400 ? (int)Constellation.Galileo
            : (int)Constellation.BeiDou;
    }

    // NMEA 4.11, GNSS System ID; it names augmentation satellites GPS.
    private static int System(int c, int constellation)
    {
        switch (c)
        {
            case '1':
                return constellation == (int)Constellation.Sbas ? constellation : (int)Constellation.Gps;
            case '2':
                return (int)Constellation.Glonass;
            case '3':
                return (int)Constellation.Galileo;
            case '4':
                return (int)Constellation.BeiDou;
            case '5':
                return (int)Constellation.Qzss;
            case '6':
                return (int)Constellation.Navic;
            default:
                return constellation;
        }
    }

    // -1 where the talker is all systems together.
    private static int Talker(int talker)
    {
        switch (talker)
        {
            case TalkerGp:
                return (int)Constellation.Gps;
            case TalkerGl:
                return (int)Constellation.Glonass;
            case TalkerGa:
                return (int)Constellation.Galileo;
            case TalkerGb:
            case TalkerBd:
                return (int)Constellation.BeiDou;
            case TalkerGq:
            case TalkerQz:
                return (int)Constellation.Qzss;
            case TalkerGi:
                return (int)Constellation.Navic;
            default:
                return -1;
        }
    }

    // satellites in view [, number, elevation, azimuth, C/N0 for each of up to four] [, signal]
    private bool Gsv(int i, int talker)
    {
        Broken = false;
        int satellites = Number(i, 0);
        if (Broken || satellites > 999)
        {
            _counters.Malformed++;
            return true;
        }

        _counters.Sentences++;
        int constellation = Talker(talker);
        if (satellites >= 0 && constellation >= 0)
        {
            _epoch.InView(constellation, satellites);
        }

        return true;
    }

    // time, RMS of the residuals, semi-major, semi-minor, orientation, latitude, longitude and height: standard deviations in metres
    private bool Gst(int i, int talker)
    {
        EpochAssembler epoch = _epoch;
        Broken = false;
        int time = Time(i);
        Skip(Next, 4);
        int latitude = Number(Next, 3);
        int longitude = Number(Next, 3);
        int height = Number(Next, 3);
        if (Broken || latitude > MaximumErrorMillimetres || longitude > MaximumErrorMillimetres || height > MaximumErrorMillimetres)
        {
            _counters.Malformed++;
            return true;
        }

        _counters.Sentences++;
        epoch.Place(EpochAssembler.Gst, time, talker, LineUptimeMilliseconds);
        int fields = epoch.Fields;
        if (latitude > 0 && longitude > 0)
        {
            epoch.Fix.HorizontalAccuracyMillimetres = SquareRoot(((long)latitude * latitude) + ((long)longitude * longitude));
            fields |= (int)FixFields.HorizontalAccuracy;
        }

        if (height > 0)
        {
            epoch.Fix.VerticalAccuracyMillimetres = height;
            fields |= (int)FixFields.VerticalAccuracy;
        }

        if (fields != epoch.Fields)
        {
            epoch.Fields = fields;
            epoch.Contributed(EpochAssembler.Gst);
        }
        else
        {
            epoch.Passed(EpochAssembler.Gst);
        }

        return true;
    }

    // Rounded down. Newton's method from above, so that it ends at the first value that does not get smaller.
    private static int SquareRoot(long square)
    {
        long root = 1;
        while (root * root < square)
        {
            root <<= 1;
        }

        long next = root;
        do
        {
            root = next;
            next = root == 0 ? 0 : (root + (square / root)) >> 1;
        }
        while (next < root);
        return (int)root;
    }

    // What a sentence with a fix says of the position.
    private void Fixed(bool position, int quality, int talker)
    {
        EpochAssembler epoch = _epoch;
        epoch.Valid = true;
        if (quality == QualityDeadReckoning)
        {
            epoch.DeadReckoning = true;
        }
        else if (quality > epoch.Quality)
        {
            epoch.Quality = quality;
        }

        if (position && ((epoch.Fields & PositionField) == 0 || (PositionLength > epoch.PositionLength && epoch.Talker != EpochAssembler.TalkerUbx && epoch.Open)))
        {
            epoch.PositionLength = PositionLength;
            Fix fix = epoch.Fix;
            fix.LatitudeDegreesE7 = Latitude;
            fix.LongitudeDegreesE7 = Longitude;
            epoch.Fields |= PositionField;
            epoch.Talker = talker;
        }
    }

    private bool Motion(int speed, int course)
    {
        EpochAssembler epoch = _epoch;
        int before = epoch.Fields;
        int fields = before;
        if (speed >= 0 && (before & (int)FixFields.Speed) == 0)
        {
            epoch.Fix.SpeedMillimetresPerSecond = speed;
            fields |= (int)FixFields.Speed;
        }

        if (course >= 0 && (before & (int)FixFields.Course) == 0)
        {
            epoch.Fix.CourseHundredthsDegree = course == FullCircleHundredths ? 0 : course;
            fields |= (int)FixFields.Course;
        }

        epoch.Fields = fields;
        return fields != before;
    }

    // 0 no fix; an absent indicator (before NMEA 2.3) leaves it to the status. Manual input and simulation are no fix.
    private static int ModeIndicator(int c)
    {
        switch (c)
        {
            case 'A':
            case 'P':
            case Comma:
            case Star:
                return EpochAssembler.QualityAutonomous;
            case 'D':
                return EpochAssembler.QualityDifferential;
            case 'F':
                return EpochAssembler.QualityFloat;
            case 'R':
                return EpochAssembler.QualityFixed;
            case 'E':
                return QualityDeadReckoning;
            default:
                return 0;
        }
    }
}
