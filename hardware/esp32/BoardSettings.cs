using System.Text;
using Telltale.Ports;
using Telltale.Sealing;

namespace Telltale.Esp32;

/// <summary>
/// What the person who flashes the board says about it, in the file board.txt on the unit's volume: lines of <c>key=value</c>, '#' for a remark.
/// </summary>
public sealed class BoardSettings
{
    /// <summary>The file's name.</summary>
    public const string FileName = "board.txt";

    /// <summary>The file's greatest length in bytes.</summary>
    public const int MaximumLength = 2048;

    /// <summary>board: a name in <see cref="Boards"/>.</summary>
    public string Board = Boards.Default;

    /// <summary>unit: the unit id, 8 characters. It is the user name at the broker and in the topics.</summary>
    public string UnitId = "";

    /// <summary>host: the broker's name; TLS compares it with the certificate.</summary>
    public string Host = "";

    /// <summary>port: the broker's port, 1 to 65535.</summary>
    public int Port = 8883;

    /// <summary>tls: on or off. Off exposes the password, not the data, which are sealed.</summary>
    public bool UseTls = true;

    /// <summary>password: the unit's password at the broker.</summary>
    public string Password = "";

    /// <summary>can-bits-per-second: the bit rate of the vehicle's bus.</summary>
    public int CanBitsPerSecond = 500000;

    /// <summary>may-poll: on allows requests on the vehicle's bus; off only listens.</summary>
    public bool MayPoll;

    /// <summary>journal-kilobytes: the most flash that waiting frames may take; at least 32 KB of the volume have to stay free.</summary>
    public int JournalKilobytes = 128;

    /// <summary>What is wrong with the file as a sentence; null while nothing is.</summary>
    public string Error;

    /// <summary>Reads the file. What it does not say keeps its default; <see cref="Error"/> tells the first thing that is wrong.</summary>
    public static BoardSettings Read(IFileVolume volume)
    {
        BoardSettings settings = new BoardSettings();
        int length = volume.Length(FileName);
        if (length < 0)
        {
            settings.Error = "There is no " + FileName + ".";
            return settings;
        }

        if (length > MaximumLength)
        {
            settings.Error = FileName + " is longer than 2048 bytes.";
            return settings;
        }

        byte[] bytes = new byte[length];
        if (volume.Read(FileName, 0, bytes, 0, length) != length)
        {
            settings.Error = FileName + " cannot be read.";
            return settings;
        }

        string[] lines = Encoding.UTF8.GetString(bytes, 0, length).Split('\n');
        for (int index = 0; index < lines.Length && settings.Error == null; index++)
        {
            settings.TakeLine(lines[index].Trim(), index + 1);
        }

        if (settings.Error == null)
        {
            settings.Validate();
        }

        return settings;
    }

    private static bool TryReadSwitch(string value, out bool result)
    {
        result = value == "on";
        return result || value == "off";
    }

    private void TakeLine(string line, int number)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return;
        }

        int separator = line.IndexOf('=');
        if (separator < 1)
        {
            Error = FileName + ", line " + number.ToString() + ": not of the form key=value.";
            return;
        }

        string key = line.Substring(0, separator).Trim();
        string value = line.Substring(separator + 1).Trim();
        bool good;
        switch (key)
        {
            case "board":
                Board = value;
                good = true;
                break;
            case "unit":
                UnitId = value;
                good = true;
                break;
            case "host":
                Host = value;
                good = value.Length > 0;
                break;
            case "port":
                good = int.TryParse(value, out Port) && Port > 0 && Port < 65536;
                break;
            case "tls":
                good = TryReadSwitch(value, out UseTls);
                break;
            case "password":
                Password = value;
                good = true;
                break;
            case "can-bits-per-second":
                good = int.TryParse(value, out CanBitsPerSecond) && CanBitsPerSecond > 0;
                break;
            case "journal-kilobytes":
                good = int.TryParse(value, out JournalKilobytes) && JournalKilobytes >= 16 && JournalKilobytes <= 7168;
                break;
            case "may-poll":
                good = TryReadSwitch(value, out MayPoll);
                break;
            default:
                Error = FileName + ", line " + number.ToString() + ": there is no setting '" + key + "'.";
                return;
        }

        if (!good)
        {
            Error = FileName + ", line " + number.ToString() + ": '" + key + "' cannot be that.";
        }
    }

    private void Validate()
    {
        if (Boards.Find(Board) == null)
        {
            Error = FileName + ": there is no board '" + Board + "'.";
        }
        else if (!UnitEnrolment.IsUnitId(UnitId))
        {
            Error = FileName + ": 'unit' has to be the unit's id of 8 characters.";
        }
        else if (Host.Length == 0)
        {
            Error = FileName + ": 'host' is missing.";
        }
    }
}
