using System;
using Telltale.Journal;
using Telltale.Ports;

namespace Telltale.Configuration;

/// <summary>
/// The configuration on the unit's volume: the confirmed one and, beside it, one on trial, each in a file of its own, so that a power cut while one is written leaves the other.
/// FORMAT.md has the files, README.md the rules. <see cref="Start"/> once, before the unit is made.
/// </summary>
public sealed class ConfigurationStore
{
    /// <summary>The file that whoever flashes the board puts on the volume; taken in at the next start and deleted.</summary>
    public const string ImportName = "config.json";

    /// <summary>A configuration on trial that is not confirmed so long after the start is rolled back.</summary>
    public const int TrialMilliseconds = 280000;

    /// <summary>A configuration on trial is started with this often; at the next start it is rolled back.</summary>
    public const int TrialStarts = 3;

    /// <summary>The values in force since <see cref="Start"/>.</summary>
    public readonly UnitConfiguration InForce;

    /// <summary>What is wrong with the file that was to be taken in; nothing where there was none or it was right.</summary>
    public readonly ConfigurationFault ImportFault = new ConfigurationFault();

    /// <summary>The name of the file that <see cref="ImportFault"/> is about.</summary>
    public string ImportFile = "";

    /// <summary>Files found at start-up that are damaged.</summary>
    public int DamagedFiles;

    /// <summary>Operations that the volume refused.</summary>
    public int Failures;

    /// <summary>Configurations stored by <see cref="TryPropose"/> since start-up: when this grows, one waits for the next start.</summary>
    public int Proposals;

    /// <summary>The configuration in force is on trial.</summary>
    public bool IsOnTrial;

    /// <summary>CRC-32 of the file's JSON that is in force; 0 for the defaults.</summary>
    public int Checksum;

    private readonly IFileVolume _volume;
    private readonly ConfigurationTable _table;
    private readonly ConfigurationReader _reader;
    private readonly UnitConfiguration _scratch;
    private readonly ConfigurationFault _fault = new ConfigurationFault();
    private readonly byte[] _buffer = new byte[ConfigurationFile.HeaderLength + ConfigurationTable.MaximumDocumentBytes];
    private readonly ConfigurationFile _first;
    private readonly ConfigurationFile _second;
    private ConfigurationFile _inForce;

    /// <summary>Makes a store; nothing is read before <see cref="Start"/>.</summary>
    public ConfigurationStore(IFileVolume volume)
    {
        _volume = volume;
        _table = new ConfigurationTable();
        _reader = new ConfigurationReader(_table);
        _scratch = new UnitConfiguration(_table);
        InForce = new UnitConfiguration(_table);
        Crc32 crc = new Crc32();
        _first = new ConfigurationFile("config-a", volume, crc);
        _second = new ConfigurationFile("config-b", volume, crc);
    }

    /// <summary>The table of entries.</summary>
    public ConfigurationTable Table => _table;

    /// <summary>The owner's number of the configuration in force; 0 for none.</summary>
    public int Revision => InForce.Revision;

    /// <summary>The owner's number of the configuration that is confirmed; 0 for none.</summary>
    public int ConfirmedRevision
    {
        get
        {
            ConfigurationFile confirmed = Confirmed();
            return confirmed == null ? 0 : confirmed.Revision;
        }
    }

    /// <summary>What became of the newest configuration that was proposed.</summary>
    public TrialResult LastTrialResult
    {
        get
        {
            ConfigurationFile trial = NewestTrial();
            return trial == null ? TrialResult.None : trial.Result != TrialResult.None ? trial.Result : trial == _inForce ? TrialResult.Running : TrialResult.Waiting;
        }
    }

    /// <summary>The owner's number of the newest configuration that was proposed; 0 for none.</summary>
    public int LastTrialRevision
    {
        get
        {
            ConfigurationFile trial = NewestTrial();
            return trial == null ? 0 : trial.Revision;
        }
    }

    /// <summary>Finds what is in force, takes in a file that was put on the volume, and begins a trial that waits. Called once after power came.</summary>
    public void Start()
    {
        _first.Load(_buffer);
        _second.Load(_buffer);
        DamagedFiles = (_first.IsDamaged ? 1 : 0) + (_second.IsDamaged ? 1 : 0);
        Import();
        ConfigurationFile pending = Pending();
        if (pending != null)
        {
            if (pending.Starts >= TrialStarts)
            {
                Note(pending.NoteResult(TrialResult.RolledBackRestarts));
            }
            else if (!TryUse(pending))
            {
                Note(pending.NoteResult(TrialResult.RolledBackUnreadable));
            }
            else if (Note(pending.NoteStart()))
            {
                IsOnTrial = true;
                return;
            }
        }

        UseConfirmed();
    }

    /// <summary>Stores a configuration to come into force with the next start, on trial. What is confirmed stays beside it.</summary>
    /// <param name="bytes">JSON in UTF-8.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    /// <param name="fault">Takes what is wrong.</param>
    public ProposalResult TryPropose(byte[] bytes, int offset, int count, ConfigurationFault fault)
    {
        if (!_reader.TryRead(bytes, offset, count, _scratch, fault))
        {
            return ProposalResult.Wrong;
        }

        ConfigurationFile confirmed = Confirmed();
        ConfigurationFile pending = Pending();
        if ((pending != null && IsSame(pending, bytes, offset, count)) || (pending == null && confirmed != null && IsSame(confirmed, bytes, offset, count)))
        {
            return ProposalResult.Already;
        }

        if (_scratch.Revision == 0)
        {
            fault.Code = ConfigurationFaultCode.Missing;
            fault.Path = ConfigurationReader.RevisionName;
            return ProposalResult.Wrong;
        }

        if (confirmed != null && _scratch.Revision <= confirmed.Revision)
        {
            fault.Code = ConfigurationFaultCode.Stale;
            fault.Path = ConfigurationReader.RevisionName;
            fault.Value = _scratch.Revision;
            fault.Limit = confirmed.Revision;
            return ProposalResult.Stale;
        }

        if (!TryStore(bytes, offset, count, _scratch.Revision, true))
        {
            fault.Code = ConfigurationFaultCode.NotStored;
            return ProposalResult.NotStored;
        }

        Proposals++;
        return ProposalResult.Stored;
    }

    /// <summary>The configuration in force works: it is confirmed.</summary>
    /// <returns>False when the volume refused that; to be tried again.</returns>
    public bool Confirm() => EndTrial(TrialResult.Taken);

    /// <summary>The configuration on trial does not work, or one that waits is given up: the confirmed one is in force from the next start on.</summary>
    /// <param name="result">Why.</param>
    /// <returns>False when the volume refused that; to be tried again.</returns>
    public bool RollBack(TrialResult result)
    {
        ConfigurationFile pending = Pending();
        if (pending != null && pending != _inForce)
        {
            return Note(pending.NoteResult(result));
        }

        return EndTrial(result);
    }

    private bool EndTrial(TrialResult result)
    {
        if (!IsOnTrial || !_inForce.IsPending || !Note(_inForce.NoteResult(result)))
        {
            return false;
        }

        IsOnTrial = false;
        return true;
    }

    private void UseConfirmed()
    {
        ConfigurationFile confirmed = Confirmed();
        if (confirmed != null && TryUse(confirmed))
        {
            return;
        }

        // One that older or other firmware wrote; the one before it is better than none.
        ConfigurationFile other = confirmed == _first ? _second : _first;
        if (confirmed != null && other.IsConfirmed && TryUse(other))
        {
            return;
        }

        _inForce = null;
        Checksum = 0;
        InForce.SetDefaults(_table);
    }

    private bool TryUse(ConfigurationFile file)
    {
        file.Load(_buffer);
        if (!file.IsValid || !_reader.TryRead(_buffer, ConfigurationFile.HeaderLength, file.Length, InForce, _fault))
        {
            return false;
        }

        // A file without a number of its own keeps the one that it was stored under.
        InForce.Revision = file.Revision;
        Checksum = file.Checksum;
        _inForce = file;
        return true;
    }

    private void Import()
    {
        ImportFault.Clear();
        ImportFile = "";
        bool isLegacy = _volume.Length(ImportName) < 0;
        string name = isLegacy ? LegacyBoardFile.Name : ImportName;
        int length = _volume.Length(name);
        if (length < 0 || (isLegacy && Confirmed() != null))
        {
            return;
        }

        if (!TryReadImport(name, length, isLegacy, out int count))
        {
            ImportFile = name;
            return;
        }

        ConfigurationFile confirmed = Confirmed();
        ConfigurationFile pending = Pending();
        bool isKnown = confirmed != null && pending == null && IsSame(confirmed, _buffer, ConfigurationFile.HeaderLength, count);
        int revision = _scratch.Revision > 0 ? _scratch.Revision : confirmed == null ? 0 : confirmed.Revision;
        if (!isKnown && !TryStore(_buffer, ConfigurationFile.HeaderLength, count, revision, false))
        {
            ImportFault.Code = ConfigurationFaultCode.NotStored;
            ImportFile = name;
            return;
        }

        Note(_volume.Delete(name));
    }

    // The JSON is left in the buffer behind the header.
    private bool TryReadImport(string name, int length, bool isLegacy, out int count)
    {
        count = length;
        if (length > ConfigurationTable.MaximumDocumentBytes)
        {
            ImportFault.Code = ConfigurationFaultCode.DocumentTooLong;
            ImportFault.Value = length;
            ImportFault.Limit = ConfigurationTable.MaximumDocumentBytes;
            return false;
        }

        if (_volume.Read(name, 0, _buffer, ConfigurationFile.HeaderLength, length) != length)
        {
            ImportFault.Code = ConfigurationFaultCode.Unreadable;
            return false;
        }

        if (isLegacy)
        {
            if (!LegacyBoardFile.TryRead(_buffer, ConfigurationFile.HeaderLength, length, _scratch, _table, ImportFault))
            {
                return false;
            }

            byte[] json = new byte[ConfigurationTable.MaximumDocumentBytes];
            count = new ConfigurationWriter(_table).Write(_scratch, false, false, json);
            Array.Copy(json, 0, _buffer, ConfigurationFile.HeaderLength, count);
        }

        return _reader.TryRead(_buffer, ConfigurationFile.HeaderLength, count, _scratch, ImportFault);
    }

    private bool TryStore(byte[] bytes, int offset, int count, int revision, bool isOnTrial)
    {
        // Never over the confirmed one: a power cut in the middle leaves it.
        ConfigurationFile confirmed = Confirmed();
        ConfigurationFile target = confirmed == _first ? _second : _first;
        int first = _first.IsValid ? _first.Generation : 0;
        int second = _second.IsValid ? _second.Generation : 0;
        int generation = first > second ? first : second;
        if (bytes != _buffer || offset != ConfigurationFile.HeaderLength)
        {
            Array.Copy(bytes, offset, _buffer, ConfigurationFile.HeaderLength, count);
        }

        if (target == _inForce)
        {
            // The one on trial gives way to the next; its values stay in force until the restart.
            IsOnTrial = false;
            _inForce = null;
        }

        return Note(target.Write(_buffer, generation + 1, revision, count, isOnTrial));
    }

    private bool IsSame(ConfigurationFile file, byte[] bytes, int offset, int count)
    {
        if (file.Length != count)
        {
            return false;
        }

        byte[] stored = new byte[count];
        if (_volume.Read(file.Name, ConfigurationFile.HeaderLength, stored, 0, count) != count)
        {
            return false;
        }

        for (int index = 0; index < count; index++)
        {
            if (stored[index] != bytes[offset + index])
            {
                return false;
            }
        }

        return true;
    }

    private ConfigurationFile Confirmed() => Newer(_first.IsConfirmed, _second.IsConfirmed);

    // A trial that is older than what was confirmed after it has had its time.
    private ConfigurationFile Pending()
    {
        ConfigurationFile pending = Newer(_first.IsPending, _second.IsPending);
        ConfigurationFile confirmed = Confirmed();
        return pending == null || (confirmed != null && confirmed.Generation > pending.Generation) ? null : pending;
    }

    private ConfigurationFile NewestTrial() => Newer(_first.IsValid && _first.WasOnTrial, _second.IsValid && _second.WasOnTrial);

    private ConfigurationFile Newer(bool isFirst, bool isSecond)
    {
        if (isFirst && isSecond)
        {
            return _first.Generation > _second.Generation ? _first : _second;
        }

        return isFirst ? _first : isSecond ? _second : null;
    }

    private bool Note(bool isDone)
    {
        Failures += isDone ? 0 : 1;
        return isDone;
    }
}
