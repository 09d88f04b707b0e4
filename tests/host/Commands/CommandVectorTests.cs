using System.Globalization;
using System.Text.Json;
using Telltale.Commands;
using Telltale.HostTests.Unit;

namespace Telltale.HostTests.Commands;

internal sealed class CommandVectorTests
{
    private static readonly JsonElement s_vectors =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "command.json"))).RootElement;

    private static IEnumerable<TestCaseData> Commands => Cases("commands");

    private static IEnumerable<TestCaseData> RefusedCommands => Cases("refused_commands");

    private static IEnumerable<TestCaseData> Replies => Cases("replies");

    private static IEnumerable<TestCaseData> RefusedReplies => Cases("refused_replies");

    [TestCaseSource(nameof(Commands))]
    public void A_command_has_the_bytes_that_another_program_writes_and_is_read_back(JsonElement vector)
    {
        byte[] expected = Hex(vector, "bytes");
        var command = new UnitCommand
        {
            Code = Code(vector.GetProperty("code").GetString()!),
            Number = vector.GetProperty("number").GetInt32(),
            MadeUtcMilliseconds = vector.GetProperty("made_ms").GetInt64(),
            ExpiresUtcMilliseconds = vector.GetProperty("expires_ms").GetInt64(),
            Arguments = Hex(vector, "arguments"),
            ArgumentsCount = Hex(vector, "arguments").Length,
        };
        byte[] bytes = new byte[UnitCommand.MaximumLength];
        Assert.That(bytes[..command.Encode(bytes)], Is.EqualTo(expected));

        var read = new UnitCommand();
        Assert.That(read.TryDecode(expected, expected.Length), Is.True);
        Assert.That(
            (read.Code, read.Number, read.MadeUtcMilliseconds, read.ExpiresUtcMilliseconds),
            Is.EqualTo((command.Code, command.Number, command.MadeUtcMilliseconds, command.ExpiresUtcMilliseconds)));
        Assert.That(expected[read.ArgumentsOffset..(read.ArgumentsOffset + read.ArgumentsCount)], Is.EqualTo(command.Arguments));
        Assert.That(new Telltale.Journal.Crc32().Compute(expected, 0, expected.Length).ToString("x8", CultureInfo.InvariantCulture), Is.EqualTo(vector.GetProperty("crc32").GetString()));
    }

    [TestCaseSource(nameof(RefusedCommands))]
    public void What_is_no_command_is_refused(JsonElement vector)
    {
        byte[] bytes = Hex(vector, "bytes");
        Assert.That(new UnitCommand().TryDecode(bytes, bytes.Length), Is.False);
    }

    [TestCaseSource(nameof(Replies))]
    public void A_reply_has_the_bytes_that_another_program_writes_and_is_read_back(JsonElement vector)
    {
        byte[] expected = Hex(vector, "bytes");
        byte[] data = Hex(vector, "data");
        var reply = new CommandReply
        {
            Status = Status(vector.GetProperty("status").GetString()!),
            Code = Code(vector.GetProperty("code").GetString()!),
            Detail = Status(vector.GetProperty("detail").GetString()!),
            Number = vector.GetProperty("number").GetInt32(),
            HighestNumber = vector.GetProperty("highest").GetInt32(),
            DataLength = data.Length,
        };
        Hex(vector, "stream_id").CopyTo(reply.StreamId, 0);
        data.CopyTo(reply.Data, 0);
        byte[] bytes = new byte[CommandReply.MaximumLength];
        Assert.That(bytes[..reply.Encode(bytes)], Is.EqualTo(expected));

        var read = new CommandReply();
        Assert.That(read.TryDecode(expected, expected.Length), Is.True);
        Assert.That(
            (read.Status, read.Code, read.Detail, read.Number, read.HighestNumber),
            Is.EqualTo((reply.Status, reply.Code, reply.Detail, reply.Number, reply.HighestNumber)));
        Assert.That(read.StreamId, Is.EqualTo(reply.StreamId));
        Assert.That(read.Data[..read.DataLength], Is.EqualTo(data));
    }

    [TestCaseSource(nameof(RefusedReplies))]
    public void What_is_no_reply_is_refused(JsonElement vector)
    {
        byte[] bytes = Hex(vector, "bytes");
        Assert.That(new CommandReply().TryDecode(bytes, bytes.Length), Is.False);
    }

    [Test]
    public void The_log_has_the_bytes_that_another_program_writes_in_both_copies()
    {
        JsonElement vector = s_vectors.GetProperty("log");
        MemoryVolume volume = new();
        CommandLog log = new(volume);
        log.Load(Hex(vector, "stream_id"));
        foreach (JsonElement step in vector.GetProperty("steps").EnumerateArray())
        {
            int number = step.GetProperty("number").GetInt32();
            switch (step.GetProperty("do").GetString())
            {
                case "accept":
                    Assert.That(log.TryAccept(number, Digest(step), Code(step.GetProperty("code").GetString()!)), Is.True);
                    break;
                case "refuse":
                    Assert.That(log.TryRefuse(number, Digest(step), Code(step.GetProperty("code").GetString()!), Status(step.GetProperty("status").GetString()!)), Is.True);
                    break;
                default:
                    log.Finish(number, Status(step.GetProperty("status").GetString()!));
                    break;
            }
        }

        foreach (string name in new[] { CommandLog.FirstFileName, CommandLog.SecondFileName })
        {
            byte[] file = new byte[volume.Length(name)];
            volume.Read(name, 0, file, 0, file.Length);
            Assert.That(file, Is.EqualTo(Hex(vector, "bytes")), name);
        }
    }

    private static int Digest(JsonElement step) => unchecked((int)uint.Parse(step.GetProperty("crc32").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static byte[] Hex(JsonElement vector, string name) => Convert.FromHexString(vector.GetProperty(name).GetString()!);

    private static CommandCode Code(string name) => Enum.Parse<CommandCode>(name.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true);

    private static CommandStatus Status(string name) => Enum.Parse<CommandStatus>(name.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true);

    private static IEnumerable<TestCaseData> Cases(string name)
    {
        return s_vectors.GetProperty(name).EnumerateArray().Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.GetProperty("name").GetString()!));
    }
}
