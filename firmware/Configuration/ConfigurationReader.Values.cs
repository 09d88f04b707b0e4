namespace Telltale.Configuration;

/// <content>Values, and what has to agree.</content>
public sealed partial class ConfigurationReader
{
    private bool TakeValue(ConfigurationEntry entry, string path)
    {
        switch (entry.Type)
        {
            case ConfigurationType.Number:
            case ConfigurationType.Decimal:
                return TakeNumber(entry, path);
            case ConfigurationType.Switch:
                if (_json.Token != JsonToken.True && _json.Token != JsonToken.False)
                {
                    return Fail(ConfigurationFaultCode.WrongType, path, "true or false");
                }

                SetNumber(_json.Token == JsonToken.True ? 1 : 0);
                return true;
            case ConfigurationType.Choice:
                return TakeChoice(entry, path);
            case ConfigurationType.List:
                return TakeList(entry, path);
            default:
                return TakeText(entry, path);
        }
    }

    private void SetNumber(long number)
    {
        if (_item != null)
        {
            _item.SetNumber(_member, number);
            return;
        }

        _read.SetNumber(_key, (int)number);
    }

    private void SetText(string text)
    {
        if (_item != null)
        {
            _item.SetText(_member, text);
            return;
        }

        _read.SetText(_key, text);
    }

    private bool TakeNumber(ConfigurationEntry entry, string path)
    {
        if (entry.Word != null && _json.Token == JsonToken.Text)
        {
            SetNumber(entry.WordNumber);
            return _json.IsText(entry.Word) || Fail(ConfigurationFaultCode.NotAChoice, path, "a number, \"" + entry.Word + "\"");
        }

        int decimals = entry.Type == ConfigurationType.Decimal ? Decimals : 0;
        if (!TryTakeNumber(path, decimals, entry.Minimum, entry.Maximum, entry.MayBeOff, out long number))
        {
            return false;
        }

        SetNumber(number);
        return !entry.IsPositive || number > 0 || Fail(ConfigurationFaultCode.WrongType, path, "a number above 0");
    }

    // With decimals the limits are of the number, and what is given is the number times a power of ten.
    private bool TryTakeNumber(string path, int decimals, int minimum, int maximum, bool mayBeOff, out long number)
    {
        number = 0;
        if (_json.Token != JsonToken.Number)
        {
            return Fail(ConfigurationFaultCode.WrongType, path, "a number");
        }

        if (decimals == 0 && !_json.IsWhole)
        {
            return Fail(ConfigurationFaultCode.NotAnInteger, path, "");
        }

        if (!_json.TryGetScaled(decimals, out long value))
        {
            if (!_json.IsWhole)
            {
                return Fail(ConfigurationFaultCode.TooManyDecimals, path, "");
            }

            value = _json.IsNegative ? long.MinValue : long.MaxValue;
        }

        if (mayBeOff && value == 0)
        {
            return true;
        }

        long scale = decimals == 0 ? 1 : Scale;
        if (value < minimum * scale || value > maximum * scale)
        {
            bool isBelow = value < minimum * scale;
            value = decimals == 0 ? value : isBelow ? long.MinValue : long.MaxValue;
            return FailNumber(isBelow ? ConfigurationFaultCode.TooSmall : ConfigurationFaultCode.TooLarge, path, value, isBelow ? minimum : maximum);
        }

        number = value;
        return true;
    }

    private bool TakeChoice(ConfigurationEntry entry, string path)
    {
        string words = "";
        for (int index = 0; index < entry.Choices.Length; index++)
        {
            if (_json.Token == JsonToken.Text && _json.IsText(entry.Choices[index]))
            {
                SetNumber(index);
                return true;
            }

            words += (index == 0 ? "\"" : ", \"") + entry.Choices[index] + "\"";
        }

        return Fail(ConfigurationFaultCode.NotAChoice, path, words);
    }

    private bool TakeText(ConfigurationEntry entry, string path)
    {
        if (_json.Token != JsonToken.Text)
        {
            return Fail(ConfigurationFaultCode.WrongType, path, "a text");
        }

        for (int index = 0; index < _json.TextLength; index++)
        {
            if (!entry.AllowsCharacter(_json.Text[index]))
            {
                return Fail(ConfigurationFaultCode.BadCharacter, path, Allowed(entry.Characters));
            }
        }

        bool isUnitId = entry.Characters == TextCharacters.UnitId && _json.TextLength > 0;
        if (_json.TextLength < entry.MinimumLength || _json.TextLength > entry.MaximumLength || (isUnitId && _json.TextLength != entry.MaximumLength))
        {
            bool isShort = _json.TextLength < entry.MinimumLength;
            _fault.Expected = isUnitId ? "" : isShort ? ConfigurationFault.AtLeast : ConfigurationFault.AtMost;
            return FailNumber(ConfigurationFaultCode.TextTooLong, path, _json.TextLength, isShort ? entry.MinimumLength : entry.MaximumLength);
        }

        if (entry.IsSecret && _json.IsText(Mask))
        {
            return Fail(ConfigurationFaultCode.MaskedSecret, path, "");
        }

        SetText(_json.GetText());
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
            && GoTogether(ConfigurationKey.ClientKeyFile, ConfigurationKey.ClientCertificateFile);
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
}
