using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Telltale.Obd;
using Telltale.Signals;

namespace Telltale.Cli.Obd;

/// <summary>Says what a response to SAE J1979 or SAE J1979-2 means, by the tables of the unit's own driver.</summary>
public static class ObdMessageDecoder
{
    /// <summary>Decodes a message.</summary>
    /// <exception cref="CommandException">It is none, or does not have the form that its service wants.</exception>
    public static IReadOnlyList<ObdFinding> Decode(byte[] message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Length == 0)
        {
            throw Bad("An empty response says nothing.");
        }

        return message[0] switch
        {
            0x41 => [.. DecodeData(message, "41", 1, hasFrame: false)],
            0x42 => [.. DecodeData(message, "42", 1, hasFrame: true)],
            0x43 or 0x47 or 0x4A => [.. DecodeTroubleCodes(message)],
            0x44 or 0x54 => [new ObdFinding(Two(message[0]), null, "Trouble codes", Text: "cleared")],
            0x46 => [.. DecodeTests(message)],
            0x49 => [.. DecodeInformation(message, "49", 1, hasCount: true)],
            0x59 => [.. DecodeUdsTroubleCodes(message)],
            0x62 => [.. DecodeIdentifiers(message)],
            0x7F => [DecodeNegative(message)],
            < 0x40 => throw Bad($"{Two(message[0])} is the identifier of a request; responses begin with 41 to 4A, 54, 59, 62 or 7F."),
            _ => throw Bad($"{Two(message[0])} is no response of SAE J1979 or J1979-2: those begin with 41 to 4A, 54, 59, 62 or 7F."),
        };
    }

    private static IEnumerable<ObdFinding> DecodeData(byte[] message, string service, int place, bool hasFrame)
    {
        Require(message, place + 1, service);
        while (place < message.Length)
        {
            int pid = message[place];
            place++;
            if (hasFrame)
            {
                Require(message, place + 1, service);
                place++;
            }

            foreach (ObdFinding finding in DecodePid(message, ref place, service, Two(pid), pid, isFreezeFrame: hasFrame))
            {
                yield return finding;
            }
        }
    }

    private static List<ObdFinding> DecodePid(byte[] message, ref int place, string service, string id, int pid, bool isFreezeFrame)
    {
        if ((pid & 0x1F) == 0)
        {
            Require(message, place + 4, $"{service} {id}");
            uint mask = BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(place));
            string supported = string.Join(' ', Enumerable.Range(1, 32).Where(offset => (mask >> (32 - offset) & 1) != 0).Select(offset => Two(pid + offset)));
            place += 4;
            return [new ObdFinding(service, id, "PIDs supported", Text: supported.Length > 0 ? supported : "none")];
        }

        ObdParameter[] parameters = new ObdParameter[ObdParameters.MaximumInPid];
        int count = ObdParameters.Of(pid, parameters, 1);
        if (count == 0)
        {
            // Of what is not known the length is not known either.
            string raw = Convert.ToHexString(message, place, message.Length - place);
            place = message.Length;
            return [new ObdFinding(service, id, "not known here", Raw: raw)];
        }

        int length = parameters[0].DataLength;
        if (place + length > message.Length)
        {
            throw Bad($"{service} {id}: PID {Two(pid)} has {length} bytes of data, and {message.Length - place} are left.");
        }

        List<ObdFinding> findings = [];
        if (pid == 0x02 && isFreezeFrame)
        {
            findings.Add(new ObdFinding(service, id, "Trouble code of the freeze frame", Text: TroubleCode((message[place] << 8) | message[place + 1], -1)));
            place += length;
            return findings;
        }

        foreach (ObdParameter parameter in parameters.Take(count))
        {
            if (parameter.SupportMask != 0 && (message[place] & parameter.SupportMask) == 0)
            {
                continue;
            }

            int value = parameter.Field.Read(message, place);
            SignalDefinition definition = parameter.Definition;
            findings.Add(new ObdFinding(
                service, id, definition.Name, Exact(definition.IsUnsigned ? (uint)value : value, definition.Numerator, definition.Offset, definition.Denominator),
                definition.Unit.Length > 0 ? definition.Unit : null, ObdTexts.Of(pid, definition.Name, value, length > 1 ? message[place + 1] : 0)));
        }

        if (findings.Count == 0)
        {
            findings.Add(new ObdFinding(service, id, "nothing in it is supported", Raw: Convert.ToHexString(message, place, length)));
        }

        place += length;
        return findings;
    }

    private static IEnumerable<ObdFinding> DecodeTroubleCodes(byte[] message)
    {
        string service = Two(message[0]);
        Require(message, 2, service);
        int count = message[1];
        if (message.Length < 2 + (2 * count))
        {
            throw Bad($"{service}: {count} trouble codes take {2 + (2 * count)} bytes, and there are {message.Length}. (On CAN the number of codes follows the service.)");
        }

        string kind = message[0] switch { 0x43 => "Stored trouble code", 0x47 => "Pending trouble code", _ => "Permanent trouble code" };
        if (count == 0)
        {
            yield return new ObdFinding(service, null, kind, Text: "none");
        }

        for (int index = 0; index < count; index++)
        {
            yield return new ObdFinding(service, null, kind, Text: TroubleCode(BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(2 + (2 * index))), -1));
        }
    }

    private static IEnumerable<ObdFinding> DecodeTests(byte[] message)
    {
        Require(message, 2, "46");
        if ((message[1] & 0x1F) == 0 && message.Length == 6)
        {
            int place = 2;
            yield return DecodePid(message, ref place, "46", Two(message[1]), message[1], isFreezeFrame: false)[0] with { Name = "Monitors supported" };
            yield break;
        }

        if ((message.Length - 1) % 9 != 0)
        {
            throw Bad("46: results on CAN take nine bytes each: monitor, test, scaling, value, minimum, maximum.");
        }

        for (int place = 1; place < message.Length; place += 9)
        {
            byte identifier = message[place + 2];
            ObdScaling? scaling = ObdScaling.Of(identifier);
            bool isSigned = ObdScaling.IsSigned(identifier);
            int value = Value(place + 3);
            int minimum = Value(place + 5);
            int maximum = Value(place + 7);
            int Value(int at) => isSigned ? BinaryPrimitives.ReadInt16BigEndian(message.AsSpan(at)) : BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at));
            decimal Scaled(int raw) => scaling is null ? raw : Exact(raw, scaling.Numerator, scaling.Offset, scaling.Denominator);
            yield return new ObdFinding(
                "46", Two(message[place]), $"Test {Two(message[place + 1])}", Scaled(value), scaling is null ? $"raw, scaling {Two(identifier)}" : scaling.Unit.Length > 0 ? scaling.Unit : null,
                string.Create(CultureInfo.InvariantCulture, $"{(value >= minimum && value <= maximum ? "passed" : "failed")}, {Scaled(minimum)} to {Scaled(maximum)}"));
        }
    }

    private static IEnumerable<ObdFinding> DecodeInformation(byte[] message, string service, int place, bool hasCount)
    {
        Require(message, place + 1, service);
        int type = message[place];
        string id = service == "62" ? "F8" + Two(type) : Two(type);
        place++;
        if ((type & 0x1F) == 0)
        {
            yield return DecodePid(message, ref place, service, id, type, isFreezeFrame: false)[0] with { Name = "Information types supported" };
            yield break;
        }

        place += hasCount ? 1 : 0;
        Require(message, place + 1, $"{service} {id}");
        byte[] data = message[place..];
        switch (type)
        {
            case 0x02:
                yield return new ObdFinding(service, id, "Vehicle identification number", Text: Letters(data));
                break;
            case 0x04:
                foreach (byte[] part in data.Chunk(16))
                {
                    yield return new ObdFinding(service, id, "Calibration identification", Text: Letters(part));
                }

                break;
            case 0x06:
                foreach (byte[] part in data.Chunk(4))
                {
                    yield return new ObdFinding(service, id, "Calibration verification number", Text: Convert.ToHexString(part));
                }

                break;
            case 0x08 or 0x0B:
                string[] names = type == 0x08 ? ObdTexts.SparkCounters : ObdTexts.CompressionCounters;
                for (int index = 0; 2 * index + 1 < data.Length; index++)
                {
                    yield return new ObdFinding(service, id, index < names.Length ? names[index] : $"Counter {index + 1}", BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(2 * index)), "counts");
                }

                break;
            case 0x0A:
                yield return new ObdFinding(service, id, "ECU name", Text: Letters(data));
                break;
            default:
                yield return new ObdFinding(service, id, "not known here", Raw: Convert.ToHexString(data));
                break;
        }
    }

    private static IEnumerable<ObdFinding> DecodeIdentifiers(byte[] message)
    {
        int place = 1;
        Require(message, 4, "62");
        while (place < message.Length)
        {
            Require(message, place + 2, "62");
            int high = message[place];
            int low = message[place + 1];
            if (high == 0xF4)
            {
                place += 2;
                foreach (ObdFinding finding in DecodePid(message, ref place, "62", "F4" + Two(low), low, isFreezeFrame: false))
                {
                    yield return finding;
                }

                continue;
            }

            if (high == 0xF8)
            {
                // Where an ECU keeps the count of items before its identification number, the length tells.
                bool hasCount = low == 0x02 && message.Length - place - 2 == 18;
                foreach (ObdFinding finding in DecodeInformation(message, "62", place + 1, hasCount))
                {
                    yield return finding;
                }
            }
            else
            {
                yield return new ObdFinding("62", Two(high) + Two(low), "not known here", Raw: Convert.ToHexString(message, place + 2, message.Length - place - 2));
            }

            yield break;
        }
    }

    private static IEnumerable<ObdFinding> DecodeUdsTroubleCodes(byte[] message)
    {
        Require(message, 2, "59");
        (int head, int size, int code, string kind) = message[1] switch
        {
            0x02 => (3, 4, 0, "Trouble code"),
            0x42 => (6, 5, 1, "Trouble code"),
            0x55 => (5, 4, 0, "Permanent trouble code"),
            _ => throw Bad($"59 {Two(message[1])}: of ReadDTCInformation only 02, 42 and 55 are known here."),
        };
        Require(message, head, "59");
        if ((message.Length - head) % size != 0)
        {
            throw Bad($"59 {Two(message[1])}: trouble codes take {size} bytes each, and {message.Length - head} are left.");
        }

        if (message.Length == head)
        {
            yield return new ObdFinding("59", Two(message[1]), kind, Text: "none");
        }

        for (int place = head; place < message.Length; place += size)
        {
            int at = place + code;
            yield return new ObdFinding("59", Two(message[1]), kind, Text: $"{TroubleCode((message[at] << 8) | message[at + 1], message[at + 2])}, status {Two(message[at + 3])}");
        }
    }

    private static ObdFinding DecodeNegative(byte[] message)
    {
        Require(message, 3, "7F");
        return new ObdFinding("7F", Two(message[1]), "Negative response", Text: $"{Two(message[2])}: {ObdTexts.NegativeResponse(message[2])}");
    }

    private static string TroubleCode(int code, int failureType)
    {
        byte[] letters = new byte[ObdTroubleCode.LettersWithFailureType];
        return Encoding.ASCII.GetString(letters, 0, ObdTroubleCode.Write(code, failureType, letters, 0));
    }

    private static string Letters(byte[] data)
    {
        return string.Concat(data.Where(letter => letter != 0).Select(letter => letter is >= 0x20 and < 0x7F ? ((char)letter).ToString() : $"\\x{letter:X2}")).Trim();
    }

    private static decimal Exact(long raw, int numerator, int offset, int denominator)
    {
        decimal value = Math.Round((((decimal)raw * numerator) + offset) / denominator, 6);
        return value / 1.0000000000000000000000000000m;
    }

    private static void Require(byte[] message, int length, string what)
    {
        if (message.Length < length)
        {
            throw Bad($"{what}: the response ends too early, after {message.Length} bytes.");
        }
    }

    private static CommandException Bad(string message) => new(ExitCode.BadInput, message);

    private static string Two(int value) => value.ToString("X2", CultureInfo.InvariantCulture);
}
