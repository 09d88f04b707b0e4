using Telltale.Can;
using Telltale.J1939;
using Telltale.Obd;
using Telltale.Signals;

namespace Telltale.Profiles;

/// <summary>
/// A profile written by hand (profiles/README.md says how, profiles/profile.schema.json is its schema): broadcast messages, parameter groups of J1939, signals of a DBC beside it,
/// PIDs and DIDs.
/// </summary>
public static class JsonProfile
{
    private const int LongestPeriodMilliseconds = 86_400_000;
    private const int StaleAfterMilliseconds = 3000;

    private static readonly string[] s_signalMembers =
        ["name", "spn", "start", "byte", "length", "bytes", "order", "signed", "factor", "offset", "unit", "max_raw", "when", "stale_after_ms", "note"];

    /// <summary>Compiles a file.</summary>
    /// <exception cref="SourceException">It is absent, or something in it cannot be; with file and line.</exception>
    public static SignalProfile Load(string path)
    {
        return Read(path, JsonSource.Load(path));
    }

    /// <summary>Compiles text; <paramref name="file"/> is what errors call it, and where a DBC that it names is looked for.</summary>
    /// <exception cref="SourceException">Something in it cannot be; with file and line.</exception>
    public static SignalProfile Parse(string file, byte[] utf8)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        return Read(file, JsonSource.Parse(file, utf8));
    }

    private static SignalProfile Read(string file, JsonSource root)
    {
        root.Expect("$schema", "name", "description", "sources", "kilobits_per_second", "dbc", "broadcast", "pids", "dids");
        JsonSource name = root.Get("name");
        if (name.Text().Length is 0 or > 100)
        {
            throw name.Error("a name has 1 to 100 characters");
        }

        root.Find("description")?.Text();
        foreach (JsonSource source in root.Find("sources")?.Items() ?? [])
        {
            source.Text();
        }

        int kilobitsPerSecond = (int)(root.Find("kilobits_per_second")?.Integer(1, 1000) ?? 0);
        ProfileBuilder builder = new();
        if (root.Find("dbc") is { } dbc)
        {
            AddDbc(builder, file, dbc);
        }

        J1939Parameter[] parameters = J1939Parameters.All();
        foreach (JsonSource message in root.Find("broadcast")?.Items() ?? [])
        {
            AddMessage(builder, file, message, parameters);
        }

        foreach (JsonSource pid in root.Find("pids")?.Items() ?? [])
        {
            AddPid(builder, file, pid);
        }

        foreach (JsonSource did in root.Find("dids")?.Items() ?? [])
        {
            AddDid(builder, file, did);
        }

        return builder.Build(name.Text(), kilobitsPerSecond, new Place(file, root.Line));
    }

    private static void AddDbc(ProfileBuilder builder, string file, JsonSource dbc)
    {
        dbc.Expect("file", "signals");
        JsonSource path = dbc.Get("file");
        string full = Path.Combine(Path.GetDirectoryName(file) ?? "", path.Text());
        if (!File.Exists(full))
        {
            throw path.Error($"there is no file {full}");
        }

        DbcFile content = DbcFile.Load(full);
        foreach (JsonSource item in dbc.Get("signals").Items())
        {
            item.Expect("signal", "name", "unit", "stale_after_ms", "max_raw");
            JsonSource wanted = item.Get("signal");
            (DbcMessage message, DbcSignal signal) = DbcProfile.Find(content, wanted.Text(), wanted.Error);
            DbcProfile.Add(builder, message, signal, new DbcChoice(
                new Place(file, item.Line),
                item.Find("name")?.Text(),
                item.Find("unit")?.Text(),
                (int?)item.Find("stale_after_ms")?.Integer(1, LongestPeriodMilliseconds),
                (uint?)item.Find("max_raw")?.Integer(0, uint.MaxValue)));
        }
    }

    private static void AddMessage(ProfileBuilder builder, string file, JsonSource message, J1939Parameter[] parameters)
    {
        message.Expect("id", "extended", "pgn", "source", "length", "stale_after_ms", "signals", "note");
        message.Find("note")?.Text();
        int dataLength = (int)(message.Find("length")?.Integer(1, 8) ?? 8);
        int? staleAfter = (int?)message.Find("stale_after_ms")?.Integer(1, LongestPeriodMilliseconds);
        int group = -1;
        uint key;
        if (message.Find("pgn") is { } pgn)
        {
            group = (int)pgn.Integer(0, 0x3FFFF);
            if (message.Find("id") is not null || message.Find("extended") is not null)
            {
                throw pgn.Error("a message has an 'id' or a 'pgn', not both");
            }

            key = message.Find("source") is { } source ? ParameterGroupKey.Of(group, (int)source.Integer(0, 253)) : ParameterGroupKey.Of(group);
            if (!ParameterGroupKey.IsValid(key))
            {
                throw pgn.Error($"{group} is no parameter group: the lowest byte of a number with PDU format below 240 is a destination address");
            }
        }
        else
        {
            if (message.Find("source") is { } source)
            {
                throw source.Error("a 'source' needs a 'pgn'");
            }

            key = Key(message.Get("id"), message.Find("extended"));
        }

        foreach (JsonSource item in message.Get("signals").Items())
        {
            SignalText signal = ReadSignal(file, item, staleAfter, group, parameters);
            FieldText? selector = null;
            int selectorValue = 0;
            if (item.Find("when") is { } when)
            {
                when.Expect("start", "length", "order", "value");
                selector = new FieldText((int)when.Get("start").Integer(0, 63), (int)when.Get("length").Integer(1, 16), IsMotorola(when, group), false);
                selectorValue = (int)when.Get("value").Integer(0, ushort.MaxValue);
            }

            builder.AddBroadcast(signal, key, dataLength, selector, selectorValue);
        }
    }

    private static void AddPid(ProfileBuilder builder, string file, JsonSource pid)
    {
        pid.Expect("pid", "period_ms", "length", "signals", "note");
        pid.Find("note")?.Text();
        JsonSource number = pid.Get("pid");
        int identifier = (int)number.Integer(1, 0xFF);
        if ((identifier & 0x1F) == 0)
        {
            throw number.Error($"PID 0x{identifier:X2} says which others there are; it is no signal");
        }

        int period = (int)(pid.Find("period_ms")?.Integer(1, LongestPeriodMilliseconds) ?? 1000);
        int staleAfter = (int)Math.Min(3L * period, int.MaxValue);
        if (pid.Find("signals") is { } signals)
        {
            int dataLength = (int)pid.Get("length").Integer(1, SignalProfile.MaximumDataLength);
            foreach (JsonSource item in signals.Items())
            {
                RefuseSelector(item);
                builder.AddPolled(ReadSignal(file, item, staleAfter, -1, null), PolledSignal.CurrentData, identifier, dataLength, period, 0, 0);
            }

            return;
        }

        ObdParameter[] known = new ObdParameter[ObdParameters.MaximumInPid];
        int count = ObdParameters.Of(identifier, known, staleAfter);
        if (count == 0)
        {
            throw number.Error($"PID 0x{identifier:X2} is not among those that need no 'signals'");
        }

        foreach (ObdParameter parameter in known.Take(count))
        {
            SignalDefinition definition = parameter.Definition;
            BitField field = parameter.Field;
            builder.AddPolled(
                new SignalText(
                    definition.Name,
                    definition.Unit,
                    new Rational(definition.Numerator, 1).DividedBy(new Rational(definition.Denominator, 1)),
                    new Rational(definition.Offset, 1).DividedBy(new Rational(definition.Denominator, 1)),
                    new FieldText(field.StartBit, field.BitLength, field.IsBigEndian, field.IsSigned),
                    null,
                    staleAfter,
                    new Place(file, pid.Line)),
                PolledSignal.CurrentData, identifier, parameter.DataLength, period, 0, 0);
        }
    }

    private static void AddDid(ProfileBuilder builder, string file, JsonSource did)
    {
        did.Expect("did", "request", "response", "extended", "length", "period_ms", "signals", "note");
        did.Find("note")?.Text();
        int identifier = (int)did.Get("did").Integer(0, 0xFFFF);
        uint request = Key(did.Get("request"), did.Find("extended"));
        uint response = Key(did.Get("response"), did.Find("extended"));
        if (request == response || request == 0 || response == 0)
        {
            throw did.Get("response").Error("request and answer come in different messages, neither of them 0");
        }

        int period = (int)did.Get("period_ms").Integer(1, LongestPeriodMilliseconds);
        int dataLength = (int)did.Get("length").Integer(1, SignalProfile.MaximumIdentifierDataLength);
        foreach (JsonSource item in did.Get("signals").Items())
        {
            RefuseSelector(item);
            builder.AddPolled(
                ReadSignal(file, item, (int)Math.Min(3L * period, int.MaxValue), -1, null), PolledSignal.ReadDataByIdentifier, identifier, dataLength, period, request, response);
        }
    }

    private static SignalText ReadSignal(string file, JsonSource item, int? staleAfter, int group, J1939Parameter[]? parameters)
    {
        item.Expect(s_signalMembers);
        item.Find("note")?.Text();
        Place place = new(file, item.Line);
        int? ownStaleAfter = (int?)item.Find("stale_after_ms")?.Integer(1, LongestPeriodMilliseconds);
        if (item.Find("spn") is { } spn)
        {
            foreach (string other in s_signalMembers.Except(["spn", "name", "when", "stale_after_ms", "note"], StringComparer.Ordinal))
            {
                if (item.Find(other) is { } said)
                {
                    throw said.Error("the SPN says this already");
                }
            }

            J1939Parameter? parameter = parameters is null ? null : J1939Parameters.Find(parameters, (int)spn.Integer(0, 0x7FFFF));
            if (parameter is null || parameter.ParameterGroup != group)
            {
                throw spn.Error(parameter is null
                    ? "this SPN is not among those that need no bits; drivers/J1939/README.md lists them"
                    : $"SPN {parameter.Number} is sent in parameter group {parameter.ParameterGroup}");
            }

            SignalDefinition definition = parameter.Definition;
            Rational denominator = new(definition.Denominator, 1);
            return new SignalText(
                item.Find("name")?.Text() ?? definition.Name,
                definition.Unit,
                new Rational(definition.Numerator, 1).DividedBy(denominator),
                new Rational(definition.Offset, 1).DividedBy(denominator),
                new FieldText(parameter.Field.StartBit, parameter.Field.BitLength, false, false),
                parameter.HighestValid,
                ownStaleAfter ?? staleAfter ?? definition.StaleAfterMilliseconds,
                place);
        }

        FieldText field = ReadField(item, group);
        uint? highestValid = (uint?)item.Find("max_raw")?.Integer(0, uint.MaxValue);
        if (highestValid is null && group >= 0 && !field.IsSigned && field.BitLength is >= 2 and <= 32)
        {
            highestValid = J1939Parameter.HighestValidOf(field.BitLength);
        }

        return new SignalText(
            item.Get("name").Text(),
            item.Find("unit")?.Text() ?? "",
            item.Find("factor")?.Number() ?? Rational.One,
            item.Find("offset")?.Number() ?? new Rational(0, 1),
            field,
            highestValid,
            ownStaleAfter ?? staleAfter ?? StaleAfterMilliseconds,
            place);
    }

    // By bits as a DBC has them, or by whole bytes.
    private static FieldText ReadField(JsonSource item, int group)
    {
        bool isSigned = item.Find("signed")?.Flag() ?? false;
        if (item.Find("byte") is { } first)
        {
            if ((item.Find("start") ?? item.Find("length")) is { } bits)
            {
                throw bits.Error("'byte' and 'bytes', or 'start' and 'length', not both");
            }

            bool isBigEndian = item.Find("order") is null ? group < 0 : IsMotorola(item, group);
            int place = 8 * (int)first.Integer(0, SignalProfile.MaximumIdentifierDataLength - 1);
            return new FieldText(isBigEndian ? place + 7 : place, 8 * (int)(item.Find("bytes")?.Integer(1, 8) ?? 1), isBigEndian, isSigned);
        }

        if (item.Find("bytes") is { } count)
        {
            throw count.Error("'bytes' needs 'byte'");
        }

        return new FieldText(
            (int)item.Get("start").Integer(0, (8 * SignalProfile.MaximumIdentifierDataLength) - 1), (int)item.Get("length").Integer(1, 64), IsMotorola(item, group), isSigned);
    }

    // J1939 is little-endian throughout; elsewhere a field of bits has to say.
    private static bool IsMotorola(JsonSource item, int group)
    {
        if (item.Find("order") is not { } order)
        {
            return group >= 0 ? false : throw item.Error("'order' is missing: \"motorola\" or \"intel\"");
        }

        return order.Text() switch
        {
            "motorola" => true,
            "intel" => false,
            _ => throw order.Error("\"motorola\" or \"intel\" is expected here"),
        };
    }

    private static void RefuseSelector(JsonSource item)
    {
        if (item.Find("when") is { } when)
        {
            throw when.Error("only broadcast signals can be multiplexed");
        }
    }

    private static uint Key(JsonSource identifier, JsonSource? extended)
    {
        uint number = (uint)identifier.Integer(0, 0x1FFF_FFFF);
        bool isExtended = extended?.Flag() ?? number > 0x7FF;
        return isExtended ? number | CanFrame.ExtendedKey
            : number <= 0x7FF ? number
            : throw identifier.Error($"0x{number:X} does not fit the 11 bits of a standard identifier");
    }
}
