using Telltale.Checks;
using Telltale.Gnss;

namespace Telltale.Unit;

/// <summary><c>gnss</c>: the receiver and its newest fix. In private mode without position and speed.</summary>
internal sealed class GnssCommand : ConsoleCommand
{
    private readonly TelematicsUnit _unit;
    private readonly UnitReporting _reporting;

    internal GnssCommand(TelematicsUnit unit, UnitReporting reporting)
        : base("gnss", "the receiver and its newest fix")
    {
        _unit = unit;
        _reporting = reporting;
    }

    internal override bool WriteText(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        if (piece == 0)
        {
            GnssReceiver receiver = _unit.Receiver;
            if (receiver == null)
            {
                text.Add(_unit.State == UnitState.Running ? "fixes come from another driver\r\n" : "the receiver has not been started\r\n");
                return true;
            }

            Line(text, "receiver", KindOf(receiver.Kind));
            Line(text, "state", StateOf(receiver.State));
            Line(text, "baud rate", receiver.BaudRate);
            text.AddPadded("model", 24);
            text.AddBytes(receiver.Model, 0, receiver.ModelLength);
            text.Add("\r\n");
            Line(text, "navigation epochs", _unit.Gnss.Counters.Epochs);
            Line(text, "wrong checksums", _unit.Gnss.Counters.BadChecksums);
            Line(text, "silences", receiver.Counters.Silences);
            Line(text, "port not opened", receiver.Counters.OpenFailures);
            return true;
        }

        FixWatch fix = _reporting.NewestFix;
        if (!fix.HasEpoch)
        {
            text.Add("no navigation epoch has come\r\n");
            return false;
        }

        Line(text, "newest epoch ms ago", uptimeMilliseconds - fix.UptimeMilliseconds);
        Line(text, "fix", ModeOf(fix.Mode));
        if (fix.Has(FixFields.SatellitesUsed))
        {
            Line(text, "satellites", fix.SatellitesUsed);
        }

        if (fix.Has(FixFields.HorizontalDilution))
        {
            LineFixed(text, "dilution", fix.HorizontalDilutionHundredths, 2);
        }

        if (fix.Has(FixFields.HorizontalAccuracy))
        {
            LineFixed(text, "accuracy m", fix.HorizontalAccuracyMillimetres, 3);
        }

        if (_unit.IsPrivate)
        {
            text.Add("private mode: no position\r\n");
        }
        else if (fix.Has(FixFields.Position))
        {
            LineFixed(text, "latitude", fix.LatitudeDegreesE7, 7);
            LineFixed(text, "longitude", fix.LongitudeDegreesE7, 7);
            LineFixed(text, "speed m/s", fix.SpeedMillimetresPerSecond, 3);
        }

        return false;
    }

    internal override bool WriteJson(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        if (piece == 0)
        {
            text.Open();
            GnssReceiver receiver = _unit.Receiver;
            if (receiver != null)
            {
                text.Member("receiver", KindOf(receiver.Kind));
                text.Member("state", StateOf(receiver.State));
                text.Member("baud_rate", receiver.BaudRate);
                MemberAscii(text, "model", receiver.Model, receiver.ModelLength);
                text.Member("epochs", _unit.Gnss.Counters.Epochs);
                text.Member("bad_checksums", _unit.Gnss.Counters.BadChecksums);
                text.Member("silences", receiver.Counters.Silences);
                text.Member("open_failures", receiver.Counters.OpenFailures);
            }

            return true;
        }

        FixWatch fix = _reporting.NewestFix;
        if (fix.HasEpoch)
        {
            text.Open("fix");
            text.Member("age_ms", uptimeMilliseconds - fix.UptimeMilliseconds);
            text.Member("mode", ModeOf(fix.Mode));
            if (fix.Has(FixFields.SatellitesUsed))
            {
                text.Member("satellites", fix.SatellitesUsed);
            }

            if (fix.Has(FixFields.HorizontalDilution))
            {
                text.MemberFixed("dilution", fix.HorizontalDilutionHundredths, 2);
            }

            if (fix.Has(FixFields.HorizontalAccuracy))
            {
                text.MemberFixed("accuracy_m", fix.HorizontalAccuracyMillimetres, 3);
            }

            if (fix.Has(FixFields.Position) && !_unit.IsPrivate)
            {
                text.MemberFixed("latitude", fix.LatitudeDegreesE7, 7);
                text.MemberFixed("longitude", fix.LongitudeDegreesE7, 7);
                text.MemberFixed("speed_m_s", fix.SpeedMillimetresPerSecond, 3);
            }

            text.Close();
        }

        text.Close();
        return false;
    }

    private static void LineFixed(TextBuffer text, string name, long value, int decimals)
    {
        text.AddPadded(name, 24);
        text.AddFixed(value, decimals);
        text.Add("\r\n");
    }

    // What a receiver sends may be anything; JSON wants UTF-8.
    private static void MemberAscii(TextBuffer text, string name, byte[] bytes, int count)
    {
        char[] characters = new char[count];
        for (int index = 0; index < count; index++)
        {
            characters[index] = bytes[index] < 128 ? (char)bytes[index] : '?';
        }

        text.Member(name, new string(characters));
    }

    private static string KindOf(GnssReceiverKind kind)
    {
        switch (kind)
        {
            case GnssReceiverKind.Generic:
                return "generic";
            case GnssReceiverKind.Ublox:
                return "u-blox";
            case GnssReceiverKind.MediaTek:
                return "MediaTek";
            case GnssReceiverKind.Airoha:
                return "Airoha";
            case GnssReceiverKind.Casic:
                return "CASIC";
            default:
                return "unknown";
        }
    }

    private static string StateOf(GnssReceiverState state)
    {
        switch (state)
        {
            case GnssReceiverState.Searching:
                return "searching";
            case GnssReceiverState.Resting:
                return "resting";
            case GnssReceiverState.Identifying:
                return "identifying";
            case GnssReceiverState.Configuring:
                return "configuring";
            case GnssReceiverState.ChangingBaudRate:
                return "changing baud rate";
            case GnssReceiverState.Running:
                return "running";
            default:
                return "stopped";
        }
    }

    private static string ModeOf(FixMode mode)
    {
        switch (mode)
        {
            case FixMode.DeadReckoning:
                return "dead reckoning";
            case FixMode.TwoDimensional:
                return "2D";
            case FixMode.ThreeDimensional:
                return "3D";
            case FixMode.Differential:
                return "differential";
            case FixMode.RealTimeKinematicFloat:
                return "RTK float";
            case FixMode.RealTimeKinematicFixed:
                return "RTK fixed";
            default:
                return "none";
        }
    }
}
