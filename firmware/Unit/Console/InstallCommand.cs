using Telltale.Checks;
using Telltale.Sampling;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>
/// <c>install --vin V --odometer-km K --mark TEXT</c>: records the installation in a frame for the owner. Refused, naming the checks, while one fails or waits; <c>--accept-failures</c> records them as they are.
/// </summary>
internal sealed class InstallCommand : ConsoleCommand
{
    private const int MaximumKilometres = 10000000;

    private readonly TelematicsUnit _unit;
    private readonly UnitSettings _settings;
    private readonly UnitReporting _reporting;
    private readonly InstallationRecord _record = new InstallationRecord();
    private bool _isRecorded;
    private bool _isVinOther;
    private bool _isJournalled;

    internal InstallCommand(TelematicsUnit unit, UnitSettings settings, UnitReporting reporting)
        : base("install", "install [--vin V] --odometer-km K --mark \"TEXT\" [--accept-failures]: record the installation")
    {
        _unit = unit;
        _settings = settings;
        _reporting = reporting;
    }

    internal override string Begin(ConsoleArguments arguments, long uptimeMilliseconds)
    {
        if (_unit.State != UnitState.Running)
        {
            return "the unit is not enrolled or cannot seal";
        }

        string problem = TakeArguments(arguments);
        if (problem != null)
        {
            return problem;
        }

        TakeVehicle();
        if (!_record.HasVin)
        {
            return "the vehicle tells no identification number: --vin is needed";
        }

        CheckList checks = _reporting.Checks;
        bool isGood = !_isVinOther && checks.CountOf(StatusCheckState.Fail) == 0 && checks.CountOf(StatusCheckState.Waiting) == 0;
        _isRecorded = isGood || _record.AreFailuresAccepted;
        _record.AreFailuresAccepted = !isGood;
        if (_isRecorded)
        {
            Record(uptimeMilliseconds);
        }

        return null;
    }

    internal override bool WriteText(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        if (_isRecorded)
        {
            text.Add(_isJournalled ? "recorded" : "not recorded: the frame could not be sealed or journalled; try again");
            text.Add(_isJournalled && _record.AreFailuresAccepted ? ", with checks that do not pass\r\n" : "\r\n");
            return false;
        }

        if (piece == 0)
        {
            text.Add("not recorded: these checks do not pass (--accept-failures records all the same)\r\n");
            if (_isVinOther)
            {
                text.Add("     the vehicle tells another identification number\r\n");
            }
        }

        Check check = NextOpen(piece);
        if (check != null)
        {
            CheckTexts.AddLine(text, check);
            text.Add("\r\n");
        }

        piece++;
        return NextOpen(piece) != null;
    }

    internal override bool WriteJson(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        if (piece == 0)
        {
            text.Open();
            text.Member("recorded", _isRecorded && _isJournalled);
            text.Member("accepted_failures", _isRecorded && _record.AreFailuresAccepted);
            text.Member("vin_differs", _isVinOther);
            text.Member("vin", _record.Vin, 0, VehicleIdentification.Length);
            text.Member("odometer_offset_m", _record.OdometerOffsetMetres);
            text.OpenArray("not_passing");
        }

        Check check = NextOpen(piece);
        if (check != null)
        {
            CheckTexts.AddJson(text, check);
        }

        piece++;
        if (NextOpen(piece) != null)
        {
            return true;
        }

        text.CloseArray();
        text.Close();
        return false;
    }

    // The n-th check that does not pass; null behind the last one.
    private Check NextOpen(int piece)
    {
        int left = piece;
        CheckList checks = _reporting.Checks;
        for (int index = 0; index < checks.Count; index++)
        {
            StatusCheckState state = checks.At(index).State;
            if (state == StatusCheckState.Fail || state == StatusCheckState.Waiting)
            {
                if (left == 0)
                {
                    return checks.At(index);
                }

                left--;
            }
        }

        return null;
    }

    private string TakeArguments(ConsoleArguments arguments)
    {
        _record.HasVin = false;
        _record.HasOdometer = false;
        _record.AreFailuresAccepted = false;
        _record.MarkLength = 0;
        for (int word = 1; word <= arguments.Count; word++)
        {
            bool hasValue = word < arguments.Count;
            if (arguments.Is(word, "--accept-failures"))
            {
                _record.AreFailuresAccepted = true;
            }
            else if (hasValue && arguments.Is(word, "--vin"))
            {
                word++;
                if (!TryTakeVin(arguments, word))
                {
                    return "--vin takes 17 digits and letters without I, O and Q";
                }
            }
            else if (hasValue && arguments.Is(word, "--odometer-km"))
            {
                word++;
                long metres = MetresOf(arguments, word);
                if (metres < 0)
                {
                    return "--odometer-km takes kilometres up to 10000000, with at most three decimals";
                }

                _record.HasOdometer = true;
                _record.OdometerOffsetMetres = metres;
            }
            else if (hasValue && arguments.Is(word, "--mark"))
            {
                word++;
                if (arguments.Lengths[word] > InstallationRecord.MaximumMarkLength)
                {
                    return "--mark takes at most 80 bytes";
                }

                _record.MarkLength = arguments.Lengths[word];
                System.Array.Copy(arguments.Line, arguments.Starts[word], _record.Mark, 0, _record.MarkLength);
            }
            else
            {
                return "install takes --vin V, --odometer-km K, --mark TEXT, --accept-failures";
            }
        }

        return _record.MarkLength == 0 || !_record.HasOdometer ? "--odometer-km and --mark are needed" : null;
    }

    private bool TryTakeVin(ConsoleArguments arguments, int word)
    {
        if (arguments.Lengths[word] != VehicleIdentification.Length)
        {
            return false;
        }

        for (int index = 0; index < VehicleIdentification.Length; index++)
        {
            int character = arguments.Line[arguments.Starts[word] + index];
            _record.Vin[index] = (byte)(character >= 'a' && character <= 'z' ? character - 'a' + 'A' : character);
        }

        _record.HasVin = VehicleIdentification.IsValid(_record.Vin, 0, VehicleIdentification.Length);
        return _record.HasVin;
    }

    // -1 for what is no number.
    private static long MetresOf(ConsoleArguments arguments, int word)
    {
        long metres = 0;
        int decimals = -1;
        for (int index = 0; index < arguments.Lengths[word]; index++)
        {
            int character = arguments.Line[arguments.Starts[word] + index];
            if (character == '.' && decimals < 0 && index > 0)
            {
                decimals = 0;
                continue;
            }

            if (character < '0' || character > '9' || decimals == 3)
            {
                return -1;
            }

            metres = (metres * 10) + character - '0';
            decimals += decimals >= 0 ? 1 : 0;
            if (metres > MaximumKilometres * 1000L)
            {
                return -1;
            }
        }

        if (arguments.Lengths[word] == 0)
        {
            return -1;
        }

        for (int place = decimals < 0 ? 0 : decimals; place < 3; place++)
        {
            metres *= 10;
        }

        return metres > MaximumKilometres * 1000L ? -1 : metres;
    }

    private void TakeVehicle()
    {
        _isVinOther = false;
        if (_unit.Bus == null || !_unit.Bus.Obd.Vehicle.HasVin)
        {
            return;
        }

        byte[] told = _unit.Bus.Obd.Vehicle.Vin;
        if (!_record.HasVin)
        {
            System.Array.Copy(told, 0, _record.Vin, 0, VehicleIdentification.Length);
            _record.HasVin = true;
            return;
        }

        for (int index = 0; index < VehicleIdentification.Length; index++)
        {
            _isVinOther |= told[index] != _record.Vin[index];
        }
    }

    private void Record(long uptimeMilliseconds)
    {
        VehicleContext context = _unit.Sampler.Context;
        _record.OdometerOffsetMetres -= context.DistanceMetres;
        _record.IgnitionSource = (int)context.IgnitionSource;
        _record.BootNumber = _unit.Keys.BootNumber;
        _record.UptimeMilliseconds = uptimeMilliseconds;
        _record.IsDated = _unit.Clock.IsSet;
        _record.TimeUtcMilliseconds = _unit.Clock.IsSet ? _unit.Clock.UtcAt(uptimeMilliseconds) : 0;
        _record.FirmwareVersion = FirmwareBuild.Version;
        _record.Board = _settings.BoardName;
        _record.SetChecks(_reporting.Checks);
        _isJournalled = _unit.TryRecord(_record);
        if (_isJournalled)
        {
            _reporting.Log.Note(LogCode.Installed, _reporting.Checks.CountOf(StatusCheckState.Fail), uptimeMilliseconds);
        }
    }
}
