using System;
using Telltale.Journal;
using Telltale.Ports;

namespace Telltale.Unit;

/// <summary>
/// What a sleeping board knows: sleep leaves it nothing but its flash and its clock. It wakes for a moment, looks, and as a rule sleeps on, without writing a file and without
/// starting the unit. README.md has the file.
/// </summary>
public sealed class SleepRecord
{
    /// <summary>The file on the volume.</summary>
    public const string FileName = "sleep";

    /// <summary>The most characters of a board's name.</summary>
    public const int MaximumNameLength = 40;

    /// <summary>The longest sleep without a look, in milliseconds: an external watchdog has to be fed, of whose kind periods of an hour and more are had.</summary>
    public const int LongestNapMilliseconds = 3000000;

    /// <summary>The board, by its name in the table of boards: its pins have to be known before anything else is read.</summary>
    public string BoardName = "";

    /// <summary>When the unit is to start, in seconds of the board's own clock.</summary>
    public long WakeSeconds;

    /// <summary>The longest time between two looks, in milliseconds.</summary>
    public int NapMilliseconds;

    /// <summary>At or above this supply voltage the unit starts; 0 where it tells nothing.</summary>
    public int WakeMillivolts;

    private const byte Version = 1;
    private const int HeadLength = 20;
    private const int MaximumSeconds = 90000;

    /// <summary>Writes the file. Without it the board starts the unit at its next wake.</summary>
    /// <returns>False when it could not be written.</returns>
    public bool Write(IFileVolume volume)
    {
        int length = BoardName.Length < MaximumNameLength ? BoardName.Length : MaximumNameLength;
        byte[] file = new byte[HeadLength + length + 4];
        file[0] = Version;
        file[1] = (byte)length;
        Put(file, 4, (int)WakeSeconds);
        Put(file, 8, (int)(WakeSeconds >> 32));
        Put(file, 12, NapMilliseconds);
        Put(file, 16, WakeMillivolts);
        for (int index = 0; index < length; index++)
        {
            file[HeadLength + index] = (byte)BoardName[index];
        }

        Put(file, HeadLength + length, new Crc32().Compute(file, 0, HeadLength + length));
        if (volume.Length(FileName) >= 0)
        {
            volume.Delete(FileName);
        }

        return volume.Create(FileName, file, 0, file.Length);
    }

    /// <summary>Reads the file.</summary>
    /// <returns>False when there is none, or it is damaged.</returns>
    public bool Read(IFileVolume volume)
    {
        int length = volume.Length(FileName);
        if (length < HeadLength + 4 || length > HeadLength + MaximumNameLength + 4)
        {
            return false;
        }

        byte[] file = new byte[length];
        if (volume.Read(FileName, 0, file, 0, length) != length || file[0] != Version || file[1] != length - HeadLength - 4
            || BitConverter.ToInt32(file, length - 4) != new Crc32().Compute(file, 0, length - 4))
        {
            return false;
        }

        char[] name = new char[file[1]];
        for (int index = 0; index < name.Length; index++)
        {
            name[index] = (char)file[HeadLength + index];
        }

        BoardName = new string(name);
        WakeSeconds = BitConverter.ToInt64(file, 4);
        NapMilliseconds = BitConverter.ToInt32(file, 12);
        WakeMillivolts = BitConverter.ToInt32(file, 16);
        return true;
    }

    /// <summary>How long the board sleeps on.</summary>
    /// <param name="seconds">The board's own clock.</param>
    /// <param name="power">What it sees.</param>
    /// <returns>Milliseconds; 0 to start the unit.</returns>
    public int NextNap(long seconds, IPowerInputs power)
    {
        long left = WakeSeconds - seconds;

        // A clock that jumped must not make it sleep for years.
        if (IsVehicleAwake(power) || left <= 0 || left > MaximumSeconds)
        {
            return 0;
        }

        return left * 1000 < NapMilliseconds ? (int)left * 1000 : NapMilliseconds;
    }

    /// <summary>Whether the ignition is on: what the wire says where there is one, because a charger lifts the supply too, and what the supply voltage says where not.</summary>
    public bool IsVehicleAwake(IPowerInputs power) =>
        power.Ignition >= 0 ? power.Ignition == 1 : WakeMillivolts > 0 && power.SupplyMillivolts >= WakeMillivolts;

    private static void Put(byte[] file, int position, int value)
    {
        file[position] = (byte)value;
        file[position + 1] = (byte)(value >> 8);
        file[position + 2] = (byte)(value >> 16);
        file[position + 3] = (byte)(value >> 24);
    }
}
