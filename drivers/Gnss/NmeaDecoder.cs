using System;

namespace Telltale.Gnss;

/// <summary>
/// NMEA 0183 (2.x to 4.11) from bytes to one <see cref="Fix"/> a navigation epoch: RMC, GGA, GNS, GLL, VTG, GSA and ZDA of any GNSS talker.
/// Made for nanoFramework's interpreter, where a byte touched in managed code costs about 1,700 machine instructions: native members find the
/// line ends and feed the checksum, digits are converted eight at a time, and a sentence that can add nothing is passed over unread.
/// Nothing is allocated after the constructor, nothing throws, whatever the bytes are.
/// </summary>
public sealed class NmeaDecoder
{
    /// <summary>Longest line, terminator included, in bytes. NMEA 0183 allows 82; proprietary sentences of real receivers reach 260.</summary>
    public const int MaximumLineLength = 512;

    /// <summary>What has been seen since this decoder was made.</summary>
    public readonly GnssCounters Counters = new GnssCounters();

    // Eight bytes are read at a time, at most up to this far past the end of what has come.
    private const int Slack = 16;
    private const int Absent = int.MinValue;

    private const int Comma = ',';
    private const int Star = '*';
    private const int Dollar = '$';
    private const int Point = '.';

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
    private const int MotionFields = (int)(FixFields.Speed | FixFields.Course);
    private const int QualityDeadReckoning = 5;
    private const int MaximumKnotsE3 = 2000000;
    private const int FullCircleHundredths = 36000;
    private const int MaximumWhole = 2000000;

    // A sentence that is passed over is searched for another one only when it is longer than the standard allows.
    private const int LongestUnsearched = 80;

    private const long ZeroCharacters = 0x3030303030303030;
    private const long NotDigitProbe = 0x7676767676767676;
    private const long NotDigitMask = unchecked((long)0x8080808080808080);
    private const long SixDigits = 0x0000FFFFFFFFFFFF;

    private readonly byte[] _buffer = new byte[MaximumLineLength + Slack];
    private readonly object _lineFeed = (byte)'\n';
    private readonly object _dollar = (byte)Dollar;
    private readonly object _star = (byte)Star;
    private readonly EpochAssembler _epoch;

    private int _length;
    private long _lineUptimeMilliseconds;
    private long _lastByteUptimeMilliseconds;
    private bool _silent = true;

    // Where a parsing method left off, and whether it found what it should.
    private int _next;
    private bool _broken;

    // The six digits of the last time read, as they came, and their value.
    private long _timeDigits = -1;
    private int _timeMilliseconds;

    private long _dateDigits = -1;
    private int _dateDays;

    private int _latitude;
    private int _longitude;

    // Length of the four position fields, lat,N,lon,E; every sentence of a receiver writes them alike.
    private int _positionLength;

    /// <summary>Makes a decoder.</summary>
    /// <param name="listener">Who gets the fixes.</param>
    public NmeaDecoder(IFixListener listener)
    {
        if (listener == null)
        {
            throw new ArgumentNullException(nameof(listener));
        }

        _epoch = new EpochAssembler(listener, Counters);
    }

    /// <summary>
    /// Talker of the last epoch: the two characters of the sentence that gave the position, or else of the first; first character in bits 0 to 7,
    /// second in bits 8 to 15; 0 before the first epoch.
    /// </summary>
    public int Talker => _epoch.Talker;

    /// <summary>Takes bytes as they were read, split anywhere.</summary>
    /// <param name="buffer">Holds the bytes from index 0; not kept.</param>
    /// <param name="count">How many bytes, 0 to the length of <paramref name="buffer"/>.</param>
    /// <param name="uptimeMilliseconds">The unit's uptime when they were read.</param>
    public void Decode(byte[] buffer, int count, long uptimeMilliseconds)
    {
        if (count <= 0)
        {
            return;
        }

        Counters.Bytes += count;
        _lastByteUptimeMilliseconds = uptimeMilliseconds;
        if (_silent)
        {
            _silent = false;
            _epoch.BurstUptimeMilliseconds = uptimeMilliseconds;
        }

        int taken = 0;
        while (taken < count)
        {
            int carried = _length;
            int free = MaximumLineLength - carried;
            int piece = count - taken;
            if (piece > free)
            {
                piece = free;
            }

            Array.Copy(buffer, taken, _buffer, carried, piece);
            taken += piece;
            Lines(carried, carried + piece, uptimeMilliseconds);
        }
    }

    /// <summary>
    /// Ends the epoch when nothing has come for a while. Called at every turn of the loop, after what had arrived was handed to
    /// <see cref="Decode"/>: bytes still waiting in the port are no silence.
    /// </summary>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    public void Step(long uptimeMilliseconds)
    {
        if (!_silent && uptimeMilliseconds - _lastByteUptimeMilliseconds >= _epoch.IdleGapMilliseconds)
        {
            _silent = true;
            _epoch.Silence();
        }
    }

    // Takes the complete lines out of the buffer. Bytes before searchFrom are known to hold no line end.
    private void Lines(int searchFrom, int end, long uptimeMilliseconds)
    {
        byte[] buffer = _buffer;
        int carried = searchFrom;
        int start = 0;
        while (searchFrom < end)
        {
            int lineFeed = Array.IndexOf(buffer, _lineFeed, searchFrom, end - searchFrom);
            if (lineFeed < 0)
            {
                break;
            }

            if (start >= carried)
            {
                _lineUptimeMilliseconds = uptimeMilliseconds;
            }

            Line(start, lineFeed);
            start = lineFeed + 1;
            searchFrom = start;
        }

        if (start == 0 && end == MaximumLineLength)
        {
            start = Overrun();
        }

        if (start >= carried)
        {
            _lineUptimeMilliseconds = uptimeMilliseconds;
        }

        int rest = end - start;
        if (start > 0 && rest > 0)
        {
            Array.Copy(buffer, start, buffer, 0, rest);
        }

        _length = rest;
    }

    // A full buffer without a line end: all before the last '$' is searched for sentences and dropped.
    private int Overrun()
    {
        Counters.Overruns++;
        int last = 0;
        int next = Array.IndexOf(_buffer, _dollar, 1, MaximumLineLength - 1);
        while (next > 0)
        {
            last = next;
            next = next + 1 < MaximumLineLength ? Array.IndexOf(_buffer, _dollar, next + 1, MaximumLineLength - next - 1) : -1;
        }

        if (last == 0)
        {
            return MaximumLineLength;
        }

        Recover(0, last);
        return last;
    }

    // One line without its line feed.
    private void Line(int start, int end)
    {
        byte[] buffer = _buffer;
        while (end > start && buffer[end - 1] <= ' ')
        {
            end--;
        }

        if (end == start)
        {
            return;
        }

        if (end - start < 10 || buffer[start] != Dollar || buffer[end - 3] != Star || !Sentence(start, end))
        {
            Recover(start, end);
        }
    }

    // Bytes that are not exactly one sentence: whatever sentences are among them are still read.
    private void Recover(int start, int end)
    {
        byte[] buffer = _buffer;
        int at = start;
        while (at < end)
        {
            if (buffer[at] != Dollar)
            {
                Counters.Resynchronisations++;
                at = Array.IndexOf(buffer, _dollar, at, end - at);
                if (at < 0)
                {
                    return;
                }
            }

            int next = at + 1 < end ? Array.IndexOf(buffer, _dollar, at + 1, end - at - 1) : -1;
            if (next < 0)
            {
                next = end;
            }

            int star = Array.IndexOf(buffer, _star, at, next - at);
            int sentenceEnd = star + 3;
            if (star < 0 || sentenceEnd > next || sentenceEnd - at < 10)
            {
                Counters.Malformed++;
                at = next;
            }
            else
            {
                if (!Sentence(at, sentenceEnd))
                {
                    Counters.BadChecksums++;
                }

                at = sentenceEnd;
                while (at < next && buffer[at] <= ' ')
                {
                    at++;
                }
            }
        }
    }

    // '$' to the last digit of the checksum. False when the checksum is wrong, or when the bytes cannot be one sentence.
    private bool Sentence(int start, int end)
    {
        long address = BitConverter.ToInt64(_buffer, start);
        int talker = (int)(address >> 8) & 0xFFFF;
        if (((int)(address >> 48) & 0xFF) != Comma || !IsTalker(talker))
        {
            return Unknown(start, end);
        }

        EpochAssembler epoch = _epoch;
        switch ((int)(address >> 24) & 0xFFFFFF)
        {
            case FormatterRmc:
                return Checksum(start, end) && Rmc(start + 7, talker);
            case FormatterGga:
                return Checksum(start, end) && Gga(start + 7, end, talker, EpochAssembler.Gga);
            case FormatterGns:
                return Checksum(start, end) && Gga(start + 7, end, talker, EpochAssembler.Gns);
            case FormatterGsa:
                if (epoch.GsaMode == 3 && !epoch.Idle)
                {
                    return Redundant(EpochAssembler.Gsa, start, end);
                }

                return Checksum(start, end) && Gsa(start + 7, talker);
            case FormatterGll:
                if (epoch.Open ? (epoch.Fields & PositionField) != 0 : epoch.GllTrails && !epoch.Idle && (epoch.Seen & (1 << EpochAssembler.Gll)) == 0)
                {
                    return Redundant(EpochAssembler.Gll, start, end);
                }

                return Checksum(start, end) && Gll(start + 7, talker);
            case FormatterVtg:
                if ((epoch.Fields & MotionFields) == MotionFields && !epoch.Idle)
                {
                    return Redundant(EpochAssembler.Vtg, start, end);
                }

                return Checksum(start, end) && Vtg(start + 7, talker);
            case FormatterZda:
                if (epoch.Day >= 0 && !epoch.Idle)
                {
                    return Redundant(EpochAssembler.Zda, start, end);
                }

                return Checksum(start, end) && Zda(start + 7, talker);
            case FormatterGsv:
            case FormatterGst:
            case FormatterGrs:
            case FormatterGbs:
            case FormatterTxt:
            case FormatterDtm:
            case FormatterHdt:
            case FormatterThs:
                if (IsJoined(start, end))
                {
                    return false;
                }

                Counters.Skipped++;
                return true;
            default:
                return Unknown(start, end);
        }
    }

    private static bool IsTalker(int talker)
    {
        switch (talker)
        {
            case 'G' | ('P' << 8):
            case 'G' | ('N' << 8):
            case 'G' | ('L' << 8):
            case 'G' | ('A' << 8):
            case 'G' | ('B' << 8):
            case 'B' | ('D' << 8):
            case 'G' | ('Q' << 8):
            case 'Q' | ('Z' << 8):
            case 'G' | ('I' << 8):
                return true;
            default:
                return false;
        }
    }

    private bool Unknown(int start, int end)
    {
        if (IsJoined(start, end))
        {
            return false;
        }

        Counters.UnknownSentences++;
        return true;
    }

    // A wanted kind that has nothing to add to this epoch.
    private bool Redundant(int kind, int start, int end)
    {
        if (IsJoined(start, end))
        {
            return false;
        }

        Counters.Skipped++;
        if (kind == EpochAssembler.Gsa)
        {
            _epoch.GsaCount++;
        }

        _epoch.Passed(kind);
        return true;
    }

    // A sentence that is not read has no checksum to tell that its end was lost and the next sentence's beginning hangs on to it.
    private bool IsJoined(int start, int end)
    {
        return end - start > LongestUnsearched && Array.IndexOf(_buffer, _dollar, start + 1, end - start - 1) >= 0;
    }

    private bool Checksum(int start, int end)
    {
        byte[] buffer = _buffer;
        int i = start + 1;
        int star = end - 3;
        long sum = 0;
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
        int high = folded >> 4;
        int low = folded & 15;
        int first = buffer[end - 2];
        int second = buffer[end - 1];
        high += high > 9 ? 'A' - 10 : '0';
        low += low > 9 ? 'A' - 10 : '0';
        return (first == high || (high >= 'A' && first == high + 32)) && (second == low || (low >= 'A' && second == low + 32));
    }

    // time, status, latitude, N/S, longitude, E/W, knots, course, ddmmyy, variation, E/W [, mode [, navigational status]]
    private bool Rmc(int i, int talker)
    {
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        _broken = false;
        int time = Time(i);
        i = Field();
        int status = buffer[i];
        Skip(i, 1);
        i = Field();
        bool valid = status == 'A';
        bool position = false;
        int speed = Absent;
        int course = Absent;
        if (!valid)
        {
            Skip(i, 6);
        }
        else
        {
            position = Position(i);
            i = Field();
            speed = Number(i, 3);
            i = Field();
            course = Number(i, 2);
        }

        i = Field();
        int day = Date(i);
        i = Field();
        Skip(i, 2);
        i = Field();
        int quality = 0;
        if (valid)
        {
            quality = ModeIndicator(buffer[i]);
        }

        if (_broken || speed > MaximumKnotsE3 || course > FullCircleHundredths)
        {
            Counters.Malformed++;
            return true;
        }

        Counters.Sentences++;
        epoch.Place(EpochAssembler.Rmc, time, talker, _lineUptimeMilliseconds);
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
            Motion(speed == Absent ? Absent : MillimetresFromKnots(speed), course);
        }

        epoch.Contributed(EpochAssembler.Rmc);
        return true;
    }

    // GGA: time, latitude, N/S, longitude, E/W, quality, satellites, dilution, height, M, separation, M, age, station
    // GNS: time, latitude, N/S, longitude, E/W, a mode for each constellation, satellites, dilution, height, separation, age, station [, navigational status]
    private bool Gga(int i, int end, int talker, int kind)
    {
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        _broken = false;
        int time = Time(i);
        i = Field();
        bool position = false;
        int quality = 0;
        bool wanted = (epoch.Fields & PositionField) == 0 || !epoch.Open || epoch.TimeOfDay != time;
        int jump = i + _positionLength;
        if (!wanted && jump < end && buffer[jump] == Comma && (buffer[jump - 1] | 0x12) == 'W' && buffer[jump - 2] == Comma)
        {
            // The position is known: its fields are as long here as they were there.
            i = jump + 1;
        }
        else
        {
            position = Position(i);
            i = Field();
        }

        if (kind == EpochAssembler.Gga)
        {
            quality = buffer[i] - '0';
            quality = quality switch
            {
                1 => EpochAssembler.QualityAutonomous,
                2 => EpochAssembler.QualityDifferential,
                3 => EpochAssembler.QualityAutonomous,
                4 => EpochAssembler.QualityFixed,
                5 => EpochAssembler.QualityFloat,
                6 => QualityDeadReckoning,
                _ => 0,
            };
            Skip(i, 1);
        }
        else
        {
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

            _next = i;
        }

        i = Field();
        int satellites = Number(i, 0);
        i = Field();
        int dilution = Absent;
        int height = Absent;
        if (quality > 0)
        {
            dilution = Number(i, 2);
            i = Field();
            height = Number(i, 3);
        }

        if (_broken || satellites > 999)
        {
            Counters.Malformed++;
            return true;
        }

        Counters.Sentences++;
        epoch.Place(kind, time, talker, _lineUptimeMilliseconds);
        if (satellites >= 0 && ((epoch.Fields & (int)FixFields.SatellitesUsed) == 0 || epoch.Fix.SatellitesUsed < satellites))
        {
            // GGA stops counting at 12 where GNS goes on.
            epoch.Fix.SatellitesUsed = satellites;
            epoch.Fields |= (int)FixFields.SatellitesUsed;
        }

        if (quality <= 0)
        {
            epoch.Void = true;
        }
        else
        {
            Fixed(position, quality, talker);
            if (dilution > 0)
            {
                epoch.Fix.HorizontalDilutionHundredths = dilution;
                epoch.Fields |= (int)FixFields.HorizontalDilution;
            }

            if (height != Absent)
            {
                epoch.Fix.HeightMillimetres = height;
                epoch.Fields |= (int)FixFields.Height;
            }
        }

        epoch.Contributed(kind);
        return true;
    }

    // latitude, N/S, longitude, E/W [, time, status [, mode]]
    private bool Gll(int i, int talker)
    {
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        _broken = false;
        bool position = Position(i);
        i = Field();
        int time = Time(i);
        i = Field();
        int status = buffer[i];
        Skip(i, 1);
        i = Field();
        int quality = status == 'A' ? ModeIndicator(buffer[i]) : 0;
        if (_broken)
        {
            Counters.Malformed++;
            return true;
        }

        Counters.Sentences++;
        epoch.Place(EpochAssembler.Gll, time, talker, _lineUptimeMilliseconds);
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
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        _broken = false;
        int course = Number(i, 2);
        i = Field();
        bool isTrue = buffer[i] == 'T';
        Skip(i, 3);
        i = Field();
        int speed = Number(i, 3);
        i = Field();
        Skip(i, 1);
        i = Field();
        int kilometresPerHour = Number(i, 3);
        i = Field();
        Skip(i, 1);
        i = Field();
        if (_broken || speed > MaximumKnotsE3 || kilometresPerHour > 2 * MaximumKnotsE3 || course > FullCircleHundredths)
        {
            Counters.Malformed++;
            return true;
        }

        Counters.Sentences++;
        epoch.Place(EpochAssembler.Vtg, -1, talker, _lineUptimeMilliseconds);
        if (speed != Absent)
        {
            speed = MillimetresFromKnots(speed);
        }
        else if (kilometresPerHour != Absent)
        {
            speed = ((kilometresPerHour * 5) + 9) / 18;
        }

        if (isTrue && ModeIndicator(buffer[i]) > 0 && Motion(speed, course))
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
        _broken = false;
        int time = Time(i);
        i = Field();
        int day = Number(i, 0);
        i = Field();
        int month = Number(i, 0);
        i = Field();
        int year = Number(i, 0);
        int days = -1;
        if (!_broken && day != Absent && month != Absent && year != Absent)
        {
            days = Days(year, month, day);
        }

        if (_broken)
        {
            Counters.Malformed++;
            return true;
        }

        Counters.Sentences++;
        epoch.Place(EpochAssembler.Zda, -1, talker, _lineUptimeMilliseconds);
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
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        _broken = false;
        Skip(i, 1);
        i = Field();
        int mode = buffer[i] - '0';
        Skip(i, 1);
        int dilution = Absent;
        if (mode > 1 && (epoch.Fields & (int)FixFields.HorizontalDilution) == 0)
        {
            i = Field();
            Skip(i, 13);
            i = Field();
            dilution = Number(i, 2);
        }

        if (_broken || mode > 3)
        {
            Counters.Malformed++;
            return true;
        }

        Counters.Sentences++;
        epoch.Place(EpochAssembler.Gsa, -1, talker, _lineUptimeMilliseconds);
        epoch.GsaCount++;
        if (dilution > 0 && (epoch.Fields & (int)FixFields.HorizontalDilution) == 0)
        {
            epoch.Fix.HorizontalDilutionHundredths = dilution;
            epoch.Fields |= (int)FixFields.HorizontalDilution;
        }

        if (mode > epoch.GsaMode)
        {
            epoch.GsaMode = mode;
            epoch.Contributed(EpochAssembler.Gsa);
        }
        else
        {
            epoch.Passed(EpochAssembler.Gsa);
        }

        return true;
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

        if (position && (epoch.Fields & PositionField) == 0)
        {
            epoch.Fix.LatitudeDegreesE7 = _latitude;
            epoch.Fix.LongitudeDegreesE7 = _longitude;
            epoch.Fields |= PositionField;
            epoch.Talker = talker;
        }
    }

    private bool Motion(int speed, int course)
    {
        EpochAssembler epoch = _epoch;
        int before = epoch.Fields;
        if (speed >= 0 && (before & (int)FixFields.Speed) == 0)
        {
            epoch.Fix.SpeedMillimetresPerSecond = speed;
            epoch.Fields |= (int)FixFields.Speed;
        }

        if (course >= 0 && (before & (int)FixFields.Course) == 0)
        {
            epoch.Fix.CourseHundredthsDegree = course == FullCircleHundredths ? 0 : course;
            epoch.Fields |= (int)FixFields.Course;
        }

        return epoch.Fields != before;
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

    // One knot is 1852 m an hour.
    private static int MillimetresFromKnots(int knotsE3)
    {
        return ((knotsE3 * 463) + 450) / 900;
    }

    // Start of the field after the separator at which the last one ended. Past the last field it stays at the '*', where every field is empty.
    private int Field()
    {
        int next = _next;
        return _buffer[next] == Comma ? next + 1 : next;
    }

    private void Skip(int i, int fields)
    {
        byte[] buffer = _buffer;
        int c = buffer[i];
        while (true)
        {
            while (c != Comma && c != Star)
            {
                c = buffer[++i];
            }

            if (--fields == 0 || c == Star)
            {
                _next = i;
                return;
            }

            c = buffer[++i];
        }
    }

    // hhmmss[.s…] in milliseconds of the day; -1 when empty.
    private int Time(int i)
    {
        byte[] buffer = _buffer;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            _next = i;
            return -1;
        }

        long digits = (BitConverter.ToInt64(buffer, i) ^ ZeroCharacters) & SixDigits;
        if (digits != _timeDigits)
        {
            if ((((digits + NotDigitProbe) | digits) & NotDigitMask & SixDigits) != 0)
            {
                return Break(i);
            }

            long pairs = (digits * 10) + (digits >> 8);
            int hours = (int)pairs & 0xFF;
            int minutes = (int)(pairs >> 16) & 0xFF;
            int seconds = (int)(pairs >> 32) & 0xFF;
            if (hours > 23 || minutes > 59 || seconds > 60)
            {
                return Break(i);
            }

            _timeDigits = digits;
            _timeMilliseconds = ((((hours * 60) + minutes) * 60) + seconds) * 1000;
        }

        i += 6;
        int milliseconds = 0;
        c = buffer[i];
        if (c == Point)
        {
            milliseconds = Number(i, 3);
            return _broken ? -1 : _timeMilliseconds + milliseconds;
        }

        if (c != Comma && c != Star)
        {
            return Break(i);
        }

        _next = i;
        return _timeMilliseconds;
    }

    // ddmmyy in days since 1970-01-01; -1 when empty.
    private int Date(int i)
    {
        byte[] buffer = _buffer;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            _next = i;
            return -1;
        }

        long digits = (BitConverter.ToInt64(buffer, i) ^ ZeroCharacters) & SixDigits;
        if (digits != _dateDigits)
        {
            if ((((digits + NotDigitProbe) | digits) & NotDigitMask & SixDigits) != 0)
            {
                return Break(i);
            }

            long pairs = (digits * 10) + (digits >> 8);
            int year = (int)(pairs >> 32) & 0xFF;
            int days = Days(year < 80 ? 2000 + year : 1900 + year, (int)(pairs >> 16) & 0xFF, (int)pairs & 0xFF);
            if (_broken)
            {
                return Break(i);
            }

            _dateDigits = digits;
            _dateDays = days;
        }

        i += 6;
        c = buffer[i];
        if (c != Comma && c != Star)
        {
            return Break(i);
        }

        _next = i;
        return _dateDays;
    }

    // Days since 1970-01-01.
    private int Days(int year, int month, int day)
    {
        if (year < 1980 || year > 2999 || month < 1 || month > 12 || day < 1)
        {
            _broken = true;
            return -1;
        }

        int days = FirstOfMonth(year, month);
        int next = month == 12 ? FirstOfMonth(year + 1, 1) : FirstOfMonth(year, month + 1);
        if (day > next - days)
        {
            _broken = true;
            return -1;
        }

        return days + day - 1;
    }

    private static int FirstOfMonth(int year, int month)
    {
        // Years that begin in March have their leap day at the end.
        if (month < 3)
        {
            year--;
            month += 12;
        }

        return (365 * year) + (year / 4) - (year / 100) + (year / 400) + (((153 * month) - 457) / 5) - 719468;
    }

    // [-]digits[.digits] times ten to the power of decimals, rounded; Absent when empty.
    private int Number(int i, int decimals)
    {
        byte[] buffer = _buffer;
        int first = i;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            _next = i;
            return Absent;
        }

        bool negative = c == '-';
        if (negative)
        {
            c = buffer[++i];
        }

        int value = 0;
        int point = 0;
        uint digit = (uint)(c - '0');
        while (digit <= 9)
        {
            value = (value * 10) + (int)digit;
            digit = (uint)(buffer[++i] - '0');
        }

        if (i - first > 8 || value > MaximumWhole)
        {
            return Break(i);
        }

        if (buffer[i] == Point)
        {
            point = 1;
            digit = (uint)(buffer[++i] - '0');
            while (digit <= 9 && decimals > 0)
            {
                value = (value * 10) + (int)digit;
                decimals--;
                digit = (uint)(buffer[++i] - '0');
            }

            if (digit <= 9)
            {
                if (digit >= 5)
                {
                    value++;
                }

                do
                {
                    digit = (uint)(buffer[++i] - '0');
                }
                while (digit <= 9);
            }
        }

        while (decimals > 0)
        {
            value *= 10;
            decimals--;
        }

        c = buffer[i];
        if ((c != Comma && c != Star) || i - first == point + (negative ? 1 : 0))
        {
            return Break(i);
        }

        _next = i;
        return negative ? -value : value;
    }

    // The four fields lat,N,lon,E into _latitude and _longitude; false when they are empty.
    private bool Position(int i)
    {
        byte[] buffer = _buffer;
        int first = i;
        int latitude = Coordinate(i, 90);
        i = Field();
        int northSouth = buffer[i];
        Skip(i, 1);
        i = Field();
        int longitude = Coordinate(i, 180);
        i = Field();
        int eastWest = buffer[i];
        Skip(i, 1);
        if (_broken)
        {
            return false;
        }

        if (latitude == Absent || longitude == Absent)
        {
            return false;
        }

        if (northSouth == 'S')
        {
            latitude = -latitude;
        }
        else if (northSouth != 'N')
        {
            _broken = true;
            return false;
        }

        if (eastWest == 'W')
        {
            longitude = -longitude;
        }
        else if (eastWest != 'E')
        {
            _broken = true;
            return false;
        }

        _latitude = latitude;
        _longitude = longitude;
        _positionLength = _next - first;
        return true;
    }

    // [d]ddmm[.m…] in 1e-7 degree, rounded to nearest; Absent when empty.
    private int Coordinate(int i, int maximumDegrees)
    {
        byte[] buffer = _buffer;
        int first = i;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            _next = i;
            return Absent;
        }

        int whole = 0;
        uint digit = (uint)(c - '0');
        while (digit <= 9)
        {
            whole = (whole * 10) + (int)digit;
            digit = (uint)(buffer[++i] - '0');
        }

        if (i - first > 5)
        {
            return Break(i);
        }

        long fraction = 0;
        if (buffer[i] == Point)
        {
            i++;

            // Eight digits at once: what is no digit, and all after it, becomes trailing zeros.
            fraction = BitConverter.ToInt64(buffer, i) ^ ZeroCharacters;
            long others = ((fraction + NotDigitProbe) | fraction) & NotDigitMask;
            if (others != 0)
            {
                long firstOther = others & -others;
                long digits = (long)((ulong)firstOther >> 7) - 1;
                fraction &= digits;
                if ((digits & 0xFFFFFFFF) == 0xFFFFFFFF)
                {
                    i += 4;
                    digits >>= 32;
                }

                int remaining = (int)digits;
                while (remaining != 0)
                {
                    i++;
                    remaining >>= 8;
                }
            }
            else
            {
                i += 8;
                while ((uint)(buffer[i] - '0') <= 9)
                {
                    i++;
                }
            }

            fraction = ((fraction * 10) + (fraction >> 8)) & 0x00FF00FF00FF00FF;
            fraction = ((fraction * 100) + (fraction >> 16)) & 0x0000FFFF0000FFFF;
            fraction = ((fraction * 10000) + (fraction >> 32)) & 0xFFFFFFFF;
        }

        c = buffer[i];
        int degrees = whole / 100;
        int minutes = whole - (degrees * 100);
        if ((c != Comma && c != Star) || minutes > 59 || degrees > maximumDegrees)
        {
            return Break(i);
        }

        // 1e-8 minute is 1/600 of 1e-7 degree.
        int value = (degrees * 10000000) + (int)(((minutes * 100000000L) + fraction + 300) / 600);
        if (value > maximumDegrees * 10000000)
        {
            return Break(i);
        }

        _next = i;
        return value;
    }

    // Gives the sentence up: what follows still has a place to go on from.
    private int Break(int i)
    {
        _broken = true;
        Skip(i, 1);
        return -1;
    }
}
