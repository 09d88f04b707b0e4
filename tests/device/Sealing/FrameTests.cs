using System;
using nanoFramework.TestFramework;
using Telltale.DeviceTests.Journal;
using Telltale.Sealing;

namespace Telltale.DeviceTests.Sealing;

[TestClass]
public class FrameTests
{
    private const string UnitId = "k7m2p9x4";

    private static readonly ReferenceCryptography _cryptography = new ReferenceCryptography();

    [DataRow(0)]
    [DataRow(1)]
    [DataRow(15)]
    [DataRow(16)]
    [DataRow(500)]
    [TestMethod]
    public void The_owner_opens_what_the_unit_sealed(int length)
    {
        byte[] root = Root();
        TestVolume volume = Enrolled(root);
        UnitKeys keys = Started(volume);
        UnitSealer sealer = new UnitSealer(_cryptography, keys);
        byte[] payload = new byte[length];
        for (int index = 0; index < length; index++)
        {
            payload[index] = (byte)(index * 7);
        }

        byte[] frame = new byte[length + FrameSealer.MaximumOverhead];
        int frameLength = sealer.Seal(FrameKind.Batch, FramePriority.Ordinary, 1, unchecked((int)0x89ABCDEF), payload, 0, length, frame);
        Assert.IsTrue(frameLength > 0, "sealed");

        OwnerKeys owner = new OwnerKeys(_cryptography, root, UnitId);
        byte[] opened = new byte[length];
        Assert.AreEqual(length, Open(owner, frame, frameLength, opened));
        CollectionAssert.AreEqual(payload, opened);
    }

    [TestMethod]
    public void Any_changed_bit_and_any_missing_byte_is_refused()
    {
        byte[] root = Root();
        UnitKeys keys = Started(Enrolled(root));
        UnitSealer sealer = new UnitSealer(_cryptography, keys);
        byte[] payload = new byte[20];
        byte[] frame = new byte[20 + FrameSealer.MaximumOverhead];
        int length = sealer.Seal(FrameKind.Status, FramePriority.Ordinary, 1, 0, payload, 0, 20, frame);
        byte[] opened = new byte[100];
        for (int bit = 0; bit < length * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.AreEqual(-1, Open(new OwnerKeys(_cryptography, root, UnitId) { EpochJumpLimit = 200 }, frame, length, opened), "bit " + bit);
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (int shorter = 0; shorter < length; shorter++)
        {
            Assert.AreEqual(-1, Open(new OwnerKeys(_cryptography, root, UnitId), frame, shorter, opened), "length " + shorter);
        }

        Assert.AreEqual(20, Open(new OwnerKeys(_cryptography, root, UnitId), frame, length, opened), "unchanged");
    }

    [TestMethod]
    public void A_frame_of_another_unit_is_refused()
    {
        byte[] root = Root();
        UnitKeys keys = Started(Enrolled(root));
        byte[] frame = new byte[100];
        int length = new UnitSealer(_cryptography, keys).Seal(FrameKind.Status, FramePriority.Ordinary, 1, 0, new byte[4], 0, 4, frame);
        Assert.AreEqual(-1, Open(new OwnerKeys(_cryptography, root, "aaaaaaaa"), frame, length, new byte[100]));
    }

    [TestMethod]
    public void Every_start_up_begins_an_epoch_and_so_does_every_sixty_fifth_frame()
    {
        byte[] root = Root();
        TestVolume volume = Enrolled(root);
        UnitKeys keys = Started(volume);
        Assert.AreEqual(1, keys.Epoch);
        Assert.AreEqual(1, keys.BootNumber);
        UnitSealer sealer = new UnitSealer(_cryptography, keys);
        byte[] frame = new byte[100];
        for (int sequence = 1; sequence <= 65; sequence++)
        {
            Assert.IsTrue(sealer.Seal(FrameKind.Status, FramePriority.Ordinary, sequence, 0, new byte[4], 0, 4, frame) > 0);
            Assert.AreEqual(sequence <= 64 ? 1 : 2, keys.Epoch);
        }

        Assert.AreEqual(65, keys.SequenceFloor, "the second epoch began with frame 65");
        keys = Started(volume);
        Assert.AreEqual(3, keys.Epoch);
        Assert.AreEqual(2, keys.BootNumber);
    }

    [TestMethod]
    public void A_unit_that_goes_on_from_restored_flash_encrypts_the_same_bytes_under_the_same_number_to_something_else()
    {
        byte[] root = Root();
        TestVolume volume = Enrolled(root);
        Started(volume);
        string name = volume.List("keys-")[0];
        byte[] kept = volume.Content(name);
        byte[] frame = new byte[200];
        byte[] again = new byte[200];
        UnitKeys first = Started(volume);
        int length = new UnitSealer(_cryptography, first).Seal(FrameKind.Status, FramePriority.Ordinary, 7, 0, new byte[40], 0, 40, frame);

        volume.Delete(volume.List("keys-")[0]);
        volume.Put(name, kept);
        UnitKeys second = Started(volume);
        Assert.AreEqual(first.Epoch, second.Epoch);
        CollectionAssert.AreEqual(first.UplinkKey.Encryption, second.UplinkKey.Encryption);
        Assert.AreEqual(length, new UnitSealer(_cryptography, second).Seal(FrameKind.Status, FramePriority.Ordinary, 7, 0, new byte[40], 0, 40, again));
        int body = length - 16 - 48;
        for (int block = 0; block < 3; block++)
        {
            Assert.AreNotEqual(BitConverter.ToInt64(frame, body + (16 * block)), BitConverter.ToInt64(again, body + (16 * block)), "block " + block);
        }

        OwnerKeys owner = new OwnerKeys(_cryptography, root, UnitId);
        Assert.AreEqual(40, Open(owner, frame, length, new byte[40]));
        Assert.AreEqual(40, Open(owner, again, length, new byte[40]));
    }

    [TestMethod]
    public void What_is_carried_is_found_again_after_a_restart_and_gone_with_a_new_enrolment()
    {
        byte[] root = Root();
        TestVolume volume = Enrolled(root);
        UnitKeys keys = Started(volume);
        Assert.AreEqual(0, (int)keys.Carried[31]);
        keys.Carried[31] = 77;
        Assert.IsTrue(keys.BeginEpoch(1));
        Assert.AreEqual(77, (int)keys.Carried[31]);
        keys.Carried[31] = 78;
        Assert.IsTrue(keys.BeginNextStream(), "the next stream takes it along");
        keys.Carried[31] = 79;
        UnitKeys next = new UnitKeys(_cryptography, volume);
        next.Load(0);
        Assert.AreEqual(78, (int)next.Carried[31], "what was set after the last writing is not");

        root[0] ^= 1;
        volume.Put(UnitEnrolment.FileName, UnitEnrolment.CreateIdentity(_cryptography, root, UnitId));
        Assert.AreEqual(0, (int)Started(volume).Carried[31]);
    }

    [TestMethod]
    public void The_newest_epochs_frames_can_be_read_at_start_up_and_no_longer_once_the_next_has_begun()
    {
        TestVolume volume = Enrolled(Root());
        UnitKeys keys = Started(volume);
        byte[] frame = new byte[100];
        int length = new UnitSealer(_cryptography, keys).Seal(FrameKind.Status, FramePriority.Ordinary, 1, 0, new byte[4], 0, 4, frame);
        UnitKeys next = new UnitKeys(_cryptography, volume);
        next.Load(0);
        FrameHeader header = new FrameHeader();
        FrameKey key = new FrameKey();
        Assert.IsTrue(header.TryRead(frame, length));
        Assert.IsTrue(next.TryGetNewestKey(header, key));
        Assert.AreEqual(4, new FrameOpener(_cryptography).Open(frame, length, header, next.UnitIdBytes, key, new byte[20]));
        header.Epoch++;
        Assert.IsFalse(next.TryGetNewestKey(header, key), "another epoch");
        header.Epoch--;
        header.StreamId[7] ^= 1;
        Assert.IsFalse(next.TryGetNewestKey(header, key), "another stream");
        header.StreamId[7] ^= 1;
        Assert.IsTrue(next.BeginEpoch(2));
        Assert.IsFalse(next.TryGetNewestKey(header, key), "gone");
    }

    [TestMethod]
    public void The_owner_opens_frames_of_later_epochs()
    {
        byte[] root = Root();
        TestVolume volume = Enrolled(root);
        Started(volume);
        Started(volume);
        UnitKeys keys = Started(volume);
        byte[] frame = new byte[100];
        int length = new UnitSealer(_cryptography, keys).Seal(FrameKind.Status, FramePriority.Ordinary, 1, 0, new byte[4], 0, 4, frame);
        Assert.AreEqual(4, Open(new OwnerKeys(_cryptography, root, UnitId), frame, length, new byte[10]));
    }

    [TestMethod]
    public void An_old_key_file_that_could_not_be_deleted_does_not_bring_its_epoch_back()
    {
        TestVolume volume = Enrolled(Root());
        Started(volume);
        volume.RefusesDeletes = true;
        Assert.AreEqual(2, Started(volume).Epoch);
        Assert.AreEqual(2, volume.List("keys-").Length);
        volume.RefusesDeletes = false;
        Assert.AreEqual(3, Started(volume).Epoch);
        Assert.AreEqual(1, volume.List("keys-").Length);
    }

    [TestMethod]
    public void A_sequence_is_sealed_once_only()
    {
        UnitSealer sealer = new UnitSealer(_cryptography, Started(Enrolled(Root())));
        byte[] frame = new byte[100];
        Assert.IsTrue(sealer.Seal(FrameKind.Status, FramePriority.Ordinary, 5, 0, new byte[4], 0, 4, frame) > 0);
        Assert.AreEqual(0, sealer.Seal(FrameKind.Status, FramePriority.Ordinary, 5, 0, new byte[4], 0, 4, frame));
        Assert.AreEqual(1, sealer.SequencesRefused);
    }

    [TestMethod]
    public void Nothing_is_sealed_when_the_next_epoch_cannot_be_made_durable()
    {
        TestVolume volume = Enrolled(Root());
        UnitKeys keys = Started(volume);
        UnitSealer sealer = new UnitSealer(_cryptography, keys);
        byte[] frame = new byte[100];
        volume.IsFull = true;
        for (int sequence = 1; sequence <= 64; sequence++)
        {
            Assert.IsTrue(sealer.Seal(FrameKind.Status, FramePriority.Ordinary, sequence, 0, new byte[4], 0, 4, frame) > 0);
        }

        Assert.AreEqual(0, sealer.Seal(FrameKind.Status, FramePriority.Ordinary, 65, 0, new byte[4], 0, 4, frame));
        Assert.AreEqual(1, sealer.KeyFailures);
        volume.IsFull = false;
        Assert.IsTrue(sealer.Seal(FrameKind.Status, FramePriority.Ordinary, 66, 0, new byte[4], 0, 4, frame) > 0, "later it goes on");
    }

    [TestMethod]
    public void The_unit_opens_what_the_owner_sealed_for_its_stream_and_nothing_else()
    {
        byte[] root = Root();
        UnitKeys keys = Started(Enrolled(root));
        OwnerKeys owner = new OwnerKeys(_cryptography, root, UnitId);
        FrameHeader header = new FrameHeader { Kind = FrameKind.Receipt, Sequence = 9 };
        Array.Copy(keys.StreamId, 0, header.StreamId, 0, 8);
        FrameKey key = new FrameKey();
        Assert.IsTrue(owner.TryGetKey(header, key));
        byte[] frame = new byte[100];
        int length = new FrameSealer(_cryptography, owner.UnitIdBytes).Seal(header, key, AeadTests.Text("stored"), 0, 6, frame);

        FrameHeader read = new FrameHeader();
        byte[] opened = new byte[100];
        Assert.IsTrue(read.TryRead(frame, length));
        Assert.IsTrue(keys.IsDownlinkOfThisStream(read));
        Assert.AreEqual(6, new FrameOpener(_cryptography).Open(frame, length, read, keys.UnitIdBytes, keys.DownlinkKey, opened));

        header.StreamId[7] ^= 1;
        Assert.IsFalse(keys.IsDownlinkOfThisStream(header), "another stream");
        read.Kind = FrameKind.Batch;
        Assert.IsFalse(keys.IsDownlinkOfThisStream(read), "an uplink kind");
    }

    [TestMethod]
    public void The_next_stream_has_another_id_and_downlink_key_which_the_owner_finds()
    {
        byte[] root = Root();
        TestVolume volume = Enrolled(root);
        UnitKeys keys = Started(volume);
        byte[] first = new byte[8];
        Array.Copy(keys.StreamId, 0, first, 0, 8);
        byte[] firstDownlink = new byte[16];
        Array.Copy(keys.DownlinkKey.Mac, 0, firstDownlink, 0, 16);
        int boot = keys.BootNumber;

        volume.IsFull = true;
        Assert.IsFalse(keys.BeginNextStream(), "the file cannot be written");
        CollectionAssert.AreEqual(first, keys.StreamId, "and the stream goes on");
        Assert.IsTrue(keys.IsReady);
        volume.IsFull = false;
        Assert.IsTrue(keys.BeginNextStream());
        Assert.IsFalse(keys.IsReady, "nothing is sealed before an epoch of it has begun");

        keys = Started(volume);
        Assert.AreEqual(1, (keys.StreamId[0] << 8) | keys.StreamId[1], "the next place in the chain");
        Assert.AreEqual(boot + 1, keys.BootNumber);
        Assert.AreEqual(1, keys.Epoch);
        Assert.AreEqual(1, keys.SequenceFloor);
        FrameHeader header = new FrameHeader { Kind = FrameKind.Command, Sequence = 9 };
        Array.Copy(keys.StreamId, 0, header.StreamId, 0, 8);
        OwnerKeys owner = new OwnerKeys(_cryptography, root, UnitId);
        FrameKey key = new FrameKey();
        Assert.IsTrue(owner.TryGetKey(header, key));
        CollectionAssert.AreEqual(key.Mac, keys.DownlinkKey.Mac);
        Assert.IsFalse(BitConverter.ToInt64(firstDownlink, 0) == BitConverter.ToInt64(keys.DownlinkKey.Mac, 0), "another key");
        Array.Copy(first, 0, header.StreamId, 0, 8);
        Assert.IsFalse(keys.IsDownlinkOfThisStream(header), "old commands die");
        Assert.AreEqual(1, volume.List("keys-").Length);
    }

    [TestMethod]
    public void Epochs_too_far_ahead_are_refused_until_the_way_there_was_accepted()
    {
        OwnerKeys owner = new OwnerKeys(_cryptography, Root(), UnitId);
        FrameHeader header = new FrameHeader { Kind = FrameKind.Status, Epoch = OwnerKeys.MaximumEpochJump + 1, Sequence = 1 };
        FrameKey key = new FrameKey();
        Assert.IsFalse(owner.TryGetKey(header, key));
        Assert.AreEqual(1, owner.EpochJumpsRefused);
        owner.SetAcceptedEpoch(header.StreamId, 1);
        owner.EpochJumpLimit = 600;
        header.Epoch = 601;
        Assert.IsTrue(owner.TryGetKey(header, key));
        byte[] late = new byte[16];
        Array.Copy(key.Mac, 0, late, 0, 16);

        header.Epoch = 7;
        Assert.IsTrue(owner.TryGetKey(header, key), "back");
        header.Epoch = 601;
        Assert.IsTrue(owner.TryGetKey(header, key));
        CollectionAssert.AreEqual(late, key.Mac, "the same key again, over a remembered one");
    }

    [TestMethod]
    public void The_chain_key_of_the_enrolment_is_gone_once_a_stream_has_begun()
    {
        TestVolume volume = Enrolled(Root());
        Started(volume);
        Assert.AreEqual(-1, volume.Length(UnitEnrolment.FileName));
        Assert.AreEqual(1, volume.List("keys-").Length);
    }

    [TestMethod]
    public void A_volume_without_keys_is_told_apart()
    {
        UnitKeys keys = new UnitKeys(_cryptography, new TestVolume());
        Assert.IsTrue(keys.Load(0) == UnitKeyState.NotEnrolled);
        Assert.IsFalse(keys.BeginEpoch(1));
    }

    [TestMethod]
    public void A_new_identity_begins_a_new_stream_and_the_old_one_does_not()
    {
        byte[] root = Root();
        TestVolume volume = Enrolled(root);
        UnitKeys keys = Started(volume);
        long stream = BitConverter.ToInt64(keys.StreamId, 0);

        volume.Put(UnitEnrolment.FileName, UnitEnrolment.CreateIdentity(_cryptography, root, UnitId));
        keys = new UnitKeys(_cryptography, volume);
        Assert.IsTrue(keys.Load(1) == UnitKeyState.Resumed, "the same enrolment goes on");
        Assert.AreEqual(stream, BitConverter.ToInt64(keys.StreamId, 0));

        root[0] ^= 1;
        volume.Put(UnitEnrolment.FileName, UnitEnrolment.CreateIdentity(_cryptography, root, UnitId));
        keys = new UnitKeys(_cryptography, volume);
        Assert.IsTrue(keys.Load(1) == UnitKeyState.NewStream, "another enrolment");
        Assert.AreNotEqual(stream, BitConverter.ToInt64(keys.StreamId, 0));
        Assert.IsTrue(keys.BeginEpoch(1));
        Assert.AreEqual(2, keys.BootNumber, "start-ups are counted on");
    }

    [DataRow((int)TestVolume.CutOutcome.NotDone)]
    [DataRow((int)TestVolume.CutOutcome.Done)]
    [DataRow((int)TestVolume.CutOutcome.EmptyNewFile)]
    [TestMethod]
    public void A_cut_at_any_operation_never_brings_an_epoch_back(int outcome)
    {
        for (int cutAt = 1; cutAt <= 14; cutAt++)
        {
            TestVolume volume = Enrolled(Root());
            volume.Operations = 0;
            volume.Outcome = (TestVolume.CutOutcome)outcome;
            volume.OperationsUntilCut = cutAt;
            int used = 0;
            long stream = 0;
            for (int start = 0; start < 4; start++)
            {
                UnitKeys keys = new UnitKeys(_cryptography, volume);
                keys.Load(start);
                if (keys.BeginEpoch(1) && !volume.IsCut)
                {
                    Assert.IsTrue(stream == 0 || stream == BitConverter.ToInt64(keys.StreamId, 0), "one stream");
                    Assert.IsTrue(keys.Epoch > used, "cut " + cutAt);
                    stream = BitConverter.ToInt64(keys.StreamId, 0);
                    used = keys.Epoch;
                }

                if (volume.IsCut)
                {
                    volume.Restore();
                }
            }

            Assert.IsTrue(used >= 2, "the unit got going again after cut " + cutAt);
        }
    }

    [TestMethod]
    public void A_header_survives_its_own_bytes_and_no_longer_form_of_a_number()
    {
        FrameHeader header = new FrameHeader
        {
            Kind = FrameKind.Batch,
            Priority = FramePriority.Alert,
            Epoch = int.MaxValue,
            Sequence = 128,
            Salt = -3,
            DictionaryId = -2,
        };
        header.StreamId[1] = 5;
        byte[] bytes = new byte[FrameHeader.MaximumLength];
        int length = header.Write(bytes, 0);
        FrameHeader read = new FrameHeader();
        Assert.IsTrue(read.TryRead(bytes, length));
        Assert.IsTrue(read.Kind == FrameKind.Batch && read.Priority == FramePriority.Alert);
        Assert.AreEqual(int.MaxValue, read.Epoch);
        Assert.AreEqual(128, read.Sequence);
        Assert.AreEqual(-3, read.Salt);
        Assert.AreEqual(-2, read.DictionaryId);
        Assert.AreEqual(5, read.ChainIndex);
        Assert.AreEqual(length, read.Length);

        byte[] longer = AeadTests.FromHex("2003" + "0000000000000000" + "8100" + "01" + "00000000");
        Assert.IsFalse(read.TryRead(longer, longer.Length), "1 in two bytes");
        longer[10] = 0x01;
        longer[11] = 0x01;
        Assert.IsTrue(read.TryRead(longer, longer.Length));
    }

    private int Open(OwnerKeys owner, byte[] frame, int count, byte[] payload)
    {
        FrameHeader header = new FrameHeader();
        FrameKey key = new FrameKey();
        return header.TryRead(frame, count) && owner.TryGetKey(header, key)
            ? new FrameOpener(_cryptography).Open(frame, count, header, owner.UnitIdBytes, key, payload)
            : -1;
    }

    private UnitKeys Started(TestVolume volume)
    {
        UnitKeys keys = new UnitKeys(_cryptography, volume);
        keys.Load(12345);
        Assert.IsTrue(keys.BeginEpoch(1), "epoch");
        return keys;
    }

    private TestVolume Enrolled(byte[] root)
    {
        TestVolume volume = new TestVolume();
        volume.Put(UnitEnrolment.FileName, UnitEnrolment.CreateIdentity(_cryptography, root, UnitId));
        return volume;
    }

    private static byte[] Root()
    {
        byte[] root = new byte[32];
        for (int index = 0; index < 32; index++)
        {
            root[index] = (byte)(index + 100);
        }

        return root;
    }
}
