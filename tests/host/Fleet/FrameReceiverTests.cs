using Dapper;
using Microsoft.Data.Sqlite;
using Telltale.Fleet;
using Telltale.Sealing;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Fleet;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FrameReceiverTests : IDisposable
{
    private const long Utc = 1_777_896_000_000;

    private readonly FleetFixture _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Test]
    public void A_batch_is_stored_with_every_value_that_the_unit_knew_and_no_other()
    {
        Assert.That(_fleet.Receive(_fleet.Unit.Dictionary()).Outcome, Is.EqualTo(FrameOutcome.Stored));
        FrameResult result = _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc), TestUnit.SampleAt(6000, Utc + 1000, 51)));

        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Stored), result.Detail);
        Assert.That(result.SamplesStored, Is.EqualTo(2));
        IReadOnlyList<StoredSample> samples = _fleet.Samples();
        Assert.That(samples, Has.Count.EqualTo(2));
        StoredSample first = samples[0];
        Assert.That(first.UnitId, Is.EqualTo(_fleet.Unit.UnitId));
        Assert.That(first.Time, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(Utc)));
        Assert.That(first.LatitudeDegrees, Is.EqualTo(48.123456).Within(2e-6));
        Assert.That(first.LongitudeDegrees, Is.EqualTo(11.56789).Within(2e-6));
        Assert.That(first.HeightMetres, Is.EqualTo(520).Within(0.5));
        Assert.That(first.SpeedMetresPerSecond, Is.EqualTo(13.9).Within(0.05));
        Assert.That(first.CourseDegrees, Is.EqualTo(90).Within(0.5));
        Assert.That(first.Mode, Is.EqualTo("3d"));
        Assert.That(first.SatellitesUsed, Is.EqualTo(11));
        Assert.That(first.Signals, Is.EquivalentTo(new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["OBD.Speed"] = 50,
            ["OBD.CoolantTemperature"] = 90,
        }));
        Assert.That(samples[1].Signals["OBD.Speed"], Is.EqualTo(51));
        Assert.That(samples[1].Id, Is.GreaterThan(first.Id));
        Assert.That(_fleet.Store.SignalUnits(_fleet.Unit.UnitId)["OBD.CoolantTemperature"], Is.EqualTo("degC"));

        UnitSummary unit = _fleet.Store.Units().Single();
        Assert.That(unit.Label, Is.EqualTo("Van 7"));
        Assert.That(unit.SamplesStored, Is.EqualTo(2));
        Assert.That(unit.LastSampleTime, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(Utc + 1000)));
    }

    [Test]
    public void A_sample_without_position_is_stored_without_position()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, utcMilliseconds: null)));

        StoredSample sample = _fleet.Samples().Single();
        Assert.That(sample.LatitudeDegrees, Is.Null);
        Assert.That(sample.LongitudeDegrees, Is.Null);
        Assert.That(sample.SpeedMetresPerSecond, Is.Null);
        Assert.That(sample.Time, Is.Null);
        Assert.That(sample.Mode, Is.EqualTo("none"));
    }

    [Test]
    public void A_frame_of_which_any_one_bit_was_changed_is_counted_and_not_stored()
    {
        byte[] frame = _fleet.Unit.Dictionary();
        var outcomes = new HashSet<FrameOutcome>();
        for (int bit = 0; bit < frame.Length * 8; bit++)
        {
            byte[] damaged = (byte[])frame.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            outcomes.Add(_fleet.Receive(damaged).Outcome);
        }

        Assert.That(outcomes, Is.SubsetOf(new[] { FrameOutcome.Damaged, FrameOutcome.Malformed, FrameOutcome.Version, FrameOutcome.EpochJump }));
        Assert.That(outcomes, Does.Contain(FrameOutcome.Damaged));
        Assert.That(outcomes.Sum(_fleet.Count), Is.EqualTo(frame.Length * 8));
        Assert.That(Rows("frame"), Is.Zero);
        Assert.That(_fleet.Receipts.HasPending, Is.False);
        Assert.That(_fleet.Receive(frame).Outcome, Is.EqualTo(FrameOutcome.Stored), "the receiver goes on");
    }

    [Test]
    public void A_frame_cut_off_anywhere_is_refused()
    {
        byte[] frame = _fleet.Unit.Dictionary();
        for (int length = 0; length < frame.Length; length++)
        {
            Assert.That(_fleet.Receive(frame[..length]).Outcome, Is.AnyOf(FrameOutcome.Damaged, FrameOutcome.Malformed), $"{length} bytes");
        }

        Assert.That(Rows("frame"), Is.Zero);
    }

    [Test]
    public void Noise_of_any_length_is_counted_and_the_receiver_goes_on()
    {
        const int Seed = 20260504;
        TestContext.Out.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        for (int turn = 0; turn < 2000; turn++)
        {
            byte[] noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            if (noise.Length > 0 && turn % 2 == 0)
            {
                noise[0] = (byte)((FrameHeader.CurrentVersion << 4) | (noise[0] & 3));
            }

            Assert.That(_fleet.Receive(noise).IsReceiptDue, Is.False);
        }

        Assert.That(Rows("frame"), Is.Zero);
        Assert.That(Rows("stream"), Is.Zero);
        Assert.That(_fleet.Receive(_fleet.Unit.Dictionary()).Outcome, Is.EqualTo(FrameOutcome.Stored));
    }

    [Test]
    public void A_frame_of_a_unit_that_is_not_enrolled_is_counted_under_its_name()
    {
        string stranger = UnitId.New();
        FrameResult result = _fleet.Receive(_fleet.Unit.Dictionary(), Topics.Uplink(stranger));

        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.UnknownUnit));
        OutcomeCount count = _fleet.Store.Outcomes().Single();
        Assert.That((count.UnitId, count.Outcome, count.Count), Is.EqualTo((stranger, FrameOutcome.UnknownUnit, 1)));
        Assert.That(Rows("frame"), Is.Zero);
        Assert.That(Rows("unit"), Is.Zero);
    }

    [Test]
    public void Invented_unit_ids_cannot_fill_the_store()
    {
        for (int turn = 0; turn < 400; turn++)
        {
            _fleet.Receive([1, 2, 3], Topics.Uplink(UnitId.New()));
        }

        IReadOnlyList<OutcomeCount> counts = _fleet.Store.Outcomes();
        Assert.That(counts, Has.Count.LessThanOrEqualTo(257));
        Assert.That(counts.Sum(count => count.Count), Is.EqualTo(400));
    }

    [TestCase("tt//up")]
    [TestCase("tt/../../etc/up")]
    [TestCase("tt/ABCDEFGH/up")]
    [TestCase("tt/0123456u/up")]
    [TestCase("other")]
    public void A_topic_that_names_no_unit_is_counted(string topic)
    {
        Assert.That(_fleet.Receive(_fleet.Unit.Dictionary(), topic).Outcome, Is.EqualTo(FrameOutcome.UnknownUnit));
        Assert.That(_fleet.Store.Outcomes().Single().UnitId, Is.Empty);
    }

    [Test]
    public void A_frame_on_another_units_topic_is_refused_because_its_key_does_not_fit()
    {
        EnrolledUnit other = _fleet.Home.Enrol("Van 8");
        FrameResult result = _fleet.Receive(_fleet.Unit.Dictionary(), Topics.Uplink(other.UnitId));

        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Damaged));
        Assert.That(Rows("frame"), Is.Zero);
    }

    [Test]
    public void A_board_that_was_enrolled_anew_brings_the_rest_of_its_earlier_life_under_its_new_name()
    {
        TestUnit before = _fleet.Unit;
        _fleet.Receive(before.Dictionary());
        byte[] batch = before.Batch(TestUnit.SampleAt(5000, Utc));
        byte[] altered = (byte[])batch.Clone();
        altered[^1] ^= 1;
        EnrolledUnit enrolled = _fleet.Home.Enrol("Van 7, new tracker");
        var after = new TestUnit(enrolled, _fleet.InFolder("after"));
        _fleet.Receive(after, after.Status(say: report => report.AddOlderStream(before.StreamIdBytes, 0, 2, 3)));
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "stored 1-1", "queued 2-3" }));

        Assert.That(_fleet.Receive(after, altered).Outcome, Is.EqualTo(FrameOutcome.Damaged));
        FrameResult result = _fleet.Receive(after, batch);

        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Stored), result.Detail);
        Assert.That(result.UnitId, Is.EqualTo(after.UnitId), "the receipt has to go there");
        Assert.That(_fleet.Samples(), Has.Count.EqualTo(1), "the samples are of the unit that took them");
        _fleet.Published.Clear();
        _fleet.Receipts.Step(FleetFixture.Now.AddMinutes(1));
        Assert.That(_fleet.Published.Select(message => message.Topic), Has.Some.EqualTo(Topics.Downlink(after.UnitId)));
        _fleet.Published.RemoveAll(message => !string.Equals(message.Topic, Topics.Downlink(after.UnitId), StringComparison.Ordinal));
        Assert.That(_fleet.Released(after), Does.Contain((before.StreamId, 2)).And.Contain((after.StreamId, 1)));

        _fleet.Receive(after, after.Status());
        Assert.That(_fleet.Ranges(), Is.EqualTo(new[] { "stored 1-2", "missing 3-3" }), "the board no longer has the rest");
    }

    [Test]
    public void A_frame_of_another_version_is_counted_as_such()
    {
        byte[] frame = _fleet.Unit.Dictionary();
        frame[0] = (byte)((frame[0] & 0x0F) | 0x30);
        Assert.That(_fleet.Receive(frame).Outcome, Is.EqualTo(FrameOutcome.Version));
    }

    [Test]
    public void A_receipt_played_back_on_the_uplink_is_refused()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Receipts.Step(FleetFixture.Now);
        Assert.That(_fleet.Receive(_fleet.Published.Single().Payload).Outcome, Is.EqualTo(FrameOutcome.Malformed));
    }

    [Test]
    public void A_replayed_frame_is_dropped_and_brings_a_receipt()
    {
        byte[] frame = _fleet.Unit.Dictionary();
        _fleet.Receive(frame);
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc)));
        _fleet.Restart();

        FrameResult again = _fleet.Receive(frame);

        Assert.That(again.Outcome, Is.EqualTo(FrameOutcome.Duplicate));
        Assert.That(_fleet.Count(FrameOutcome.Duplicate), Is.EqualTo(1));
        Assert.That(_fleet.Samples(), Has.Count.EqualTo(1));
        _fleet.Receipts.Step(FleetFixture.Now);
        Assert.That(_fleet.Released(), Does.Contain((_fleet.Unit.StreamId, 1)));
    }

    [Test]
    public void Another_frame_under_a_stored_sequence_is_kept_aside_and_alarmed()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        TestUnit clone = _fleet.Unit.Clone(_fleet.InFolder("clone"));
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc)));
        byte[] cloned = clone.Batch(TestUnit.SampleAt(5000, Utc, 99));
        Assert.That(clone.Sequence, Is.EqualTo(_fleet.Unit.Sequence));

        FrameResult result = _fleet.Receive(cloned);
        _fleet.Receive(cloned);

        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Conflict));
        Assert.That(result.IsAlarm, Is.True);
        Assert.That(_fleet.Samples().Single().Signals["OBD.Speed"], Is.EqualTo(50), "what was stored first stays");
        Assert.That(Rows("conflict"), Is.EqualTo(1));
        Assert.That(Query<byte[]>("SELECT sealed FROM conflict"), Is.EqualTo(cloned));
        Assert.That(_fleet.Count(FrameOutcome.Conflict), Is.EqualTo(2));
    }

    [Test]
    public void A_batch_is_parked_until_its_dictionary_comes_and_then_decoded()
    {
        byte[] dictionary = _fleet.Unit.Dictionary();
        byte[] batch = _fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc));

        Assert.That(_fleet.Receive(batch).Outcome, Is.EqualTo(FrameOutcome.Parked));
        Assert.That(_fleet.Samples(), Is.Empty);
        Assert.That(_fleet.Store.WaitingFrames(_fleet.Unit.UnitId).Parked, Is.EqualTo(1));
        _fleet.Receipts.Step(FleetFixture.Now);
        Assert.That(_fleet.Released(), Does.Contain((_fleet.Unit.StreamId, 2)), "it is in the store, so the unit may release it");
        Assert.That(_fleet.Receive(batch).Outcome, Is.EqualTo(FrameOutcome.Duplicate));

        _fleet.Restart();
        FrameResult result = _fleet.Receive(dictionary);

        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.Stored));
        Assert.That(result.SamplesStored, Is.EqualTo(1));
        Assert.That(_fleet.Samples().Single().Signals["OBD.Speed"], Is.EqualTo(50));
        Assert.That(_fleet.Store.WaitingFrames(_fleet.Unit.UnitId).Parked, Is.Zero);
        Assert.That(Query<long>("SELECT count(*) FROM frame WHERE sealed IS NOT NULL"), Is.Zero);
    }

    [Test]
    public void An_authentic_frame_that_cannot_be_decoded_is_kept_sealed_and_receipted()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        byte[] frame = _fleet.Unit.Seal(FrameKind.Batch, [0xFF, 1, 2, 3], TestUnit.DictionaryId);

        Assert.That(_fleet.Receive(frame).Outcome, Is.EqualTo(FrameOutcome.Malformed));
        Assert.That(_fleet.Samples(), Is.Empty);
        Assert.That(_fleet.Store.WaitingFrames(_fleet.Unit.UnitId).Undecodable, Is.EqualTo(1));
        Assert.That(Query<byte[]>("SELECT sealed FROM frame WHERE state = 2"), Is.EqualTo(frame));
        Assert.That(_fleet.Receiver.RetryWaiting(), Is.Zero);
        _fleet.Receipts.Step(FleetFixture.Now);
        Assert.That(_fleet.Released(), Does.Contain((_fleet.Unit.StreamId, 2)));
    }

    [Test]
    public void Frames_of_kinds_that_are_not_decoded_are_kept_as_opened()
    {
        byte[] record = [1, 2, 3, 4];
        Assert.That(_fleet.Receive(_fleet.Unit.Seal((FrameKind)77, record)).Outcome, Is.EqualTo(FrameOutcome.Stored));
        Assert.That(Query<byte[]>("SELECT content FROM frame"), Is.EqualTo(record));
    }

    [Test]
    public void An_epoch_too_far_ahead_is_refused_and_an_allowed_one_is_not()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        byte[] root = FleetHome.ReadRootFile(_fleet.Enrolled.RootKeyFile);
        var keys = new OwnerKeys(new DotNetCryptography(), root, _fleet.Unit.UnitId) { EpochJumpLimit = int.MaxValue };

        Assert.That(_fleet.Receive(SealInEpoch(keys, 2 + OwnerKeys.MaximumEpochJump, 100)).Outcome, Is.EqualTo(FrameOutcome.EpochJump));
        Assert.That(_fleet.Receive(SealInEpoch(keys, 1 + OwnerKeys.MaximumEpochJump, 101)).Outcome, Is.EqualTo(FrameOutcome.Stored));
        Assert.That(
            _fleet.Receive(SealInEpoch(keys, 2 + OwnerKeys.MaximumEpochJump, 102)).Outcome, Is.EqualTo(FrameOutcome.Stored), "counted from the newest stored");
        _fleet.Restart();
        Assert.That(
            _fleet.Receive(SealInEpoch(keys, 3 + OwnerKeys.MaximumEpochJump, 103)).Outcome, Is.EqualTo(FrameOutcome.Stored), "the store remembers it");
    }

    [Test]
    public void A_stream_too_far_along_the_chain_is_refused_without_working_out_its_keys()
    {
        byte[] frame = _fleet.Unit.Dictionary();
        frame[2] = 0x7F;
        Assert.That(_fleet.Receive(frame).Outcome, Is.EqualTo(FrameOutcome.EpochJump));
    }

    [Test]
    public void A_damaged_key_file_stops_its_own_unit_only()
    {
        EnrolledUnit other = _fleet.Home.Enrol("Van 8");
        File.WriteAllBytes(other.RootKeyFile, new byte[31]);

        FrameResult result = _fleet.Receive([1, 2, 3], Topics.Uplink(other.UnitId));

        Assert.That(result.Outcome, Is.EqualTo(FrameOutcome.UnknownUnit));
        Assert.That(result.Detail, Does.Contain(other.RootKeyFile));
        Assert.That(_fleet.Receive(_fleet.Unit.Dictionary()).Outcome, Is.EqualTo(FrameOutcome.Stored));
    }

    [Test]
    public void Messages_of_one_group_are_stored_together_and_each_gets_its_outcome()
    {
        byte[] dictionary = _fleet.Unit.Dictionary();
        byte[] batch = _fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc));
        byte[][] payloads = [batch, [0], dictionary, batch];
        UplinkMessage[] messages = Array.ConvertAll(payloads, payload => new UplinkMessage(_fleet.Unit.Topic, payload, FleetFixture.Now));

        FrameOutcome[] outcomes = _fleet.Receiver.Receive(messages).Select(result => result.Outcome).ToArray();

        Assert.That(outcomes, Is.EqualTo(new[] { FrameOutcome.Parked, FrameOutcome.Version, FrameOutcome.Stored, FrameOutcome.Duplicate }));
        Assert.That(_fleet.Samples(), Has.Count.EqualTo(1));
    }

    [Test]
    public void Samples_taken_before_the_clock_was_set_are_dated_when_a_dated_batch_of_the_same_start_up_comes()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(1000, null), TestUnit.SampleAt(2000, null)));
        Assert.That(_fleet.Samples().Select(sample => sample.Time), Is.All.Null);

        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(61_000, Utc + 61_000)));

        Assert.That(Times(), Is.EqualTo(new[] { Utc + 1000, Utc + 2000, Utc + 61_000 }));
        Assert.That(_fleet.Samples().Select(sample => sample.TimeIsEstimated), Is.All.False);
        Assert.That(_fleet.Store.Units().Single().LastSampleTime, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(Utc + 61_000)));
    }

    [Test]
    public void An_undated_batch_that_comes_after_the_dated_one_is_dated_at_once()
    {
        byte[] dictionary = _fleet.Unit.Dictionary();
        byte[] undated = _fleet.Unit.Batch(TestUnit.SampleAt(1000, null));
        byte[] dated = _fleet.Unit.Batch(TestUnit.SampleAt(61_000, Utc + 61_000));
        _fleet.Receive(dictionary);
        _fleet.Receive(dated);
        _fleet.Restart();
        _fleet.Receive(undated);

        Assert.That(Times(), Is.EqualTo(new[] { Utc + 61_000, Utc + 1000 }));
    }

    [Test]
    public void A_dated_batch_says_nothing_of_another_start_up()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(61_000, Utc)));
        _fleet.Unit.StartUpAgain();
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(1000, null)));

        Assert.That(_fleet.Samples()[1].Time, Is.Null);
    }

    [Test]
    public void A_start_up_that_never_had_a_clock_is_put_between_its_neighbours_and_marked_as_an_estimate()
    {
        _fleet.Receive(_fleet.Unit.Dictionary());
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(10_000, Utc)));
        _fleet.Unit.StartUpAgain();
        byte[] undated = _fleet.Unit.Batch(TestUnit.SampleAt(0, null), TestUnit.SampleAt(20_000, null));
        byte[] late = _fleet.Unit.Batch(TestUnit.SampleAt(30_000, Utc + 75_000));
        _fleet.Receive(undated);
        _fleet.Unit.StartUpAgain();
        _fleet.Receive(_fleet.Unit.Batch(TestUnit.SampleAt(5000, Utc + 125_000)));

        // 120 s lie between the last sample of the first and the begin of the third; 20 s of them are the second's.
        StoredSample[] estimated = _fleet.Samples().Where(sample => sample.TimeIsEstimated).ToArray();
        Assert.That(estimated.Select(sample => sample.Time!.Value.ToUnixTimeMilliseconds()), Is.EqualTo(new[] { Utc + 50_000, Utc + 70_000 }));
        Assert.That(Query<long>("SELECT earliest_zero_ms FROM start_up WHERE is_estimated"), Is.EqualTo(Utc));
        Assert.That(Query<long>("SELECT latest_zero_ms FROM start_up WHERE is_estimated"), Is.EqualTo(Utc + 100_000));

        _fleet.Receive(late);
        Assert.That(_fleet.Samples().Select(sample => sample.TimeIsEstimated), Is.All.False, "a clock that comes late replaces the estimate");
        Assert.That(Times().Order(), Is.EqualTo(new[] { Utc, Utc + 45_000, Utc + 65_000, Utc + 75_000, Utc + 125_000 }));
    }

    private long[] Times() => _fleet.Samples().Select(sample => sample.Time!.Value.ToUnixTimeMilliseconds()).ToArray();

    private byte[] SealInEpoch(OwnerKeys keys, int epoch, int sequence)
    {
        var header = new FrameHeader { Kind = (FrameKind)77, Epoch = epoch, Sequence = sequence };
        Convert.FromHexString(_fleet.Unit.StreamId).CopyTo(header.StreamId, 0);
        var key = new FrameKey();
        Assert.That(keys.TryGetKey(header, key), Is.True);
        byte[] frame = new byte[100];
        int length = new FrameSealer(new DotNetCryptography(), keys.UnitIdBytes).Seal(header, key, [1, 2, 3], 0, 3, frame);
        return frame[..length];
    }

    private long Rows(string table) => Query<long>($"SELECT count(*) FROM {table}");

    private T Query<T>(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_fleet.Store.Path};Pooling=false");
        return connection.QuerySingle<T>(sql);
    }
}
