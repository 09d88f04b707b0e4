namespace Telltale.Configuration;

/// <content>Lists.</content>
public sealed partial class ConfigurationReader
{
    // From the bracket that opens it to the one that closes it.
    private bool TakeList(ConfigurationEntry list, string path)
    {
        if (list.Word != null && _json.Token == JsonToken.Text && _json.IsText(list.Word))
        {
            SetNumber(list.WordNumber);
            return true;
        }

        if (_json.Token != JsonToken.ArrayBegin)
        {
            return Fail(ConfigurationFaultCode.WrongType, path, list.Word == null ? "a list" : "a list or \"" + list.Word + "\"");
        }

        ConfigurationItem[] items = new ConfigurationItem[list.MaximumItems];
        int count = 0;
        while (_json.Read() != JsonToken.ArrayEnd)
        {
            string itemPath = ItemPath(path, count);
            if (_json.Token == JsonToken.Fault)
            {
                return FailSyntax(itemPath);
            }

            if (count == list.MaximumItems)
            {
                return FailNumber(ConfigurationFaultCode.TooManyItems, path, count + 1, list.MaximumItems);
            }

            int offset = _json.TokenOffset;
            items[count] = new ConfigurationItem(list);
            _item = items[count];
            bool isGood = list.HasPlainItems ? TakePlainItem(list, itemPath) : TakeItem(list, itemPath) && IsWhole(list, itemPath, offset);
            _item = null;
            if (!isGood || !IsOneOfItsKind(list, path, items, count, offset))
            {
                return false;
            }

            count++;
        }

        ConfigurationItem[] read = new ConfigurationItem[count];
        for (int index = 0; index < count; index++)
        {
            read[index] = items[index];
        }

        _read.SetItems(_key, read);
        return true;
    }

    private static string ItemPath(string path, int index) => path + "[" + index.ToString() + "]";

    private bool TakePlainItem(ConfigurationEntry list, string path)
    {
        _member = 0;
        return TakeValue(list.Members[0], path);
    }

    private bool TakeItem(ConfigurationEntry list, string path)
    {
        if (_json.Token != JsonToken.ObjectBegin)
        {
            return Fail(ConfigurationFaultCode.WrongType, path, "an object");
        }

        while (_json.Read() != JsonToken.ObjectEnd)
        {
            if (_json.Token == JsonToken.Fault)
            {
                return FailSyntax(path);
            }

            // Between the braces of an object a token is a name or a fault.
            string name = PlainName();
            _member = list.FindMember(name);
            if (_member < 0)
            {
                return Fail(ConfigurationFaultCode.UnknownMember, path + "." + _json.GetText(), "");
            }

            string memberPath = path + "." + name;
            if (_json.Read() == JsonToken.Fault)
            {
                return FailSyntax(memberPath);
            }

            if (!TakeValue(list.Members[_member], memberPath))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsWhole(ConfigurationEntry list, string path, int offset)
    {
        string alternatives = "";
        int given = 0;
        for (int member = 0; member < list.Members.Length; member++)
        {
            ConfigurationEntry entry = list.Members[member];
            if (entry.IsRequired && !_item.IsGiven(member))
            {
                return FailItem(ConfigurationFaultCode.Missing, path + "." + entry.Path, "", offset);
            }

            if (entry.Excludes != null && _item.IsGiven(member) && _item.IsGiven(list.FindMember(entry.Excludes)))
            {
                _fault.OtherPath = path + "." + entry.Path;
                return FailItem(ConfigurationFaultCode.Conflict, path + "." + entry.Excludes, "it is of no use with", offset);
            }

            if (entry.IsAlternative)
            {
                alternatives += (alternatives.Length == 0 ? "" : ", ") + entry.Path;
                given += _item.IsGiven(member) ? 1 : 0;
            }
        }

        return alternatives.Length == 0 || given == 1 || FailItem(ConfigurationFaultCode.NotOneOfMembers, path, alternatives, offset);
    }

    private bool IsOneOfItsKind(ConfigurationEntry list, string path, ConfigurationItem[] items, int index, int offset)
    {
        for (int member = 0; member < list.Members.Length; member++)
        {
            ConfigurationEntry entry = list.Members[member];
            for (int other = 0; entry.IsUnique && other < index; other++)
            {
                if (items[index].Number(member) == items[other].Number(member) && items[index].Text(member) == items[other].Text(member))
                {
                    string tail = entry.Path.Length == 0 ? "" : "." + entry.Path;
                    _fault.OtherPath = ItemPath(path, other) + tail;
                    return FailItem(ConfigurationFaultCode.Conflict, ItemPath(path, index) + tail, "it is the same as", offset);
                }
            }
        }

        return true;
    }

    private bool FailItem(ConfigurationFaultCode code, string path, string expected, int offset)
    {
        Fail(code, path, expected);
        _fault.Locate(_bytes, _offset, offset);
        return false;
    }
}
