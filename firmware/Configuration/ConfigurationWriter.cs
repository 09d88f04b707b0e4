namespace Telltale.Configuration;

/// <summary>Writes a configuration as JSON, compact, in the order of the table: what a unit reports, and what an older kind of file becomes.</summary>
public sealed class ConfigurationWriter
{
    private readonly ConfigurationTable _table;
    private byte[] _output;
    private int _length;
    private bool _isFull;
    private bool _isFirst;
    private string _open;

    /// <summary>Makes a writer.</summary>
    public ConfigurationWriter(ConfigurationTable table)
    {
        _table = table;
    }

    /// <summary>Writes a configuration.</summary>
    /// <param name="configuration">The values.</param>
    /// <param name="isComplete">Whether entries that have their default are written too.</param>
    /// <param name="isMasked">Whether secrets are written as ***. Only the unit's own volume gets them as they are.</param>
    /// <param name="output">Takes the JSON.</param>
    /// <returns>How many bytes were written; -1 when there is no room.</returns>
    public int Write(UnitConfiguration configuration, bool isComplete, bool isMasked, byte[] output)
    {
        _output = output;
        _length = 0;
        _isFull = false;
        _isFirst = true;
        _open = "";
        Put('{');
        PutName(ConfigurationReader.VersionName);
        PutNumber(ConfigurationTable.Version);
        if (configuration.Revision > 0)
        {
            PutName(ConfigurationReader.RevisionName);
            PutNumber(configuration.Revision);
        }

        for (int index = 0; index < _table.Count; index++)
        {
            if (isComplete || !configuration.IsDefault(_table, index))
            {
                PutEntry(configuration, _table.At(index), (ConfigurationKey)index, isMasked);
            }
        }

        Enter("");
        Put('}');
        _output = null;
        return _isFull ? -1 : _length;
    }

    private void PutEntry(UnitConfiguration configuration, ConfigurationEntry entry, ConfigurationKey key, bool isMasked)
    {
        int dot = entry.Path.LastIndexOf('.');
        Enter(dot < 0 ? "" : entry.Path.Substring(0, dot));
        PutName(entry.Path.Substring(dot + 1));
        if (entry.Type != ConfigurationType.List || (entry.Word != null && configuration.Number(key) == entry.WordNumber))
        {
            PutValue(entry, configuration.Number(key), configuration.Text(key), isMasked);
            return;
        }

        Put('[');
        for (int index = 0; index < configuration.Number(key); index++)
        {
            if (index > 0)
            {
                Put(',');
            }

            PutItem(entry, configuration.Item(key, index), isMasked);
        }

        Put(']');
    }

    private void PutItem(ConfigurationEntry list, ConfigurationItem item, bool isMasked)
    {
        if (list.HasPlainItems)
        {
            PutValue(list.Members[0], item.Number(0), item.Text(0), isMasked);
            return;
        }

        Put('{');
        _isFirst = true;
        for (int member = 0; member < list.Members.Length; member++)
        {
            if (item.IsGiven(member))
            {
                PutName(list.Members[member].Path);
                PutValue(list.Members[member], item.Number(member), item.Text(member), isMasked);
            }
        }

        Put('}');
        _isFirst = false;
    }

    private void PutValue(ConfigurationEntry entry, long number, string text, bool isMasked)
    {
        switch (entry.Type)
        {
            case ConfigurationType.Switch:
                PutPlain(number != 0 ? "true" : "false");
                break;
            case ConfigurationType.Choice:
                PutText(entry.Choices[(int)number]);
                break;
            case ConfigurationType.Text:
                PutText(entry.IsSecret && isMasked && text.Length > 0 ? ConfigurationReader.Mask : text);
                break;
            case ConfigurationType.Decimal:
                PutDecimal(number);
                break;
            default:
                if (entry.Word != null && number == entry.WordNumber)
                {
                    PutText(entry.Word);
                }
                else
                {
                    PutPlain(number.ToString());
                }

                break;
        }
    }

    private void PutDecimal(long millionths)
    {
        if (millionths < 0)
        {
            Put('-');
            millionths = -millionths;
        }

        PutPlain((millionths / ConfigurationReader.Scale).ToString());
        int fraction = (int)(millionths % ConfigurationReader.Scale);
        if (fraction == 0)
        {
            return;
        }

        Put('.');
        for (int place = ConfigurationReader.Scale / 10; fraction > 0; place /= 10)
        {
            Put((char)('0' + (fraction / place)));
            fraction %= place;
        }
    }

    // Closes what is open and does not hold the path, and opens what is missing.
    private void Enter(string path)
    {
        while (_open.Length > 0 && path != _open && !path.StartsWith(_open + "."))
        {
            Put('}');
            _isFirst = false;
            int dot = _open.LastIndexOf('.');
            _open = dot < 0 ? "" : _open.Substring(0, dot);
        }

        while (path != _open)
        {
            int start = _open.Length == 0 ? 0 : _open.Length + 1;
            int dot = path.IndexOf('.', start);
            int end = dot < 0 ? path.Length : dot;
            PutName(path.Substring(start, end - start));
            Put('{');
            _isFirst = true;
            _open = path.Substring(0, end);
        }
    }

    private void PutName(string name)
    {
        if (!_isFirst)
        {
            Put(',');
        }

        _isFirst = false;
        PutText(name);
        Put(':');
    }

    private void PutNumber(int number) => PutPlain(number.ToString());

    // Texts of the table and of its entries are printable ASCII.
    private void PutText(string text)
    {
        Put('"');
        for (int index = 0; index < text.Length; index++)
        {
            char character = text[index];
            if (character == '"' || character == '\\')
            {
                Put('\\');
            }

            Put(character);
        }

        Put('"');
    }

    private void PutPlain(string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            Put(text[index]);
        }
    }

    private void Put(char character)
    {
        if (_length == _output.Length)
        {
            _isFull = true;
            return;
        }

        _output[_length++] = (byte)character;
    }
}
