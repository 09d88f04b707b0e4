using System;

namespace Telltale.Gnss;

/// <content>What the receiver is asked and told.</content>
public sealed partial class GnssReceiver
{
    private void Identify(long uptime)
    {
        if (Kind == GnssReceiverKind.Unknown)
        {
            if (!_settings.MaySend)
            {
                Kind = GnssReceiverKind.Generic;
            }
            else if (uptime - _sentUptime < _settings.AnswerMilliseconds)
            {
                return;
            }
            else if (++_probe == Probes)
            {
                Kind = GnssReceiverKind.Generic;
            }
            else
            {
                if (_probe == 1)
                {
                    Ask(uptime);
                    return;
                }

                _sentences.BuildVersion(_probe == 2 ? GnssReceiverKind.MediaTek : _probe == 3 ? GnssReceiverKind.Airoha : GnssReceiverKind.Casic);
                Send(_sentences, uptime);
                return;
            }
        }

        _commands = null;
        if (_settings.MaySend && Kind == GnssReceiverKind.Ublox)
        {
            _ublox.Protocol = ProtocolVersion;
            _commands = _ublox;
        }
        else if (_settings.MaySend && Kind != GnssReceiverKind.Generic)
        {
            _sentences.Kind = Kind;
            _commands = _sentences;
        }

        if (_commands == null || _commands.Steps == 0)
        {
            Run(uptime, false);
            return;
        }

        Aid(uptime);
        State = GnssReceiverState.Configuring;
        _step = 0;
        _tries = 0;
        _hasFailed = false;
        _isWaiting = false;
    }

    private void Aid(long uptime)
    {
        _isAidDue = false;
        if (_commands == null || _positionUptime >= _sinceUptime)
        {
            return;
        }

        ReceiverAid aid = _aid;
        if (_fix != null)
        {
            // Where the vehicle was a while ago is known better than where it was parked last.
            long elapsed = uptime - _positionUptime;
            aid.HasPosition = elapsed <= AidFromFixMilliseconds;
            if (aid.HasPosition)
            {
                aid.LatitudeDegreesE7 = _fix.LatitudeDegreesE7;
                aid.LongitudeDegreesE7 = _fix.LongitudeDegreesE7;
                aid.HeightMillimetres = (_fix.Fields & FixFields.Height) != 0 ? _fix.HeightMillimetres : 0;
                aid.PositionAccuracyMillimetres = AidFromFixMillimetres + ((int)elapsed * FastestMetresPerSecond);
            }
        }

        if (aid.HasTime)
        {
            _commands.BuildTime(aid, uptime);
            SendAid(uptime);
        }

        if (aid.HasPosition)
        {
            _commands.BuildPosition(aid, uptime);
            SendAid(uptime);
        }
    }

    private void SendAid(long uptime)
    {
        if (_commands.Length > 0)
        {
            Counters.Aids++;
            Send(_commands, uptime);
        }
    }

    private void Configure(long uptime)
    {
        if (_isGivingUp)
        {
            WaitForSentences(uptime);
        }
        else if (_isWaitingForPvt)
        {
            if (_hasPvtHeader && Decoder.Counters.UbxMessages != _ubxAtPvt)
            {
                _isWaitingForPvt = false;
                NextStep();
            }
            else if (uptime - _sentUptime >= FirstPvtMilliseconds)
            {
                _isWaitingForPvt = false;
                Counters.Unanswered++;
                GiveUp(uptime);
            }
        }
        else if (_isWaiting)
        {
            Wait(uptime);
        }

        if (State == GnssReceiverState.Configuring && !_isWaiting && !_isWaitingForPvt && !_isGivingUp)
        {
            SendStep(uptime);
        }
    }

    private void SendStep(long uptime)
    {
        while (_step < _commands.Steps)
        {
            _commands.Build(_step, BaudRate);
            if (_commands.Length > 0)
            {
                _answer = 0;
                _isWaiting = true;
                _tries++;
                _sentencesAtCommand = Decoder.Counters.Sentences;
                Send(_commands, uptime);
                if (IsBaudRateStep)
                {
                    State = GnssReceiverState.ChangingBaudRate;
                    _stateUptime = uptime;
                }

                return;
            }

            NextStep();
        }

        if (!_hasFailed)
        {
            Counters.Configurations++;
        }

        Run(uptime, !_hasFailed);
    }

    private bool IsBaudRateStep => Kind == GnssReceiverKind.Ublox && _step == UbloxCommands.BaudRate;

    private void NextStep()
    {
        _step++;
        _tries = 0;
        if (IsBaudRateStep && _rateChangeFailures >= RateChangeAttempts)
        {
            _step++;
        }
    }

    private void Wait(long uptime)
    {
        bool isSilentStep = _commands.Answer == ReceiverCommands.NoAnswer;
        if (_answer == 0 && uptime - _sentUptime < (isSilentStep ? UnansweredPauseMilliseconds : _settings.AnswerMilliseconds))
        {
            return;
        }

        _isWaiting = false;
        if (_answer == 0 && !isSilentStep && _tries < Attempts)
        {
            // Sent again.
            return;
        }

        bool isUblox = Kind == GnssReceiverKind.Ublox;
        if (_answer > 0 || isSilentStep)
        {
            if (isUblox && _step == UbloxCommands.PositionOn)
            {
                _isWaitingForPvt = true;
                _hasPvtHeader = false;
                _pvtMatched = 0;
                _ubxAtPvt = Decoder.Counters.UbxMessages;
                _sentUptime = uptime;
            }
            else
            {
                NextStep();
            }

            return;
        }

        if (_answer < 0)
        {
            Counters.Refused++;
        }
        else
        {
            Counters.Unanswered++;
        }

        if (isUblox && (_step == UbloxCommands.PositionOn || _step == UbloxCommands.UbxOnly))
        {
            GiveUp(uptime);
            return;
        }

        _hasFailed = true;
        NextStep();
    }

    // A u-blox that cannot be made to send UBX alone is left as it came: sending its sentences, and nothing beside them. Where no sentences come, NAV-PVT is all there is.
    private void GiveUp(long uptime)
    {
        _isGivingUp = true;
        _sentUptime = uptime;
        _sentencesAtCommand = Decoder.Counters.Sentences;
    }

    private void WaitForSentences(long uptime)
    {
        if (Decoder.Counters.Sentences != _sentencesAtCommand)
        {
            _isGivingUp = false;
            _commands.Build(UbloxCommands.PositionOff, BaudRate);
            Send(_commands, uptime);
            Run(uptime, false);
        }
        else if (uptime - _sentUptime >= _settings.RateMilliseconds)
        {
            _isGivingUp = false;
            if (_step == UbloxCommands.UbxOnly)
            {
                // As it was to be, whatever the receiver said.
                NextStep();
            }
            else
            {
                Run(uptime, false);
            }
        }
    }

    private void ChangeBaudRate(long uptime)
    {
        int wanted = _ublox.WantedBaudRate(BaudRate);
        if (_openRate == BaudRate)
        {
            if (_answer < 0)
            {
                _isWaiting = false;
                _hasFailed = true;
                Counters.Refused++;
                _rateChangeFailures = RateChangeAttempts;
                State = GnssReceiverState.Configuring;
                NextStep();
            }
            else if (uptime - _stateUptime >= RateChangeMilliseconds)
            {
                // By now the command has left the unit. The answer may come at either rate and is not waited for.
                _isWaiting = false;
                _stateUptime = uptime;
                Open(wanted);
                Ask(uptime);
            }
        }
        else if (HasValid)
        {
            BaudRate = _openRate;
            _firstRate = _openRate;
            State = GnssReceiverState.Configuring;
            NextStep();
        }
        else if (uptime - _stateUptime >= _settings.RateMilliseconds)
        {
            Counters.BaudRateFailures++;
            _rateChangeFailures++;
            BeginSearch(BaudRate);
        }
    }

    // Whether NAV-PVT really comes: its header here, and a message with a right checksum that is no answer in the decoder's counters.
    private void LookForPvt(int count)
    {
        int i = 0;
        while (i < count)
        {
            if (_pvtMatched == 0)
            {
                i = Array.IndexOf(_bytes, _synchronisation, i, count - i);
                if (i < 0)
                {
                    return;
                }

                _pvtMatched = 1;
                i++;
                continue;
            }

            int value = _bytes[i];
            if (_pvtMatched == 1 ? value == 0x62 : _pvtMatched == 2 ? value == 0x01 : _pvtMatched == 3 ? value == 0x07 : value >= 92)
            {
                i++;
                if (++_pvtMatched == 5)
                {
                    _hasPvtHeader = true;
                    _pvtMatched = 0;
                }
            }
            else
            {
                _pvtMatched = 0;
            }
        }
    }
}
