using System;

namespace Telltale.Gnss;

/// <summary>Reads what receivers say of themselves: UBX-MON-VER, and the sentences of MediaTek, Airoha and CASIC.</summary>
internal sealed class ReceiverReports
{
    /// <summary>The sentence says nothing that is wanted.</summary>
    public const int Nothing = 0;

    /// <summary>It tells <see cref="Kind"/> and the model.</summary>
    public const int Identity = 1;

    /// <summary>It answers the command <see cref="Number"/>.</summary>
    public const int Answer = 2;

    /// <summary>Receivers send it when they start.</summary>
    public const int StartUp = 3;

    public GnssReceiverKind Kind;
    public int Number;
    public bool IsAccepted;
    public int ModelLength;

    /// <summary>Protocol version of u-blox in hundredths; 0 where none is stated.</summary>
    public int Protocol;

    // swVersion and hwVersion, before the extensions.
    private const int SoftwareLength = 30;
    private const int VersionHeader = 40;
    private const int ExtensionLength = 30;

    private const int Comma = ',';
    private const int TextStart = 16;

    private readonly byte[] _model;
    private readonly object _comma = (byte)Comma;

    /// <summary>Makes a reader.</summary>
    /// <param name="model">Gets the model.</param>
    public ReceiverReports(byte[] model)
    {
        _model = model;
    }

    /// <summary>Reads the payload of UBX-MON-VER: "PROTVER=18.00" or "PROTVER 14.00", "MOD=NEO-M8N"; without a model the software's version stands for it.</summary>
    public void Version(byte[] buffer, int offset, int count)
    {
        Kind = GnssReceiverKind.Ublox;
        Protocol = 0;
        TakeModel(buffer, offset, SoftwareLength);
        for (int i = VersionHeader; i + ExtensionLength <= count; i += ExtensionLength)
        {
            int extension = offset + i;
            if (Starts(buffer, extension, ExtensionLength, "PROTVER"))
            {
                Protocol = Hundredths(buffer, extension + 8, extension + ExtensionLength);
            }
            else if (Starts(buffer, extension, ExtensionLength, "MOD="))
            {
                TakeModel(buffer, extension + 4, ExtensionLength - 4);
            }
        }
    }

    /// <summary>Reads a sentence.</summary>
    /// <param name="buffer">Holds it.</param>
    /// <param name="offset">Where its '$' is.</param>
    /// <param name="count">Its length up to, without, the '*'.</param>
    /// <returns>One of the constants.</returns>
    public int Sentence(byte[] buffer, int offset, int count)
    {
        if (Starts(buffer, offset, count, "$PMTK"))
        {
            return MediaTek(buffer, offset, count);
        }

        if (Starts(buffer, offset, count, "$PAIR"))
        {
            return Airoha(buffer, offset, count);
        }

        // $GNTXT,01,01,02,text
        if (count <= TextStart || !Starts(buffer, offset + 3, count - 3, "TXT,"))
        {
            return Nothing;
        }

        if (Starts(buffer, offset + TextStart, count - TextStart, "SW="))
        {
            Kind = GnssReceiverKind.Casic;
            Protocol = 0;
            TakeModel(buffer, offset + TextStart + 3, count - TextStart - 3);
            return Identity;
        }

        return Starts(buffer, offset + TextStart, count - TextStart, "u-blox") || Starts(buffer, offset + TextStart, count - TextStart, "IC=") ? StartUp : Nothing;
    }

    private static bool Starts(byte[] buffer, int offset, int count, string text)
    {
        if (text.Length > count)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (buffer[offset + i] != text[i])
            {
                return false;
            }
        }

        return true;
    }

    // Digits, and two decimals where there are any.
    private static int Hundredths(byte[] buffer, int position, int end)
    {
        int value = 0;
        int decimals = -1;
        for (; position < end && decimals < 2; position++)
        {
            int digit = buffer[position] - '0';
            if (digit >= 0 && digit <= 9)
            {
                value = (value * 10) + digit;
                decimals += decimals < 0 ? 0 : 1;
            }
            else if (buffer[position] == '.' && decimals < 0)
            {
                decimals = 0;
            }
            else
            {
                break;
            }
        }

        return decimals == 2 ? value : decimals == 1 ? value * 10 : value * 100;
    }

    private int MediaTek(byte[] buffer, int offset, int count)
    {
        if (Starts(buffer, offset, count, "$PMTK705,"))
        {
            return Identify(GnssReceiverKind.MediaTek, buffer, offset, count);
        }

        if (Starts(buffer, offset, count, "$PMTK001,"))
        {
            // 3: valid, and done.
            return TakeAnswer(buffer, offset, count, 3) ? Answer : Nothing;
        }

        return Starts(buffer, offset, count, "$PMTK010,001") || Starts(buffer, offset, count, "$PMTK011,MTKGPS") ? StartUp : Nothing;
    }

    private int Airoha(byte[] buffer, int offset, int count)
    {
        if (Starts(buffer, offset, count, "$PAIR020,"))
        {
            return Identify(GnssReceiverKind.Airoha, buffer, offset, count);
        }

        // 0: done, 1: being done, a further answer follows.
        return Starts(buffer, offset, count, "$PAIR001,") && TakeAnswer(buffer, offset, count, 0) && (IsAccepted || buffer[offset + count - 1] != '1') ? Answer : Nothing;
    }

    private int Identify(GnssReceiverKind kind, byte[] buffer, int offset, int count)
    {
        Kind = kind;
        Protocol = 0;
        int comma = Array.IndexOf(buffer, _comma, offset + 9, count - 9);
        TakeModel(buffer, offset + 9, (comma < 0 ? offset + count : comma) - offset - 9);
        return Identity;
    }

    // $PMTK001,314,3
    private bool TakeAnswer(byte[] buffer, int offset, int count, int accepted)
    {
        int number = 0;
        int i = offset + 9;
        int end = offset + count;
        while (i < end && buffer[i] >= '0' && buffer[i] <= '9' && number < 1000)
        {
            number = (number * 10) + buffer[i] - '0';
            i++;
        }

        if (i + 1 >= end || buffer[i] != Comma)
        {
            return false;
        }

        Number = number;
        IsAccepted = buffer[i + 1] - '0' == accepted;
        return true;
    }

    // Up to the first 0, which fills up fields of fixed length.
    private void TakeModel(byte[] buffer, int offset, int count)
    {
        int length = 0;
        while (length < count && length < _model.Length && buffer[offset + length] != 0)
        {
            _model[length] = buffer[offset + length];
            length++;
        }

        ModelLength = length;
    }
}
