namespace Telltale.Configuration;

/// <summary>Reads a configuration from JSON. All of it is right, or nothing of it is taken; what the file does not say has its default.</summary>
public sealed partial class ConfigurationReader
{
    /// <summary>The member that states the version of the schema.</summary>
    public const string VersionName = "version";

    /// <summary>The member that states the owner's number of the configuration.</summary>
    public const string RevisionName = "revision";

    /// <summary>The member that names the schema for editors; passed over.</summary>
    public const string SchemaName = "$schema";

    /// <summary>What a secret is written as in a report.</summary>
    public const string Mask = "***";

    private const int MaximumDepth = 8;
    private const int MaximumTextBytes = 256;
    private const int MaximumNames = 192;
    private const int Decimals = 6;
    /// <summary>What a decimal of 1 is kept as.</summary>
    internal const int Scale = 1000000;

    private readonly ConfigurationTable _table;
    private readonly JsonReader _json = new JsonReader(MaximumDepth, MaximumTextBytes, MaximumNames);
    private readonly UnitConfiguration _read;
    private readonly FirstVersion _first;
    private readonly int[] _offsets;
    private readonly string[] _paths = new string[MaximumDepth + 1];
    private ConfigurationFault _fault;

    // What the value that is read is for: an entry, or a member of an item of a list.
    private ConfigurationKey _key;
    private ConfigurationItem _item;
    private int _member;
    private int _olderOffset;
    private byte[] _bytes;
    private int _offset;

    /// <summary>Makes a reader.</summary>
    public ConfigurationReader(ConfigurationTable table)
    {
        _table = table;
        _read = new UnitConfiguration(table);
        _first = new FirstVersion(table);
        _offsets = new int[table.Count];
    }

    /// <summary>The version of the schema that the file read last states; 0 where it states none.</summary>
    public int FileVersion { get; private set; }

    /// <summary>Reads a configuration.</summary>
    /// <param name="bytes">JSON in UTF-8.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    /// <param name="into">Takes the values where all of them are right, and is left alone where not.</param>
    /// <param name="fault">Takes what is wrong first.</param>
    /// <returns>Whether all of it is right.</returns>
    public bool TryRead(byte[] bytes, int offset, int count, UnitConfiguration into, ConfigurationFault fault)
    {
        fault.Clear();
        _fault = fault;
        _bytes = bytes;
        _offset = offset;
        _item = null;
        FileVersion = 0;
        _first.Clear();
        if (count > ConfigurationTable.MaximumDocumentBytes)
        {
            fault.Value = count;
            fault.Limit = ConfigurationTable.MaximumDocumentBytes;
            fault.Code = ConfigurationFaultCode.DocumentTooLong;
            return false;
        }

        _read.SetDefaults(_table);
        for (int index = 0; index < _offsets.Length; index++)
        {
            _offsets[index] = -1;
        }

        bool isGood = TryReadVersion(count) && TryReadDocument(count) && Translate() && AgreesWithItself();
        if (isGood)
        {
            into.CopyFrom(_read);
        }

        return isGood;
    }

    // Before anything else, so that a file for other firmware is told as such and not by the first member that is new in it.
    private bool TryReadVersion(int count)
    {
        JsonReader json = _json;
        json.Open(_bytes, _offset, count);
        if (json.Read() != JsonToken.ObjectBegin)
        {
            return json.Token == JsonToken.Fault ? FailSyntax("") : Fail(ConfigurationFaultCode.WrongType, "", "an object");
        }

        while (json.Read() != JsonToken.End)
        {
            if (json.Token == JsonToken.Fault)
            {
                // Told with its path in the second round.
                return true;
            }

            if (json.Depth == 1 && json.Token == JsonToken.Name && json.IsText(VersionName))
            {
                if (json.Read() != JsonToken.Number)
                {
                    return json.Token == JsonToken.Fault || Fail(ConfigurationFaultCode.WrongType, VersionName, "a number");
                }

                bool isNumber = json.TryGetScaled(0, out long version);
                bool isKnown = isNumber && version >= ConfigurationTable.OldestVersion && version <= ConfigurationTable.Version;
                FileVersion = isKnown ? (int)version : 0;
                return isKnown || FailNumber(ConfigurationFaultCode.UnknownVersion, VersionName, isNumber ? version : -1, ConfigurationTable.Version);
            }
        }

        return Fail(ConfigurationFaultCode.Missing, VersionName, "");
    }

    private bool TryReadDocument(int count)
    {
        JsonReader json = _json;
        json.Open(_bytes, _offset, count);
        json.Read();
        _paths[1] = "";
        while (json.Read() != JsonToken.End)
        {
            switch (json.Token)
            {
                case JsonToken.Name:
                    if (!TakeMember())
                    {
                        return false;
                    }

                    break;
                case JsonToken.Fault:
                    return FailSyntax(json.Depth > 0 ? _paths[json.Depth] : "");
            }
        }

        return true;
    }

    private bool TakeMember()
    {
        JsonReader json = _json;
        int depth = json.Depth;
        string name = PlainName();
        string path = depth == 1 ? name : _paths[depth] + "." + name;
        bool isKnown = name.Length > 0 && path.Length <= ConfigurationTable.MaximumPathLength;
        if (depth == 1 && (name == VersionName || name == RevisionName || name == SchemaName))
        {
            return TakeFrame(name);
        }

        int entry = isKnown ? _table.Find(path) : -1;
        if (FileVersion == FirstVersion.Number && isKnown)
        {
            int older = _first.Find(path);
            if (older >= 0)
            {
                return TakeOlder(older, path);
            }

            entry = entry >= 0 && _table.At(entry).SinceVersion > FirstVersion.Number ? -1 : entry;
        }

        if (entry < 0 && (!isKnown || !_table.HasObject(path)))
        {
            return Fail(ConfigurationFaultCode.UnknownMember, isKnown ? path : _paths[depth].Length == 0 ? json.GetText() : _paths[depth] + "." + json.GetText(), "");
        }

        if (json.Read() == JsonToken.Fault)
        {
            return FailSyntax(path);
        }

        if (entry >= 0)
        {
            _offsets[entry] = json.TokenOffset;
            _key = (ConfigurationKey)entry;
            return TakeValue(_table.At(entry), path);
        }

        if (json.Token != JsonToken.ObjectBegin)
        {
            return Fail(ConfigurationFaultCode.WrongType, path, "an object");
        }

        _paths[json.Depth] = path;
        return true;
    }

    private bool TakeOlder(int member, string path)
    {
        if (_json.Read() == JsonToken.Fault)
        {
            return FailSyntax(path);
        }

        _item = _first.Values;
        _member = member;
        _olderOffset = _json.TokenOffset;
        bool isGood = TakeValue(_first.At(member), path);
        _item = null;
        return isGood;
    }

    private bool Translate()
    {
        if (FileVersion != FirstVersion.Number)
        {
            return true;
        }

        if (_first.Alone >= 0)
        {
            _fault.OtherPath = _first.At(FirstVersion.NeededBy).Path;
            return FailItem(ConfigurationFaultCode.Conflict, _first.At(_first.Alone).Path, "there is no output to name without", _olderOffset);
        }

        _first.Translate(_read);
        return true;
    }

    // "" where the name cannot be one of the table's: a full stop inside would look like a path.
    private string PlainName()
    {
        for (int index = 0; index < _json.TextLength; index++)
        {
            byte character = _json.Text[index];
            if (character <= ' ' || character > '~' || character == '.')
            {
                return "";
            }
        }

        return _json.GetText();
    }

    private bool TakeFrame(string name)
    {
        JsonToken token = _json.Read();
        if (token == JsonToken.Fault)
        {
            return FailSyntax(name);
        }

        if (name == SchemaName)
        {
            return token == JsonToken.Text || Fail(ConfigurationFaultCode.WrongType, name, "a text");
        }

        return name == VersionName || (TryTakeNumber(name, 0, 1, int.MaxValue, false, out long revision) && SetRevision((int)revision));
    }

    private bool SetRevision(int revision)
    {
        _read.Revision = revision;
        return true;
    }

    private bool FailSyntax(string path)
    {
        _fault.Syntax = _json.Fault;
        return Fail(ConfigurationFaultCode.Syntax, path, "");
    }

    private bool FailNumber(ConfigurationFaultCode code, string path, long value, long limit)
    {
        _fault.Value = value;
        _fault.Limit = limit;
        return Fail(code, path, _fault.Expected);
    }

    private bool Fail(ConfigurationFaultCode code, string path, string expected)
    {
        _fault.Code = code;
        _fault.Path = path;
        _fault.Expected = expected;
        _fault.Locate(_bytes, _offset, _json.TokenOffset);
        return false;
    }
}
