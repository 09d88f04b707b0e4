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
    private const int ShortestSentence = 10;
    private const int Absent = int.MinValue;
    private const int TalkerGn = 'G' | ('N' << 8);
    private const int TalkerGp = 'G' | ('P' << 8);

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
    private const int FourZeroCharacters = 0x30303030;
    private const int FourNotDigitProbe = 0x76767676;
    private const int FourNotDigitMask = unchecked((int)0x80808080);

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


    // The first four characters of a fraction of two or three digits, with its point and where fitting the comma; its length, and its value.
    private int _fractionCharacters;
    private int _fractionLength;
    private int _fractionMilliseconds;

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

    /// <summary>True between two bursts of the receiver: the next byte is the first of a navigation epoch.</summary>
    public bool IsSilent => _silent;

    /// <summary>
    /// True when no epoch is open and no line begun. A receiver of ten epochs a second is never silent for long; with it the first byte
    /// after a pause, while this is true, is the first of an epoch, or of sentences that add nothing to the last.
    /// </summary>
    public bool IsBetweenEpochs => _silent || (!_epoch.Open && _length == 0);

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
            int stop = Array.IndexOf(buffer, _lineFeed, searchFrom, end - searchFrom);
            if (stop < 0)
            {
                break;
            }

            searchFrom = stop + 1;
            if (start >= carried)
            {
                _lineUptimeMilliseconds = uptimeMilliseconds;
                carried = int.MaxValue;
            }

            if (stop > start && buffer[stop - 1] == '\r')
            {
                stop--;
            }

            if (stop - start < ShortestSentence || buffer[stop - 3] != Star || !Sentence(start, stop))
            {
                Irregular(start, stop);
            }

            start = searchFrom;
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

    // A line that is not just one good sentence. Some receivers end theirs with more than one carriage return or with blanks.
    private void Irregular(int start, int end)
    {
        byte[] buffer = _buffer;
        while (end > start && buffer[end - 1] <= ' ')
        {
            end--;
        }

        if (end > start)
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
            if (star < 0 || sentenceEnd > next || sentenceEnd - at < ShortestSentence)
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
        int low = (int)address;
        int high = (int)(address >> 32);
        if ((low & 0xFF) != Dollar)
        {
            return false;
        }

        int talker = (low >> 8) & 0xFFFF;
        if ((high & 0xFF0000) != (Comma << 16) || (talker != TalkerGn && talker != TalkerGp && !IsTalker(talker)))
        {
            return Unknown(start, end);
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
                if (epoch.GsaMode != 3 || epoch.Idle)
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
                kind = -1;
                break;
            default:
                if (!IsWithoutUse(((low >> 24) & 0xFF) | ((high << 8) & 0xFFFF00)))
                {
                    return Unknown(start, end);
                }

                kind = -1;
                break;
        }

        if (end - start > LongestUnsearched && IsJoined(start, end))
        {
            return false;
        }

        Counters.Skipped++;
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

    // Sentences of GNSS receivers that no fix is made of.
    private static bool IsWithoutUse(int formatter)
    {
        switch (formatter)
        {
            case FormatterGst:
            case FormatterGrs:
            case FormatterGbs:
            case FormatterTxt:
            case FormatterDtm:
            case FormatterHdt:
            case FormatterThs:
                return true;
            default:
                return false;
        }
    }

    private bool Unknown(int start, int end)
    {
        if (end - start > LongestUnsearched && IsJoined(start, end))
        {
            return false;
        }

        Counters.UnknownSentences++;
        return true;
    }

    // A sentence that is not read has no checksum to tell that its end was lost and the next sentence's beginning hangs on to it.
    private bool IsJoined(int start, int end)
    {
        return Array.IndexOf(_buffer, _dollar, start + 1, end - start - 1) >= 0;
    }

    // The exclusive or of everything between '$' and '*'. The first eight bytes have been read already.
    private bool Checksum(long address, int start, int end)
    {
        byte[] buffer = _buffer;
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
        int high = folded >> 4;
        high += high > 9 ? 'A' - 10 : '0';
        int low = folded & 15;
        low += low > 9 ? 'A' - 10 : '0';
        int first = buffer[end - 2];
        int second = buffer[end - 1];
        return (first == high && second == low) || ((first == high || (high >= 'A' && first == high + 32)) && (second == low || (low >= 'A' && second == low + 32)));
    }

    // time, status, latitude, N/S, longitude, E/W, knots, course, ddmmyy, variation, E/W [, mode [, navigational status]]
    private bool Rmc(int i, int talker)
    {
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        _broken = false;
        int time = Time(i);
        i = _next;
        int status = buffer[i];
        bool valid = status == 'A' && buffer[i + 1] == Comma;
        bool position = false;
        int speed = Absent;
        int course = Absent;
        if (valid)
        {
            position = Position(i + 2);
            speed = Number(_next, 3);
            course = Number(_next, 2);
        }
        else
        {
            Skip(i, 7);
        }

        i = _next;
        int day = Date(i);
        i = _next;
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
                i = _next;
            }

            quality = buffer[i] == 'A' ? EpochAssembler.QualityAutonomous : ModeIndicator(buffer[i]);
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
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        _broken = false;
        int time = Time(i);
        i = _next;
        bool position = false;
        int jump = i + _positionLength;
        if ((epoch.Fields & PositionField) != 0 && epoch.Open && epoch.TimeOfDay == time && jump < end
            && buffer[jump - 1] == Comma && (buffer[jump - 2] | 0x12) == 'W' && buffer[jump - 3] == Comma)
        {
            // The position is known: its fields are as long here as they were there.
            i = jump;
        }
        else
        {
            position = Position(i);
            i = _next;
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
                i = _next;
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

        int satellites = Number(i, 0);
        int dilution = Absent;
        int height = Absent;
        if (quality > 0)
        {
            dilution = Number(_next, 2);
            height = Number(_next, 3);
        }

        if (_broken || satellites > 999)
        {
            Counters.Malformed++;
            return true;
        }

        Counters.Sentences++;
        epoch.Place(kind, time, talker, _lineUptimeMilliseconds);
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
        byte[] buffer = _buffer;
        EpochAssembler epoch = _epoch;
        _broken = false;
        bool position = Position(i);
        int time = Time(_next);
        i = _next;
        int status = buffer[i];
        Skip(i, 1);
        int quality = status == 'A' ? ModeIndicator(buffer[_next]) : 0;
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
        i = _next;
        bool isTrue = buffer[i] == 'T';
        Skip(i, 3);
        int speed = Number(_next, 3);
        Skip(_next, 1);
        int kilometresPerHour = Number(_next, 3);
        Skip(_next, 1);
        if (_broken || speed > MaximumKnotsE3 || kilometresPerHour > 2 * MaximumKnotsE3 || course > FullCircleHundredths)
        {
            Counters.Malformed++;
            return true;
        }

        Counters.Sentences++;
        epoch.Place(EpochAssembler.Vtg, -1, talker, _lineUptimeMilliseconds);
        if (speed != Absent)
        {
            speed = ((speed * 463) + 450) / 900;
        }
        else if (kilometresPerHour != Absent)
        {
            speed = ((kilometresPerHour * 5) + 9) / 18;
        }

        if (isTrue && ModeIndicator(buffer[_next]) > 0 && Motion(speed, course))
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
        int day = Number(_next, 0);
        int month = Number(_next, 0);
        int year = Number(_next, 0);
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
        if (buffer[i + 1] == Comma)
        {
            i += 2;
        }
        else
        {
            Skip(i, 1);
            i = _next;
        }

        int mode = buffer[i] - '0';
        int dilution = Absent;
        if (mode > 1 && (epoch.Fields & (int)FixFields.HorizontalDilution) == 0)
        {
            Skip(i, 14);
            dilution = Number(_next, 2);
        }

        if (_broken || mode > 3)
        {
            Counters.Malformed++;
            return true;
        }

        Counters.Sentences++;
        epoch.Place(EpochAssembler.Gsa, -1, talker, _lineUptimeMilliseconds);
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
            Fix fix = epoch.Fix;
            fix.LatitudeDegreesE7 = _latitude;
            fix.LongitudeDegreesE7 = _longitude;
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

    // The methods below read a field that begins at i and leave the beginning of the next one in _next. Past the last field that is the '*',
    // where every further field is empty.

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

            if (c == Star)
            {
                _next = i;
                return;
            }

            c = buffer[++i];
            if (--fields == 0)
            {
                _next = i;
                return;
            }
        }
    }

    // hhmmss[.s…] in milliseconds of the day; -1 when empty.
    private int Time(int i)
    {
        byte[] buffer = _buffer;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            _next = c == Comma ? i + 1 : i;
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
        c = buffer[i];
        if (c == Point)
        {
            // The usual fraction is the one there was before.
            int fraction = BitConverter.ToInt32(buffer, i);
            int length = _fractionLength;
            if (fraction == _fractionCharacters && buffer[i + length] == Comma)
            {
                _next = i + length + 1;
                return _timeMilliseconds + _fractionMilliseconds;
            }

            int milliseconds = OddNumber(i, 3);
            if (_broken)
            {
                return -1;
            }

            length = _next - 1 - i;
            if ((length == 3 || length == 4) && buffer[i + length] == Comma)
            {
                _fractionCharacters = fraction;
                _fractionLength = length;
                _fractionMilliseconds = milliseconds;
            }

            return _timeMilliseconds + milliseconds;
        }

        if (c == Comma)
        {
            _next = i + 1;
        }
        else if (c == Star)
        {
            _next = i;
        }
        else
        {
            return Break(i);
        }

        return _timeMilliseconds;
    }

    // ddmmyy in days since 1970-01-01; -1 when empty.
    private int Date(int i)
    {
        byte[] buffer = _buffer;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            _next = c == Comma ? i + 1 : i;
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
        if (c == Comma)
        {
            _next = i + 1;
        }
        else if (c == Star)
        {
            _next = i;
        }
        else
        {
            return Break(i);
        }

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

    // [-]digits[.digits] times ten to the power of decimals, 0 to 3, rounded; Absent when empty.
    private int Number(int i, int decimals)
    {
        byte[] buffer = _buffer;
        int first = i;
        int value = buffer[i] - '0';
        if ((uint)value > 9)
        {
            return OddNumber(i, decimals);
        }

        int c = buffer[++i] - '0';
        while ((uint)c <= 9)
        {
            value = (value * 10) + c;
            c = buffer[++i] - '0';
        }

        int missing = decimals;
        if (c == Point - '0')
        {
            missing += i;
            c = buffer[++i] - '0';
            while ((uint)c <= 9)
            {
                value = (value * 10) + c;
                c = buffer[++i] - '0';
            }

            missing -= i - 1;
        }

        if (missing != 0 || i - first > 9)
        {
            if (missing < 0 || value > MaximumWhole || i - first > 9)
            {
                return OddNumber(first, decimals);
            }

            value *= missing == 2 ? 100 : missing == 1 ? 10 : 1000;
        }

        if (c == Comma - '0')
        {
            _next = i + 1;
            return value;
        }

        if (c == Star - '0')
        {
            _next = i;
            return value;
        }

        return Break(i);
    }

    // A number that is empty, negative, or has more digits than are kept.
    private int OddNumber(int i, int decimals)
    {
        byte[] buffer = _buffer;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            _next = c == Comma ? i + 1 : i;
            return Absent;
        }

        bool negative = c == '-';
        if (negative)
        {
            i++;
        }

        int value = 0;
        int digits = 0;
        c = buffer[i] - '0';
        while ((uint)c <= 9)
        {
            if (value > MaximumWhole / 10)
            {
                return Break(i);
            }

            value = (value * 10) + c;
            digits++;
            c = buffer[++i] - '0';
        }

        if (c == Point - '0')
        {
            c = buffer[++i] - '0';
            while ((uint)c <= 9 && decimals > 0)
            {
                value = (value * 10) + c;
                digits++;
                decimals--;
                c = buffer[++i] - '0';
            }

            if ((uint)c <= 9)
            {
                if (c >= 5)
                {
                    value++;
                }

                do
                {
                    digits++;
                    c = buffer[++i] - '0';
                }
                while ((uint)c <= 9);
            }
        }

        while (decimals > 0)
        {
            value *= 10;
            decimals--;
        }

        if (digits == 0)
        {
            return Break(i);
        }

        if (c == Comma - '0')
        {
            _next = i + 1;
        }
        else if (c == Star - '0')
        {
            _next = i;
        }
        else
        {
            return Break(i);
        }

        return negative ? -value : value;
    }

    // The four fields lat,N,lon,E into _latitude and _longitude; false when they are empty.
    private bool Position(int i)
    {
        byte[] buffer = _buffer;
        int first = i;
        int latitude = Coordinate(i, 90);
        i = _next;
        int northSouth = buffer[i];
        if (northSouth != Comma && buffer[i + 1] == Comma)
        {
            i += 2;
        }
        else
        {
            Skip(i, 1);
            i = _next;
        }

        int longitude = Coordinate(i, 180);
        i = _next;
        int eastWest = buffer[i];
        if (eastWest != Comma && buffer[i + 1] == Comma)
        {
            i += 2;
            _next = i;
        }
        else
        {
            Skip(i, 1);
            i = _next;
        }

        if (_broken || latitude == Absent || longitude == Absent)
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
        }

        if (eastWest == 'W')
        {
            longitude = -longitude;
        }
        else if (eastWest != 'E')
        {
            _broken = true;
        }

        _latitude = latitude;
        _longitude = longitude;
        _positionLength = i - first;
        return true;
    }

    // [d]ddmm[.m…] in 1e-7 degree, rounded to nearest; Absent when empty.
    private int Coordinate(int i, int maximumDegrees)
    {
        byte[] buffer = _buffer;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            _next = c == Comma ? i + 1 : i;
            return Absent;
        }

        int degrees = 0;
        int point = i + 4;
        if (maximumDegrees == 180)
        {
            degrees = (c - '0') * 100;
            point++;
        }

        int minutes;
        int four = BitConverter.ToInt32(buffer, point - 4) ^ FourZeroCharacters;
        if (buffer[point] == Point && ((four | (four + FourNotDigitProbe)) & FourNotDigitMask) == 0 && (uint)degrees <= 100)
        {
            four = (four * 10) + (four >> 8);
            degrees += four & 0xFF;
            minutes = (four >> 16) & 0xFF;
        }
        else
        {
            // Written with more or fewer digits than the standard has.
            int whole = 0;
            point = i;
            c -= '0';
            while ((uint)c <= 9)
            {
                whole = (whole * 10) + c;
                c = buffer[++point] - '0';
            }

            if (point - i > 5 || point == i)
            {
                return Break(i);
            }

            degrees = whole / 100;
            minutes = whole - (degrees * 100);
        }

        long fraction = 0;
        if (buffer[point] == Point)
        {
            // Eight digits at once: what is no digit, and all after it, becomes trailing zeros.
            point++;
            fraction = BitConverter.ToInt64(buffer, point) ^ ZeroCharacters;
            long others = (fraction | (fraction + NotDigitProbe)) & NotDigitMask;
            if (others != 0)
            {
                long digits = (long)((ulong)(others & -others) >> 7) - 1;
                fraction &= digits;
                int remaining = (int)digits;
                if (remaining == -1)
                {
                    point += 4;
                    remaining = (int)(digits >> 32);
                }

                while (remaining != 0)
                {
                    point++;
                    remaining >>= 8;
                }
            }
            else
            {
                point += 8;
                while ((uint)(buffer[point] - '0') <= 9)
                {
                    point++;
                }
            }

            fraction = ((fraction * 10) + (fraction >> 8)) & 0x00FF00FF00FF00FF;
            fraction = ((fraction * 100) + (fraction >> 16)) & 0x0000FFFF0000FFFF;
            fraction = ((fraction * 10000) + (fraction >> 32)) & 0xFFFFFFFF;
        }

        if (buffer[point] != Comma || minutes > 59 || degrees > maximumDegrees)
        {
            return Break(i);
        }

        // 1e-8 minute is 1/600 of 1e-7 degree.
        int value = (degrees * 10000000) + (int)(((minutes * 100000000L) + fraction + 300) / 600);
        if (value > maximumDegrees * 10000000)
        {
            return Break(i);
        }

        _next = point + 1;
        return value;
    }

    // Gives the sentence up; what follows still has a place to go on from.
    private int Break(int i)
    {
        _broken = true;
        Skip(i, 1);
        return -1;
    }
}
