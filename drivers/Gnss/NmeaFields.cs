using System;

namespace Telltale.Gnss;

/// <summary>
/// The fields of an NMEA 0183 sentence, read where they lie, in integers. Made for nanoFramework's interpreter, where a byte touched in managed
/// code costs hundreds of machine instructions: digits are converted four or eight at a time, and what a receiver repeats is recognised instead of read again.
/// A reading method takes where its field begins and leaves the beginning of the next one in <see cref="Next"/>. Past the last field that is the '*', where
/// every further field is empty.
/// </summary>
internal abstract class NmeaFields
{
    protected const int Absent = int.MinValue;
    protected const int Comma = ',';
    protected const int Star = '*';
    protected const int Dollar = '$';

    /// <summary>Where the sentences are. Eight bytes are read at a time, so up to seven behind a sentence are looked at, and never used.</summary>
    protected readonly byte[] Buffer;

    /// <summary>Where a reading method left off.</summary>
    protected int Next;

    /// <summary>A field could not be read; set to false before a sentence.</summary>
    protected bool Broken;

    /// <summary>What <see cref="Position"/> read.</summary>
    protected int Latitude;

    /// <summary>What <see cref="Position"/> read.</summary>
    protected int Longitude;

    /// <summary>Length of the four position fields, lat,N,lon,E; every sentence of a receiver writes them alike.</summary>
    protected int PositionLength;

    private const int Point = '.';
    private const int MaximumWhole = 2000000;
    private const long ZeroCharacters = 0x3030303030303030;
    private const long NotDigitProbe = 0x7676767676767676;
    private const long NotDigitMask = unchecked((long)0x8080808080808080);
    private const long SixDigits = 0x0000FFFFFFFFFFFF;
    private const int FourZeroCharacters = 0x30303030;
    private const int FourNotDigitProbe = 0x76767676;
    private const int FourNotDigitMask = unchecked((int)0x80808080);

    // The six digits of the last time read, as they came, and their value.
    private long _timeDigits = -1;
    private int _timeMilliseconds;

    // The first four characters of a fraction of two or three digits, with its point and where fitting the comma; its length, and its value.
    private int _fractionCharacters;
    private int _fractionLength;
    private int _fractionMilliseconds;

    private long _dateDigits = -1;
    private int _dateDays;

    protected NmeaFields(byte[] buffer)
    {
        Buffer = buffer;
    }

    protected void Skip(int i, int fields)
    {
        byte[] buffer = Buffer;
        int c = buffer[i];
        while (true)
        {
            while (c != Comma && c != Star)
            {
                c = buffer[++i];
            }

            if (c == Star)
            {
                Next = i;
                return;
            }

            c = buffer[++i];
            if (--fields == 0)
            {
                Next = i;
                return;
            }
        }
    }

    // hhmmss[.s…] in milliseconds of the day; -1 when empty.
    protected int Time(int i)
    {
        byte[] buffer = Buffer;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            Next = c == Comma ? i + 1 : i;
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
                Next = i + length + 1;
                return _timeMilliseconds + _fractionMilliseconds;
            }

            int milliseconds = OddNumber(i, 3);
            if (Broken)
            {
                return -1;
            }

            length = Next - 1 - i;
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
            Next = i + 1;
        }
        else if (c == Star)
        {
            Next = i;
        }
        else
        {
            return Break(i);
        }

        return _timeMilliseconds;
    }

    // ddmmyy in days since 1970-01-01; -1 when empty.
    protected int Date(int i)
    {
        byte[] buffer = Buffer;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            Next = c == Comma ? i + 1 : i;
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
            int days = CalendarDate.Days(year < 80 ? 2000 + year : 1900 + year, (int)(pairs >> 16) & 0xFF, (int)pairs & 0xFF);
            if (days < 0)
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
            Next = i + 1;
        }
        else if (c == Star)
        {
            Next = i;
        }
        else
        {
            return Break(i);
        }

        return _dateDays;
    }

    // [-]digits[.digits] times ten to the power of decimals, 0 to 3, rounded; Absent when empty.
    protected int Number(int i, int decimals)
    {
        byte[] buffer = Buffer;
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
            Next = i + 1;
            return value;
        }

        if (c == Star - '0')
        {
            Next = i;
            return value;
        }

        return Break(i);
    }

    // A number that is empty, negative, or has more digits than are kept.
    private int OddNumber(int i, int decimals)
    {
        byte[] buffer = Buffer;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            Next = c == Comma ? i + 1 : i;
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
            Next = i + 1;
        }
        else if (c == Star - '0')
        {
            Next = i;
        }
        else
        {
            return Break(i);
        }

        return negative ? -value : value;
    }

    // The four fields lat,N,lon,E into Latitude and Longitude; false when they are empty.
    protected bool Position(int i)
    {
        byte[] buffer = Buffer;
        int first = i;
        int latitude = Coordinate(i, 90);
        i = Next;
        int northSouth = buffer[i];
        if (northSouth != Comma && buffer[i + 1] == Comma)
        {
            i += 2;
        }
        else
        {
            Skip(i, 1);
            i = Next;
        }

        int longitude = Coordinate(i, 180);
        i = Next;
        int eastWest = buffer[i];
        if (eastWest != Comma && buffer[i + 1] == Comma)
        {
            i += 2;
            Next = i;
        }
        else
        {
            Skip(i, 1);
            i = Next;
        }

        if (Broken || latitude == Absent || longitude == Absent)
        {
            return false;
        }

        if (northSouth == 'S')
        {
            latitude = -latitude;
        }
        else if (northSouth != 'N')
        {
            Broken = true;
        }

        if (eastWest == 'W')
        {
            longitude = -longitude;
        }
        else if (eastWest != 'E')
        {
            Broken = true;
        }

        Latitude = latitude;
        Longitude = longitude;
        PositionLength = i - first;
        return true;
    }

    // [d]ddmm[.m…] in 1e-7 degree, rounded to nearest; Absent when empty.
    private int Coordinate(int i, int maximumDegrees)
    {
        byte[] buffer = Buffer;
        int c = buffer[i];
        if (c == Comma || c == Star)
        {
            Next = c == Comma ? i + 1 : i;
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

        Next = point + 1;
        return value;
    }

    // Gives the sentence up; what follows still has a place to go on from.
    private int Break(int i)
    {
        Broken = true;
        Skip(i, 1);
        return -1;
    }
}
