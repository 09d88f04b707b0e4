using System;
using Telltale.Commands;
using Telltale.Gnss;
using Telltale.Journal;
using Telltale.Obd;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <content>Start-up: what is taken up, in which order, and from where the unit goes on.</content>
public sealed partial class TelematicsUnit
{
    private void TakeUp(long uptimeMilliseconds)
    {
        if (!SelfTest.Run(_ports.Cryptography))
        {
            State = UnitState.SealingFailed;
            return;
        }

        Keys = new UnitKeys(_ports.Cryptography, _ports.Volume);
        KeyState = Keys.Load(_ports.Ticks ^ uptimeMilliseconds);
        if (KeyState == UnitKeyState.NotEnrolled)
        {
            State = UnitState.NotEnrolled;
            return;
        }

        CommandLog log = new CommandLog(_ports.Volume);
        log.Load(Keys.StreamId);
        if (!TryGoOn(log))
        {
            return;
        }

        Journal = new FrameJournal(_ports.Volume, _settings.Journal);
        Journal.Recover(Keys.StreamId, Keys.SequenceFloor, Keys.SequenceCeiling);
        _writer = new FrameWriter(_ports.Cryptography, Keys, Journal, Counters, _settings.Journal.MaximumFrameBytes);
        Clock = new UnitClock();
        LoadProfile();
        _open = new OpenBatch(_settings, _ports, Clock, _writer, Signals.Definitions);
        _status = new StatusWriter(_settings, _ports);
        Sampler = new Sampler(_settings.Sampling, Signals, Clock, this, this);
        TakeOver();
        StartReceiver(uptimeMilliseconds);
        _open.BeginFirstEpoch(uptimeMilliseconds);
        Uplink = new FrameUplink(_ports.Link, Journal, Keys, _ports.Cryptography, _settings.Uplink);
        Uplink.Seed(BitConverter.ToInt32(Keys.StreamId, 4) ^ Keys.BootNumber);
        StartCommands(log);
        UplinkSupervisor = new UplinkSupervisor(_ports, Uplink, uptimeMilliseconds);
        StartTrial(uptimeMilliseconds);
        StartSleep();
        State = UnitState.Running;
    }

    private void TakeOver()
    {
        Sampler.Context.Restore(Keys.Carried, 0);
        Sample newest = NewestSample.Read(Journal, Keys, _ports.Cryptography, _writer.Buffer);
        if (newest != null)
        {
            Sampler.Context.TakeOver(newest);
        }

        if ((Keys.Carried[FrameWriter.FlagsOffset] & FrameWriter.PrivateFlag) != 0)
        {
            Sampler.IsPrivate = true;
        }

        _writer.Carry(Sampler);
    }

    private void StartReceiver(long uptime)
    {
        Place = new ParkingPlace(_ports.Volume);
        Place.Load();
        _fixSource = _ports.FixSource;
        if (_fixSource == null)
        {
            Receiver = new GnssReceiver(_ports.GnssUart, _settings.Gnss);
            Gnss = Receiver.Decoder;

            // The dates of an old recording are right as they are.
            Gnss.EarliestDay = _settings.Sampling.EarliestUtcMilliseconds < UnitClock.DefaultEarliestUtcMilliseconds ? 0 : FirmwareBuild.Day;
            if (Place.IsKnown)
            {
                Receiver.AidPosition(Place.LatitudeDegreesE7, Place.LongitudeDegreesE7, Place.HeightMillimetres, ParkingPlace.AccuracyMillimetres);
            }

            if (_ports.UtcMilliseconds > 0 && _ports.UtcAccuracyMilliseconds > 0)
            {
                Receiver.AidTime(_ports.UtcMilliseconds, _ports.UtcAccuracyMilliseconds, uptime);
            }

            _fixSource = Receiver;
        }

        if (IsSafeMode)
        {
            _fixDueUptime = long.MaxValue;
        }
        else
        {
            _fixSource.Start(Reporting.NewestFix.Before(Sampler), Sampler);
        }
    }

    // What the log of commands says before anything else is read. False when the unit has been wiped.
    private bool TryGoOn(CommandLog log)
    {
        if (log.FindOpen() && log.OpenCode == CommandCode.Wipe && !log.IsOpenOfOtherStream)
        {
            UnitCommands.Wipe(_ports.Volume);
            Keys = null;
            KeyState = UnitKeyState.NotEnrolled;
            State = UnitState.NotEnrolled;
            return false;
        }

        // Nobody knows which commands were accepted: those of the old stream die with it.
        if (log.IsLost && Keys.BeginNextStream())
        {
            log.Begin(Keys.StreamId);
        }

        return true;
    }

    private void StartCommands(CommandLog log)
    {
        if (!_settings.Commands.IsEnabled)
        {
            return;
        }

        _commands = new UnitCommands(this, _ports, _settings, _writer);
        Commands = new CommandReceiver(log, _commands, _commands, Keys, Clock, _settings.Commands);
        Uplink.CommandListener = Commands;
    }

    private void LoadProfile()
    {
        SignalDefinition[] definitions = new SignalDefinition[0];
        if (_ports.Can != null && !IsSafeMode)
        {
            SignalProfile profile = ReadProfile();
            if (profile == null)
            {
                profile = ObdProfile.CreateGeneric();
            }

            Bus = new VehicleBus(_ports.Can, profile, _settings.Bus);
            _busDueUptime = long.MinValue;
            _mayPoll = _settings.Bus.MayPoll;
            definitions = profile.Definitions;
        }

        Signals = Bus == null ? new SignalTable(definitions) : Bus.Table;
    }

    private SignalProfile ReadProfile()
    {
        int length = _ports.Volume.Length(ProfileFileName);
        if (length < 0)
        {
            return null;
        }

        byte[] bytes = new byte[length];
        int count = _ports.Volume.Read(ProfileFileName, 0, bytes, 0, length);
        ProfileFault = SignalProfile.TryLoad(bytes, count < 0 ? 0 : count, out SignalProfile profile);
        return profile;
    }
}
