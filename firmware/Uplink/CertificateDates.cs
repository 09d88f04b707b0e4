namespace Telltale.Uplink;

/// <summary>
/// Reads from when until when a certificate is valid, out of PEM (RFC 7468) or DER (RFC 5280 section 4.1, X.690). Nothing else of it is judged: that is mbedTLS's business.
/// </summary>
public sealed class CertificateDates
{
    /// <summary>Start of validity: UTC in milliseconds since 1970-01-01.</summary>
    public long NotBeforeUtcMilliseconds;

    /// <summary>End of validity: UTC in milliseconds since 1970-01-01. The year 9999 stands for "no end" (RFC 5280 section 4.1.2.5).</summary>
    public long NotAfterUtcMilliseconds;

    private const int SequenceTag = 0x30;
    private const int VersionTag = 0xA0;
    private const int IntegerTag = 0x02;
    private const int UtcTimeTag = 0x17;
    private const int GeneralizedTimeTag = 0x18;

    // Where the content of the element read last begins, and where it ends.
    private int _start;
    private int _end;

    /// <summary>Reads the first certificate in PEM, or one in DER.</summary>
    /// <param name="bytes">PEM text in ASCII, or DER. PEM is decoded in place: the array is not to be used afterwards.</param>
    /// <param name="count">How many bytes of the array there are.</param>
    /// <returns>False when there is no certificate or its form is wrong; the dates are as they were then.</returns>
    public bool TryRead(byte[] bytes, int count)
    {
        if (count > 0 && bytes[0] != SequenceTag)
        {
            count = PemText.DecodeInPlace(bytes, count);
        }

        // Certificate, TBSCertificate, then version (absent in version 1), serial number, algorithm, issuer, validity.
        if (!TryEnter(bytes, 0, count, SequenceTag) || !TryEnter(bytes, _start, _end, SequenceTag))
        {
            return false;
        }

        int position = _start;
        int end = _end;
        if (position < end && bytes[position] == VersionTag)
        {
            if (!TryEnter(bytes, position, end, VersionTag))
            {
                return false;
            }

            position = _end;
        }

        if (!TryEnter(bytes, position, end, IntegerTag) || !TryEnter(bytes, _end, end, SequenceTag) || !TryEnter(bytes, _end, end, SequenceTag)
            || !TryEnter(bytes, _end, end, SequenceTag))
        {
            return false;
        }

        int validityEnd = _end;
        long notBefore = ReadTime(bytes, _start, validityEnd);
        long notAfter = notBefore == long.MinValue ? long.MinValue : ReadTime(bytes, _end, validityEnd);
        if (notAfter == long.MinValue || notAfter < notBefore)
        {
            return false;
        }

        NotBeforeUtcMilliseconds = notBefore;
        NotAfterUtcMilliseconds = notAfter;
        return true;
    }

    // Steps into an element of a kind; DER has definite lengths only (X.690 section 10.1).
    private bool TryEnter(byte[] bytes, int position, int end, int tag)
    {
        if (end - position < 2 || bytes[position] != tag)
        {
            return false;
        }

        int length = bytes[position + 1];
        position += 2;
        if (length >= 0x80)
        {
            int lengthBytes = length & 0x7F;
            if (lengthBytes < 1 || lengthBytes > 3 || end - position < lengthBytes)
            {
                return false;
            }

            length = 0;
            for (; lengthBytes > 0; lengthBytes--)
            {
                length = (length << 8) | bytes[position];
                position++;
            }
        }

        if (length > end - position)
        {
            return false;
        }

        _start = position;
        _end = position + length;
        return true;
    }

    // YYMMDDhhmmssZ or YYYYMMDDhhmmssZ, the only forms that RFC 5280 allows. long.MinValue when it is neither.
    private long ReadTime(byte[] bytes, int position, int end)
    {
        int yearDigits;
        if (TryEnter(bytes, position, end, UtcTimeTag))
        {
            yearDigits = 2;
        }
        else if (TryEnter(bytes, position, end, GeneralizedTimeTag))
        {
            yearDigits = 4;
        }
        else
        {
            return long.MinValue;
        }

        if (_end - _start != yearDigits + 11 || bytes[_end - 1] != 'Z')
        {
            return long.MinValue;
        }

        for (int index = _start; index < _end - 1; index++)
        {
            if (bytes[index] < '0' || bytes[index] > '9')
            {
                return long.MinValue;
            }
        }

        int year = yearDigits == 4 ? (TwoDigits(bytes, _start) * 100) + TwoDigits(bytes, _start + 2) : TwoDigits(bytes, _start);
        if (yearDigits == 2)
        {
            year += year < 50 ? 2000 : 1900;
        }

        int rest = _start + yearDigits;
        int month = TwoDigits(bytes, rest);
        int day = TwoDigits(bytes, rest + 2);
        int hour = TwoDigits(bytes, rest + 4);
        int minute = TwoDigits(bytes, rest + 6);
        int second = TwoDigits(bytes, rest + 8);
        if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
        {
            return long.MinValue;
        }

        return ((((((DaysBefore(year, month) + day - 1L) * 24) + hour) * 60) + minute) * 60 + second) * 1000;
    }

    private static int TwoDigits(byte[] bytes, int position) => ((bytes[position] - '0') * 10) + bytes[position + 1] - '0';

    // Days from 1970-01-01 to the first of a month in the Gregorian calendar; years are counted from March, so that the leap day comes last.
    private static int DaysBefore(int year, int month)
    {
        int shifted = month > 2 ? year : year - 1;
        int monthFromMarch = month > 2 ? month - 3 : month + 9;
        return (shifted * 365) + (shifted / 4) - (shifted / 100) + (shifted / 400) + (((monthFromMarch * 153) + 2) / 5) - 719468;
    }
}
