using System.Text.Json;
using Telltale.DeviceTests.Journal;
using Telltale.Journal;

namespace Telltale.HostTests.Journal;

public class JournalVectorTests
{
    private static readonly JsonElement Vector =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "journal.json"))).RootElement;

    private static readonly JsonElement Written = Vector.GetProperty("written");

    private static readonly JsonElement Found = Vector.GetProperty("found");

    [Test]
    public void The_files_are_the_same_as_another_program_writes_them()
    {
        TestVolume volume = new();
        FrameJournal journal = NewJournal(volume, DrainOrder.OldestFirst, Written);
        foreach (JsonElement frame in Written.GetProperty("frames").EnumerateArray())
        {
            Assert.That(journal.NextSequence, Is.EqualTo(frame.GetProperty("sequence").GetInt32()));
            byte[] bytes = Bytes(frame, "frame");
            Assert.That(journal.TryAppend(bytes, bytes.Length, frame.GetProperty("priority").GetInt32(), frame.GetProperty("pinned").GetBoolean()), Is.True);
        }

        Assert.That(volume.List(""), Is.EquivalentTo(Written.GetProperty("files").EnumerateObject().Select(file => file.Name)));
        foreach (JsonProperty file in Written.GetProperty("files").EnumerateObject())
        {
            Assert.That(volume.Content(file.Name), Is.EqualTo(Convert.FromHexString(file.Value.GetString()!)), file.Name);
        }
    }

    [Test]
    public void The_files_that_another_program_wrote_are_read()
    {
        TestVolume volume = Filled(Written);
        FrameJournal journal = NewJournal(volume, DrainOrder.OldestFirst, Written);
        Dictionary<int, (byte[] Frame, int Priority)> read = [];
        byte[] buffer = new byte[400];
        for (int length = journal.ReadNext(buffer); length > 0; length = journal.ReadNext(buffer))
        {
            read.Add(journal.ReadSequence, (buffer[..length], journal.ReadPriority));
            journal.MarkSent();
        }

        JsonElement.ArrayEnumerator frames = Written.GetProperty("frames").EnumerateArray();
        Assert.That(read, Has.Count.EqualTo(frames.Count()));
        foreach (JsonElement frame in frames)
        {
            (byte[] bytes, int priority) = read[frame.GetProperty("sequence").GetInt32()];
            Assert.That(bytes, Is.EqualTo(Bytes(frame, "frame")));
            Assert.That(priority, Is.EqualTo(frame.GetProperty("priority").GetInt32()));
        }

        Assert.That(journal.NextSequence, Is.EqualTo(12));
    }

    [TestCase(DrainOrder.OldestFirst, "oldest_first")]
    [TestCase(DrainOrder.NewestFirst, "newest_first")]
    public void What_a_cut_and_an_earlier_stream_left_is_drained_in_the_order_of_the_format(DrainOrder order, string name)
    {
        TestVolume volume = Filled(Found);
        FrameJournal journal = NewJournal(volume, order, Found);
        Assert.That(journal.NextSequence, Is.EqualTo(Found.GetProperty("next_sequence").GetInt32()));
        byte[] buffer = new byte[400];
        foreach (JsonElement frame in Found.GetProperty(name).EnumerateArray())
        {
            int length = journal.ReadNext(buffer);
            Assert.That(journal.ReadSequence, Is.EqualTo(frame.GetProperty("sequence").GetInt32()));
            Assert.That(journal.ReadStreamId, Is.EqualTo(Bytes(frame, "stream_id")));
            Assert.That(buffer[..length], Is.EqualTo(Bytes(frame, "frame")));
            journal.MarkSent();
        }

        Assert.That(journal.ReadNext(buffer), Is.Zero);
        Assert.That(
            Enumerable.Range(0, journal.DroppedRangeCount).Select(index => journal.DroppedRangeAt(index)).Select(range => (Convert.ToHexStringLower(range.StreamId), range.First, range.Last, (int)range.Reason)),
            Is.EquivalentTo(Found.GetProperty("dropped").EnumerateArray()
                .Select(range => (range.GetProperty("stream_id").GetString(), range.GetProperty("first").GetInt32(), range.GetProperty("last").GetInt32(), range.GetProperty("reason").GetInt32()))));
        Assert.That(volume.List("drop-"), Is.EqualTo((string[])["drop-b"]));
        Assert.That(volume.List("").Where(file => volume.Length(file) == 0), Is.Empty, "empty files are deleted");
    }

    private static FrameJournal NewJournal(TestVolume volume, DrainOrder order, JsonElement vector)
    {
        FrameJournal journal = new(volume, new JournalSettings { SegmentBytes = 600, MaximumFrameBytes = 400, DrainOrder = order });
        journal.Recover(Bytes(vector, "stream_id"), 1, 65);
        return journal;
    }

    private static TestVolume Filled(JsonElement vector)
    {
        TestVolume volume = new();
        foreach (JsonProperty file in vector.GetProperty("files").EnumerateObject())
        {
            volume.Put(file.Name, Convert.FromHexString(file.Value.GetString()!));
        }

        return volume;
    }

    private static byte[] Bytes(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
