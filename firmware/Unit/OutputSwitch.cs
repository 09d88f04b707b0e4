using Telltale.Commands;

namespace Telltale.Unit;

/// <summary>The outputs that the settings name: off at the start, switched by command, and off again when the duration is over.</summary>
internal sealed class OutputSwitch
{
    // Level, milliseconds, name.
    private const int NameOffset = 5;
    private const int RetryMilliseconds = 1000;

    private readonly IOutputs _port;
    private readonly OutputSettings[] _outputs;
    private readonly long[] _offUptimes;
    private readonly bool[] _isRefused;
    private readonly bool[] _isOn;

    internal OutputSwitch(IOutputs port, OutputSettings[] outputs)
    {
        _port = port;
        _outputs = outputs;
        _offUptimes = new long[outputs.Length];
        _isRefused = new bool[outputs.Length];
        _isOn = new bool[outputs.Length];
        for (int index = 0; index < outputs.Length; index++)
        {
            _offUptimes[index] = long.MaxValue;
            if (port != null && outputs[index].Pin >= 0 && !Set(index, false))
            {
                _isRefused[index] = true;
                Refused++;
                RefusedPin = outputs[index].Pin;
            }
        }
    }

    /// <summary>Outputs of the settings that the board refused at the start.</summary>
    internal int Refused { get; }

    /// <summary>The pin of the last of them; -1 for none.</summary>
    internal int RefusedPin { get; } = -1;

    /// <summary>Which outputs are on: bit 0 for the first of the settings.</summary>
    internal int OnBits
    {
        get
        {
            int bits = 0;
            for (int index = 0; index < _isOn.Length; index++)
            {
                bits |= _isOn[index] ? 1 << index : 0;
            }

            return bits;
        }
    }

    /// <summary>When the next output is to be switched off.</summary>
    internal long NextDueUptimeMilliseconds
    {
        get
        {
            long due = long.MaxValue;
            for (int index = 0; index < _offUptimes.Length; index++)
            {
                due = _offUptimes[index] < due ? _offUptimes[index] : due;
            }

            return due;
        }
    }

    internal static bool IsInForm(UnitCommand command) =>
        command.ArgumentsCount > NameOffset && command.ArgumentsCount <= NameOffset + OutputSettings.MaximumNameLength
        && command.Arguments[command.ArgumentsOffset] <= 1 && MillisecondsOf(command) >= 0;

    internal static bool IsSwitchedOn(UnitCommand command) => command.Arguments[command.ArgumentsOffset] == 1;

    internal static bool IsWithinLimit(UnitCommand command, OutputSettings output) =>
        !IsSwitchedOn(command) || output.PulseMilliseconds == 0 || MillisecondsOf(command) <= output.PulseMilliseconds;

    /// <summary>Whether the board gave the output that a command names.</summary>
    internal bool IsFitted(UnitCommand command) => _port != null && !_isRefused[IndexOf(command)];

    /// <summary>The output that a command names; null for none.</summary>
    internal OutputSettings Find(UnitCommand command)
    {
        int index = IndexOf(command);
        return index < 0 ? null : _outputs[index];
    }

    internal bool TrySwitch(UnitCommand command, long uptimeMilliseconds)
    {
        int index = IndexOf(command);
        int milliseconds = MillisecondsOf(command) == 0 ? _outputs[index].PulseMilliseconds : MillisecondsOf(command);
        bool isOn = IsSwitchedOn(command);
        _offUptimes[index] = isOn && milliseconds > 0 ? uptimeMilliseconds + milliseconds : long.MaxValue;
        return Set(index, isOn);
    }

    internal void Step(long uptimeMilliseconds)
    {
        for (int index = 0; index < _offUptimes.Length; index++)
        {
            if (uptimeMilliseconds >= _offUptimes[index])
            {
                _offUptimes[index] = Set(index, false) ? long.MaxValue : uptimeMilliseconds + RetryMilliseconds;
            }
        }
    }

    internal void SwitchAllOff()
    {
        for (int index = 0; index < _outputs.Length; index++)
        {
            _offUptimes[index] = long.MaxValue;
            if (_port != null && _outputs[index].Pin >= 0 && !_isRefused[index])
            {
                Set(index, false);
            }
        }
    }

    private static int MillisecondsOf(UnitCommand command)
    {
        byte[] bytes = command.Arguments;
        int offset = command.ArgumentsOffset + 1;
        return (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
    }

    private bool Set(int index, bool isOn)
    {
        bool isDone = _port.Set(_outputs[index].Pin, isOn != _outputs[index].IsActiveLow);
        _isOn[index] = isDone ? isOn : _isOn[index];
        return isDone;
    }

    private int IndexOf(UnitCommand command)
    {
        int length = command.ArgumentsCount - NameOffset;
        for (int index = 0; index < _outputs.Length; index++)
        {
            string name = _outputs[index].Name;
            bool isSame = length > 0 && name.Length == length && _outputs[index].Pin >= 0;
            for (int letter = 0; isSame && letter < length; letter++)
            {
                isSame = command.Arguments[command.ArgumentsOffset + NameOffset + letter] == name[letter];
            }

            if (isSame)
            {
                return index;
            }
        }

        return -1;
    }
}
