using System.Text.Json;
using Telltale.DeviceTests.Journal;
using Telltale.Journal;

namespace Telltale.HostTests.Journal;

public class JournalVectorTests
{
    private static readonly JsonElement Vector =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "journal.json"))).RootElement;

    [Test]
    public void The_files_are_the_same_as_another_program_writes_them()
    {
        TestVolume volume = new();
        FrameJournal journal = NewJournal(volume);
        foreach (JsonElement frame in Vector.GetProperty("frames").EnumerateArray())
        {
            Assert.That(journal.NextSequence, Is.EqualTo(frame.GetProperty("sequence").GetInt32()));
            byte[] bytes = Bytes(frame, "frame");
            Assert.That(journal.TryAppend(bytes, bytes.Length, frame.GetProperty("priority").GetInt32()), Is.True);
        }

        Assert.That(volume.List(""), Is.EquivalentTo(Vector.GetProperty("files").EnumerateObject().Select(file => file.Name)));
        foreach (JsonProperty file in Vector.GetProperty("files").EnumerateObject())
        {
            Assert.That(volume.Content(file.Name), Is.EqualTo(Convert.FromHexString(file.Value.GetString()!)), file.Name);
        }
    }

    [Test]
    public void The_files_that_another_program_wrote_are_read()
    {
        TestVolume volume = new();
        foreach (JsonProperty file in Vector.GetProperty("files").EnumerateObject())
        {
            volume.Put(file.Name, Convert.FromHexString(file.Value.GetString()!));
        }

        FrameJournal journal = NewJournal(volume);
        JournalCursor cursor = journal.OpenCursor();
        byte[] buffer = new byte[400];
        foreach (JsonElement frame in Vector.GetProperty("frames").EnumerateArray())
        {
            int length = journal.ReadNext(cursor, buffer);
            Assert.That(buffer[..length], Is.EqualTo(Bytes(frame, "frame")));
            Assert.That(cursor.Sequence, Is.EqualTo(frame.GetProperty("sequence").GetInt32()));
            Assert.That(cursor.Priority, Is.EqualTo(frame.GetProperty("priority").GetInt32()));
        }

        Assert.That(journal.ReadNext(cursor, buffer), Is.Zero);
        Assert.That(journal.NextSequence, Is.EqualTo(9));
    }

    private static FrameJournal NewJournal(TestVolume volume)
    {
        FrameJournal journal = new(volume, new JournalSettings { SegmentBytes = Vector.GetProperty("segment_bytes").GetInt32(), MaximumFrameBytes = 400 });
        journal.Recover(Bytes(Vector, "stream_id"), 1, 65);
        return journal;
    }

    private static byte[] Bytes(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
