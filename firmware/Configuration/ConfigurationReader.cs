namespace Telltale.Configuration;

/// <summary>Reads a configuration from JSON. All of it is right, or nothing of it is taken; what the file does not say has its default.</summary>
public sealed class ConfigurationReader
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

    private readonly ConfigurationTable _table;
    private readonly JsonReader _json = new JsonReader(MaximumDepth, MaximumTextBytes, MaximumNames);
    private readonly UnitConfiguration _read;
    private readonly int[] _offsets;
    private readonly string[] _paths = new string[MaximumDepth + 1];
    private ConfigurationFault _fault;
    private byte[] _bytes;
    private int _offset;

    /// <summary>Makes a reader.</summary>
    public ConfigurationReader(ConfigurationTable table)
    {
        _table = table;
        _read = new UnitConfiguration(table);
        _offsets = new int[table.Count];
    }

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

        bool isGood = TryReadVersion(count) && TryReadDocument(count) && AgreesWithItself();
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
                return (isNumber && version == ConfigurationTable.Version) || FailNumber(ConfigurationFaultCode.UnknownVersion, VersionName, isNumber ? version : -1, ConfigurationTable.Version);
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
            return TakeValue(_table.At(entry), (ConfigurationKey)entry);
        }

        if (json.Token != JsonToken.ObjectBegin)
        {
            return Fail(ConfigurationFaultCode.WrongType, path, "an object");
        }

        _paths[json.Depth] = path;
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

        return name == VersionName || (TryTakeNumber(name, 1, int.MaxValue, false, out int revision) && SetRevision(revision));
    }

    private bool SetRevision(int revision)
    {
        _read.Revision = revision;
        return true;
    }

    private bool TakeValue(ConfigurationEntry entry, ConfigurationKey key)
    {
        switch (entry.Type)
        {
            case ConfigurationType.Number:
                return TakeNumber(entry, key);
            case ConfigurationType.Switch:
                if (_json.Token != JsonToken.True && _json.Token != JsonToken.False)
                {
                    return Fail(ConfigurationFaultCode.WrongType, entry.Path, "true or false");
                }

                _read.SetNumber(key, _json.Token == JsonToken.True ? 1 : 0);
                return true;
            case ConfigurationType.Choice:
                return TakeChoice(entry, key);
            default:
                return TakeText(entry, key);
        }
    }

    private bool TakeNumber(ConfigurationEntry entry, ConfigurationKey key)
    {
        if (entry.Word != null && _json.Token == JsonToken.Text)
        {
            _read.SetNumber(key, entry.WordNumber);
            return _json.IsText(entry.Word) || Fail(ConfigurationFaultCode.NotAChoice, entry.Path, "a number, \"" + entry.Word + "\"");
        }

        if (!TryTakeNumber(entry.Path, entry.Minimum, entry.Maximum, entry.MayBeOff, out int number))
        {
            return false;
        }

        _read.SetNumber(key, number);
        return true;
    }

    private bool TryTakeNumber(string path, int minimum, int maximum, bool mayBeOff, out int number)
    {
        number = 0;
        if (_json.Token != JsonToken.Number)
        {
            return Fail(ConfigurationFaultCode.WrongType, path, "a number");
        }

        if (!_json.IsWhole)
        {
            return Fail(ConfigurationFaultCode.NotAnInteger, path, "");
        }

        if (!_json.TryGetScaled(0, out long value))
        {
            value = _json.IsNegative ? long.MinValue : long.MaxValue;
        }

        if (mayBeOff && value == 0)
        {
            return true;
        }

        if (value < minimum || value > maximum)
        {
            return FailNumber(value < minimum ? ConfigurationFaultCode.TooSmall : ConfigurationFaultCode.TooLarge, path, value, value < minimum ? minimum : maximum);
        }

        number = (int)value;
        return true;
    }

    private bool TakeChoice(ConfigurationEntry entry, ConfigurationKey key)
    {
        string words = "";
        for (int index = 0; index < entry.Choices.Length; index++)
        {
            if (_json.Token == JsonToken.Text && _json.IsText(entry.Choices[index]))
            {
                _read.SetNumber(key, index);
                return true;
            }

            words += (index == 0 ? "\"" : ", \"") + entry.Choices[index] + "\"";
        }

        return Fail(ConfigurationFaultCode.NotAChoice, entry.Path, words);
    }

    private bool TakeText(ConfigurationEntry entry, ConfigurationKey key)
    {
        if (_json.Token != JsonToken.Text)
        {
            return Fail(ConfigurationFaultCode.WrongType, entry.Path, "a text");
        }

        for (int index = 0; index < _json.TextLength; index++)
        {
            if (!entry.AllowsCharacter(_json.Text[index]))
            {
                return Fail(ConfigurationFaultCode.BadCharacter, entry.Path, Allowed(entry.Characters));
            }
        }

        bool isWrongLength = entry.Characters == TextCharacters.UnitId && _json.TextLength > 0 && _json.TextLength != entry.MaximumLength;
        if (isWrongLength || _json.TextLength > entry.MaximumLength)
        {
            _fault.Expected = isWrongLength ? "" : "at most ";
            return FailNumber(ConfigurationFaultCode.TextTooLong, entry.Path, _json.TextLength, entry.MaximumLength);
        }

        if (entry.IsSecret && _json.IsText(Mask))
        {
            return Fail(ConfigurationFaultCode.MaskedSecret, entry.Path, "");
        }

        _read.SetText(key, _json.GetText());
        return true;
    }

    private static string Allowed(TextCharacters characters)
    {
        switch (characters)
        {
            case TextCharacters.Word: return "letters, digits, - and _ are";
            case TextCharacters.Host: return "letters, digits, -, . and : are";
            case TextCharacters.FileName: return "letters, digits, - and . are";
            case TextCharacters.UnitId: return "0-9 and a-z without i, l, o, u are";
            default: return "printable ASCII is";
        }
    }

    private bool AgreesWithItself()
    {
        return IsNotAbove(ConfigurationKey.ReconnectMinimum, ConfigurationKey.ReconnectMaximum)
            && IsNotAbove(ConfigurationKey.ReceiptMinimum, ConfigurationKey.ReceiptMaximum)
            && IsOneOfTwo(ConfigurationKey.SecondTrustAnchorFile, ConfigurationKey.TrustAnchorFile)
            && GoTogether(ConfigurationKey.ClientCertificateFile, ConfigurationKey.ClientKeyFile)
            && GoTogether(ConfigurationKey.ClientKeyFile, ConfigurationKey.ClientCertificateFile)
            && (_read.Text(ConfigurationKey.OutputName).Length == 0 || _read.Number(ConfigurationKey.OutputPin) >= 0
                || FailRule(ConfigurationKey.OutputName, ConfigurationKey.OutputPin, "there is no output to name without"));
    }

    private bool IsNotAbove(ConfigurationKey low, ConfigurationKey high) =>
        _read.Number(low) <= _read.Number(high) || FailRule(low, high, _read.Number(low).ToString() + " is above the " + _read.Number(high).ToString() + " of");

    private bool IsOneOfTwo(ConfigurationKey second, ConfigurationKey first)
    {
        string text = _read.Text(second);
        return text.Length == 0 || text != _read.Text(first) || FailRule(second, first, "it is the same file as");
    }

    private bool GoTogether(ConfigurationKey one, ConfigurationKey other) =>
        _read.Text(one).Length == 0 || _read.Text(other).Length > 0 || FailRule(one, other, "it is of no use without");

    private bool FailRule(ConfigurationKey key, ConfigurationKey other, string rule)
    {
        // One of the two is in the file, or the defaults would disagree.
        int offset = _offsets[(int)key] >= 0 ? _offsets[(int)key] : _offsets[(int)other];
        _fault.OtherPath = _table.Of(other).Path;
        _fault.Expected = rule;
        _fault.Path = _table.Of(key).Path;
        _fault.Code = ConfigurationFaultCode.Conflict;
        _fault.Locate(_bytes, _offset, offset < 0 ? _offset : offset);
        return false;
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
