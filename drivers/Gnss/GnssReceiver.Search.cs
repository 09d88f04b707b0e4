namespace Telltale.Gnss;

/// <content>The search for the baud rate.</content>
public sealed partial class GnssReceiver
{
    private void Open(int baudRate)
    {
        Counters.Opens++;
        _openRate = baudRate;
        if (!_port.Open(baudRate))
        {
            Counters.OpenFailures++;
        }

        GnssCounters seen = Decoder.Counters;
        _validAtOpen = seen.Sentences + seen.UbxMessages;
        _bytesAtOpen = seen.Bytes;
        _skippedAtOpen = seen.Skipped;
        _hasAskedAgain = false;
    }

    private void Ask(long uptime)
    {
        if (_settings.MaySend)
        {
            _ublox.BuildVersion();
            Send(_ublox, uptime);
        }
    }

    private void Send(ReceiverCommands commands, long uptime)
    {
        Counters.Commands++;
        _sentUptime = uptime;
        _port.Write(commands.Buffer, 0, commands.Length);
    }

    private bool HasValid => _valid != _validAtOpen;

    private bool HasWrongBytes => Decoder.Counters.Bytes - _bytesAtOpen >= WrongRateBytes && Decoder.Counters.Skipped == _skippedAtOpen;

    private void Search(long uptime)
    {
        if (_rateIndex < 0)
        {
            // The first step after the start, or after silence: the port is open already.
            _rateIndex = 0;
            _stateUptime = uptime;
            Ask(uptime);
        }

        if (HasValid)
        {
            Found(uptime);
            return;
        }

        if (!HasWrongBytes && uptime - _stateUptime < _settings.RateMilliseconds)
        {
            if (!_hasAskedAgain && uptime - _stateUptime >= _settings.RateMilliseconds >> 1)
            {
                // A receiver that has just been switched on may not have heard the first question.
                _hasAskedAgain = true;
                Ask(uptime);
            }

            return;
        }

        _hasHeardBytes |= Decoder.Counters.Bytes != _bytesAtOpen;
        do
        {
            _rateIndex++;
        }
        while (_rateIndex < _rates.Length && IsTried(_rateIndex));

        if (_rateIndex < _rates.Length)
        {
            Open(_rates[_rateIndex]);
            _stateUptime = uptime;
            Ask(uptime);
            return;
        }

        Counters.SearchRounds++;
        _pauseMilliseconds = _round > 10 ? _settings.MaximumPauseMilliseconds : FirstPauseMilliseconds << _round;
        if (_pauseMilliseconds > _settings.MaximumPauseMilliseconds)
        {
            _pauseMilliseconds = _settings.MaximumPauseMilliseconds;
        }

        _round++;
        State = GnssReceiverState.Resting;
        _stateUptime = uptime;
        Open(_firstRate);
    }

    private bool IsTried(int index)
    {
        int rate = _rates[index];
        for (int i = 1; i < index; i++)
        {
            if (_rates[i] == rate)
            {
                return true;
            }
        }

        return rate == _firstRate;
    }

    private void Rest(long uptime)
    {
        if (HasValid)
        {
            Found(uptime);
        }
        else if (uptime - _stateUptime >= _pauseMilliseconds || (!_hasHeardBytes && HasWrongBytes))
        {
            // The pause is over, or a receiver that was silent at every rate speaks at another one.
            BeginSearch(_firstRate);
        }
    }

    private void BeginSearch(int firstRate)
    {
        _firstRate = firstRate;
        _rateIndex = -1;
        _hasHeardBytes = false;
        _commands = null;
        _isWaiting = false;
        _isWaitingForPvt = false;
        _isGivingUp = false;
        IsConfigured = false;
        Forget();
        State = GnssReceiverState.Searching;
        Open(firstRate);
    }

    private void Forget()
    {
        Kind = GnssReceiverKind.Unknown;
        ProtocolVersion = 0;
        ModelLength = 0;
    }
}
