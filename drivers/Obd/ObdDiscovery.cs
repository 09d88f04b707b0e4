using System;

namespace Telltale.Obd;

/// <summary>
/// Finds out how a vehicle wants to be asked and which ECU supports what: 11-bit identifiers first, 29-bit ones when nothing answers, then SAE J1979-2 in
/// the same order. Then every ECU's further ranges of PIDs, and the vehicle identification number.
/// </summary>
public sealed class ObdDiscovery : IObdRequester
{
    private const int Everybody = 0;
    private const int OneByOne = 1;
    private const int Ranges = 2;
    private const int AskVin = 3;

    private const int Ways = 4;

    // Twice, after which the flow tries functional requests, and once more.
    private const int MostTries = 3;

    private readonly ObdFlow _flow;
    private readonly ObdVehicle _vehicle;
    private readonly ObdSettings _settings;

    private int _phase;
    private int _way;
    private int _walkEcu;
    private int _walkRange;
    private int _tries;
    private int _failures;
    private long _next;

    /// <summary>Makes a discovery that fills <paramref name="vehicle"/>.</summary>
    public ObdDiscovery(ObdFlow flow, ObdVehicle vehicle, ObdSettings settings)
    {
        _flow = flow;
        _vehicle = vehicle;
        _settings = settings;
        Restart();
    }

    /// <summary>The highest range of 32 PIDs that is of interest, 0 to 7.</summary>
    public int HighestRange;

    /// <summary>The uptime before which nothing is asked.</summary>
    public long NextDueUptimeMilliseconds => _next;

    /// <summary>Begins anew.</summary>
    public void Restart()
    {
        _vehicle.Forget();
        _phase = Everybody;
        _way = 0;
        _tries = 0;
        _failures = 0;
        _next = long.MinValue;
        _flow.Restart(false);
    }

    /// <summary>Asks what is to be asked next, when its time has come.</summary>
    public void Ask(long uptimeMilliseconds)
    {
        if (uptimeMilliseconds < _next || _vehicle.IsKnown)
        {
            return;
        }

        switch (_phase)
        {
            case Everybody:
                _vehicle.EcusPresent = 0;
                AskForRange(ObdFlow.Everybody, 0, uptimeMilliseconds);
                break;
            case OneByOne:
                AskForRange(_walkEcu, 0, uptimeMilliseconds);
                break;
            case Ranges:
                AskForRange(_walkEcu, _walkRange << 5, uptimeMilliseconds);
                break;
            default:
                byte[] request = _flow.Request;
                if (_vehicle.IsUds)
                {
                    request[1] = 0x22;
                    request[2] = 0xF8;
                    request[3] = 0x02;
                }
                else
                {
                    request[1] = 0x09;
                    request[2] = 0x02;
                }

                _flow.TrySend(this, _walkEcu, _vehicle.IsUds ? 3 : 2, uptimeMilliseconds);
                break;
        }
    }

    /// <inheritdoc/>
    public bool TakeResponse(int ecu, byte[] message, int length, long uptimeMilliseconds)
    {
        return _phase == AskVin ? TakeVin(message, length) : TakeSupport(ecu, message, length);
    }

    /// <inheritdoc/>
    public void Finish(ObdOutcome outcome, long uptimeMilliseconds)
    {
        if (_phase >= Ranges && outcome == ObdOutcome.Unanswered)
        {
            // What is lost here is not looked for again while this vehicle is heard.
            _tries++;
            if (_tries < MostTries)
            {
                return;
            }
        }

        _tries = 0;
        switch (_phase)
        {
            case Everybody:
                // Several ECUs answer at once, and the controller has two buffers. ECUs with 29 bits cannot be asked before they are known.
                if (_flow.HasOverflown && !_flow.Addressing.IsExtended)
                {
                    _phase = OneByOne;
                    _walkEcu = 0;
                }
                else
                {
                    EndSearch(uptimeMilliseconds);
                }

                break;
            case OneByOne:
                _walkEcu++;
                if (_walkEcu == ObdAddressing.MaximumEcus)
                {
                    EndSearch(uptimeMilliseconds);
                }

                break;
            case Ranges:
                if (outcome != ObdOutcome.Answered)
                {
                    _vehicle.ClearSupport(_walkEcu, _walkRange);
                }

                NextRange();
                break;
            default:
                if (outcome == ObdOutcome.Answered)
                {
                    _vehicle.IsKnown = true;
                }
                else
                {
                    NextVinEcu();
                }

                break;
        }
    }

    private void AskForRange(int target, int pid, long uptimeMilliseconds)
    {
        byte[] request = _flow.Request;
        if (_vehicle.IsUds)
        {
            request[1] = 0x22;
            request[2] = 0xF4;
            request[3] = (byte)pid;
            _flow.TrySend(this, target, 3, uptimeMilliseconds);
        }
        else
        {
            request[1] = 0x01;
            request[2] = (byte)pid;
            _flow.TrySend(this, target, 2, uptimeMilliseconds);
        }
    }

    private bool TakeSupport(int ecu, byte[] message, int length)
    {
        int place = 1;
        if (_vehicle.IsUds)
        {
            if (length < 7 || message[1] != 0xF4)
            {
                return false;
            }

            place = 2;
        }

        if (length < place + 5 || message[place] != _flow.Request[place + 1])
        {
            return false;
        }

        int range = message[place] >> 5;
        _vehicle.SetSupport(ecu, range, message, place + 1);
        if (range == 0)
        {
            _vehicle.EcusPresent |= 1 << ecu;
        }

        return true;
    }

    private bool TakeVin(byte[] message, int length)
    {
        int place = 3;
        if (_vehicle.IsUds)
        {
            // Without the count of items that SAE J1979 puts first; where an ECU keeps it, the 17 characters are the last ones.
            place = length - 17;
            if (place < 3 || place > 4 || message[1] != 0xF8)
            {
                return false;
            }
        }

        if (length < place + 17 || message[_vehicle.IsUds ? 2 : 1] != 0x02)
        {
            return false;
        }

        for (int index = place; index < place + 17; index++)
        {
            int letter = message[index];
            bool isAllowed = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z' && letter != 'I' && letter != 'O' && letter != 'Q');
            if (!isAllowed)
            {
                return false;
            }
        }

        Array.Copy(message, place, _vehicle.Vin, 0, 17);
        _vehicle.HasVin = true;
        _vehicle.VinsTold++;
        return true;
    }

    private void EndSearch(long uptimeMilliseconds)
    {
        if (_vehicle.EcusPresent == 0)
        {
            TryAnotherWay(uptimeMilliseconds);
            return;
        }

        _failures = 0;
        _flow.Settle();
        for (int ecu = 0; ecu < ObdAddressing.MaximumEcus; ecu++)
        {
            int first = _vehicle.IsPresent(ecu) ? 1 : 0;
            for (int range = first; range < 8; range++)
            {
                _vehicle.ClearSupport(ecu, range);
            }
        }

        _phase = Ranges;
        _walkEcu = 0;
        _walkRange = 0;
        NextRange();
    }

    private void TryAnotherWay(long uptimeMilliseconds)
    {
        _phase = Everybody;
        bool isAllowed;
        do
        {
            _way++;
            if (_way == Ways)
            {
                _way = 0;
                _next = uptimeMilliseconds + BackOff(_failures);
                _failures++;
            }

            isAllowed = ((_way & 1) == 0 || _settings.TriesExtendedIdentifiers) && (_way < 2 || _settings.TriesUds);
        }
        while (!isAllowed);

        _vehicle.IsUds = _way >= 2;
        _flow.Restart((_way & 1) != 0);
    }

    // The last bit of each range says whether there is another one.
    private void NextRange()
    {
        while (_walkEcu < ObdAddressing.MaximumEcus)
        {
            if (_walkRange < HighestRange && _vehicle.IsSupported(_walkEcu, (_walkRange + 1) << 5))
            {
                _walkRange++;
                return;
            }

            _walkEcu++;
            _walkRange = 0;
        }

        _walkEcu = -1;
        _phase = AskVin;
        if (_settings.AsksForVin)
        {
            NextVinEcu();
        }
        else
        {
            _vehicle.IsKnown = true;
        }
    }

    private void NextVinEcu()
    {
        do
        {
            _walkEcu++;
        }
        while (_walkEcu < ObdAddressing.MaximumEcus && !_vehicle.IsPresent(_walkEcu));
        if (_walkEcu == ObdAddressing.MaximumEcus)
        {
            _vehicle.IsKnown = true;
        }
    }

    private static int BackOff(int failures)
    {
        return failures >= 6 ? 60000 : 1000 << failures;
    }
}
