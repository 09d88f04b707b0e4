using System;
using Telltale.Uplink;

namespace Telltale.Checks;

/// <summary>
/// The record of a unit's installation in a vehicle: the payload of a frame of the kind installation. The unit encodes it, the owner's side decodes it, both with this code; FORMAT.md in this folder is normative.
/// </summary>
public sealed class InstallationRecord
{
    /// <summary>The version that this code writes and reads, the first byte.</summary>
    public const byte Version = 1;

    /// <summary>The most bytes of the technician's mark.</summary>
    public const int MaximumMarkLength = 80;

    /// <summary>The most characters of the firmware's version and of the board's name.</summary>
    public const int MaximumTextLength = StatusReport.MaximumTextLength;

    /// <summary>The most checks.</summary>
    public const int MaximumChecks = CheckList.Capacity;

    /// <summary>The most bytes that a record takes.</summary>
    public const int MaximumLength = 3 + (5 * NumberCodec.MaximumLength) + VehicleIdentification.Length + 1 + MaximumMarkLength + (2 * (1 + MaximumTextLength))
        + (MaximumChecks * (1 + (3 * NumberCodec.MaximumLength)));

    /// <summary>True when <see cref="TimeUtcMilliseconds"/> is known.</summary>
    public bool IsDated;

    /// <summary>True when the record holds an identification number.</summary>
    public bool HasVin;

    /// <summary>True when it was made though checks did not pass.</summary>
    public bool AreFailuresAccepted;

    /// <summary>True when <see cref="OdometerOffsetMetres"/> is known.</summary>
    public bool HasOdometer;

    /// <summary>Where the unit knows the ignition from: 0 nowhere, 1 wire, 2 supply voltage, 3 engine speed, 4 motion.</summary>
    public int IgnitionSource;

    /// <summary>The start-up's number since the unit's enrolment.</summary>
    public int BootNumber;

    /// <summary>When it was made: milliseconds since the start-up.</summary>
    public long UptimeMilliseconds;

    /// <summary>The same moment in UTC, milliseconds since 1970-01-01; meaningful when <see cref="IsDated"/>.</summary>
    public long TimeUtcMilliseconds;

    /// <summary>The vehicle identification number, ASCII; meaningful when <see cref="HasVin"/>.</summary>
    public readonly byte[] Vin = new byte[VehicleIdentification.Length];

    /// <summary>What is added to the unit's own distance in metres to give the vehicle's odometer; meaningful when <see cref="HasOdometer"/>.</summary>
    public long OdometerOffsetMetres;

    /// <summary>The technician's mark, UTF-8.</summary>
    public readonly byte[] Mark = new byte[MaximumMarkLength];

    /// <summary>How many bytes of it count.</summary>
    public int MarkLength;

    /// <summary>The firmware's version.</summary>
    public string FirmwareVersion = "";

    /// <summary>The board's name.</summary>
    public string Board = "";

    /// <summary>How many checks it holds.</summary>
    public int CheckCount;

    /// <summary>The checks' numbers.</summary>
    public readonly int[] CheckNumbers = new int[MaximumChecks];

    /// <summary>How each check stood.</summary>
    public readonly StatusCheckState[] CheckStates = new StatusCheckState[MaximumChecks];

    /// <summary>Whether a check has a value.</summary>
    public readonly bool[] CheckHasValue = new bool[MaximumChecks];

    /// <summary>Whether a check has a limit.</summary>
    public readonly bool[] CheckHasLimit = new bool[MaximumChecks];

    /// <summary>The checks' values.</summary>
    public readonly long[] CheckValues = new long[MaximumChecks];

    /// <summary>The checks' limits.</summary>
    public readonly long[] CheckLimits = new long[MaximumChecks];

    private const int FlagDated = 1;
    private const int FlagVin = 2;
    private const int FlagAccepted = 4;
    private const int FlagOdometer = 8;
    private const int CheckStateMask = 0x0F;
    private const int CheckFlagValue = 0x10;
    private const int CheckFlagLimit = 0x20;

    /// <summary>Takes the checks as they stand.</summary>
    public void SetChecks(CheckList checks)
    {
        CheckCount = checks.Count;
        for (int index = 0; index < CheckCount; index++)
        {
            Check check = checks.At(index);
            CheckNumbers[index] = (int)check.Number;
            CheckStates[index] = check.State;
            CheckHasValue[index] = check.HasValue;
            CheckValues[index] = check.Value;
            CheckHasLimit[index] = check.HasLimit;
            CheckLimits[index] = check.Limit;
        }
    }

    /// <summary>Writes the record as FORMAT.md says.</summary>
    /// <param name="output">At least <see cref="MaximumLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException">A text is too long or not printable ASCII.</exception>
    public int Encode(byte[] output)
    {
        NumberCodec codec = new NumberCodec(output, 0, output.Length);
        codec.PutByte(Version);
        codec.PutByte((IsDated ? FlagDated : 0) | (HasVin ? FlagVin : 0) | (AreFailuresAccepted ? FlagAccepted : 0) | (HasOdometer ? FlagOdometer : 0));
        codec.PutByte(IgnitionSource);
        codec.PutNumber(BootNumber);
        codec.PutNumber(UptimeMilliseconds);
        if (IsDated)
        {
            codec.PutNumber(TimeUtcMilliseconds);
        }

        if (HasVin)
        {
            codec.PutBytes(Vin, VehicleIdentification.Length);
        }

        if (HasOdometer)
        {
            codec.PutSigned(OdometerOffsetMetres);
        }

        codec.PutByte(MarkLength);
        codec.PutBytes(Mark, MarkLength);
        codec.PutText(FirmwareVersion, MaximumTextLength);
        codec.PutText(Board, MaximumTextLength);
        codec.PutNumber(CheckCount);
        for (int index = 0; index < CheckCount; index++)
        {
            codec.PutNumber(CheckNumbers[index]);
            codec.PutByte((int)CheckStates[index] | (CheckHasValue[index] ? CheckFlagValue : 0) | (CheckHasLimit[index] ? CheckFlagLimit : 0));
            if (CheckHasValue[index])
            {
                codec.PutSigned(CheckValues[index]);
            }

            if (CheckHasLimit[index])
            {
                codec.PutSigned(CheckLimits[index]);
            }
        }

        return codec.Position;
    }

    /// <summary>Reads a record; any bytes may be given.</summary>
    /// <param name="bytes">The plaintext of an authentic frame of the kind installation.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    /// <returns>False when it is no record of a version known here, or is malformed; its fields mean nothing then.</returns>
    public bool TryDecode(byte[] bytes, int offset, int count)
    {
        CheckCount = 0;
        MarkLength = 0;
        if (bytes == null || offset < 0 || count < 1 || count > bytes.Length - offset || bytes[offset] != Version)
        {
            return false;
        }

        NumberCodec codec = new NumberCodec(bytes, offset + 1, offset + count);
        int flags = codec.TakeByte();
        IsDated = (flags & FlagDated) != 0;
        HasVin = (flags & FlagVin) != 0;
        AreFailuresAccepted = (flags & FlagAccepted) != 0;
        HasOdometer = (flags & FlagOdometer) != 0;
        IgnitionSource = codec.TakeByte();
        BootNumber = codec.TakeInt32();
        UptimeMilliseconds = codec.TakeNumber();
        TimeUtcMilliseconds = IsDated ? codec.TakeNumber() : 0;
        if (HasVin)
        {
            codec.TakeBytes(Vin, VehicleIdentification.Length);
            if (codec.IsBroken || !VehicleIdentification.IsValid(Vin, 0, VehicleIdentification.Length))
            {
                return false;
            }
        }

        OdometerOffsetMetres = HasOdometer ? codec.TakeSigned() : 0;
        int markLength = codec.TakeByte();
        if (markLength > MaximumMarkLength)
        {
            return false;
        }

        codec.TakeBytes(Mark, markLength);
        MarkLength = markLength;
        FirmwareVersion = codec.TakeText(MaximumTextLength);
        Board = codec.TakeText(MaximumTextLength);
        int checks = codec.TakeInt32();
        if (codec.IsBroken || checks > MaximumChecks)
        {
            return false;
        }

        for (int index = 0; index < checks; index++)
        {
            CheckNumbers[index] = codec.TakeInt32();
            int state = codec.TakeByte();
            CheckStates[index] = (StatusCheckState)(state & CheckStateMask);
            CheckHasValue[index] = (state & CheckFlagValue) != 0;
            CheckValues[index] = CheckHasValue[index] ? codec.TakeSigned() : 0;
            CheckHasLimit[index] = (state & CheckFlagLimit) != 0;
            CheckLimits[index] = CheckHasLimit[index] ? codec.TakeSigned() : 0;
        }

        // What follows was added by newer firmware.
        CheckCount = checks;
        return !codec.IsBroken;
    }
}
