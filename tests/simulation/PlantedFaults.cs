namespace Telltale.SimulationTests;

/// <summary>The faults, and for each the shortest simulation found that shows it.</summary>
internal static class PlantedFaults
{
    private const string Broker = "--units 2 --days 3 --fault broker-forgets receiver-down receiver-killed";
    private const string Forgetful = "--units 1 --days 2 --fault broker-forgets";
    private const string Cuts = "--units 1 --days 2 --fault power-cuts outages";
    private const string Full = "--units 2 --days 4 --journal-bytes 65536 --fault outages power-cuts";
    private const string OldFlash = "--units 1 --days 4 --seed 3 --fault old-flash outages";
    private const string OldFlashOffline = "--units 1 --days 4 --fault old-flash outages";
    private const string Damage = "--units 2 --days 3 --fault flash-damage power-cuts outages";
    private const string Attacker = "--units 1 --days 3 --fault attacker";
    private const string Nothing = "--units 1 --days 1 --no-faults";
    private const string Enrolled = "--units 1 --days 3 --fault reenrolment outages receipts-lost";
    private const string Lost = "--units 1 --days 2 --fault volume-lost";

    /// <summary>Assemblies that something is planted in.</summary>
    internal static IEnumerable<string> Projects => All.Select(fault => fault.Project).Distinct(StringComparer.Ordinal);

    internal static readonly PlantedFault[] All =
    [
        new(
            "Frames are released at the broker's acknowledgement",
            "firmware/Uplink/FrameUplink.Sending.cs",
            "                if (_settings.ReleaseOnAcknowledgement)\n                {\n                    _journal.Release(",
            "                if (true)\n                {\n                    _journal.Release(",
            Broker,
            "lost"),
        new(
            "A receipt releases one frame too many",
            "firmware/Uplink/FrameUplink.Receipts.cs",
            "            int last = _receipt.Last[index];",
            "            int last = _receipt.Last[index] + 1;",
            Broker,
            "lost", "missing"),
        new(
            "A receipt names frames that are not committed",
            "fleet/Telltale.Fleet/ReceiptSender.cs",
            "SequenceRange? range = writer.Streams.RangeAround(stream, sequence);",
            "SequenceRange? range = new SequenceRange(1, sequence);",
            Broker,
            "lost", "missing"),
        new(
            "Frames without a receipt are not sent again",
            "firmware/Uplink/FrameUplink.Receipts.cs",
            "            _journal.MarkWatchedUnsent();\n            return true;\n        }\n\n        // Repeating brought nothing: the way back may be dead though the way out is not. A new connection subscribes anew.\n        _journal.MarkAllUnsent();",
            "            return true;\n        }\n",
            Forgetful,
            "stuck"),
        new(
            "A receipt releases frames that were never sent",
            "firmware/Uplink/FrameUplink.Receipts.cs",
            "int released = _journal.ReleaseSent(_streamId, first, last, !isDamaged);",
            "int released = _journal.Release(_streamId, first, last, !isDamaged) ? last - first + 1 : -1;",
            OldFlashOffline,
            "lost"),
        new(
            "A receipt is not checked for its stream",
            "firmware/Journal/FrameJournal.cs",
            "bool isStored)\n    {\n        int stream = _files.Streams.Find(streamId);",
            "bool isStored)\n    {\n        int stream = 0;",
            Enrolled,
            "not_released"),
        new(
            "The sequence begins anew after a restart",
            "firmware/Journal/JournalRecovery.cs",
            "        files.NextSequence = next;",
            "        files.NextSequence = next > 4 ? next - 3 : next;",
            Cuts,
            "conflict"),
        new(
            "A damaged end of the journal is not noticed",
            "firmware/Journal/JournalRecovery.cs",
            "        _lostFrom = newest.Last + 1;",
            "        _lostFrom = 0;",
            Damage,
            "conflict", "missing"),
        new(
            "The list of drops is not written",
            "firmware/Journal/DropLog.cs",
            "            if (_volume.Append(_fileName, _bytes, 0, pending * RecordLength))",
            "            if (pending > 0)",
            Full,
            "lost", "missing"),
        new(
            "A drop is not counted",
            "firmware/Journal/JournalDropper.cs",
            "            _files.Counters.FramesDropped += _files.AddDropped(stream, segment.First, last, DropReason.Full);",
            "            _files.Counters.FramesDropped += last - segment.First + 1;",
            Full,
            "lost", "missing"),
        new(
            "The newest is dropped before the oldest",
            "firmware/Journal/JournalDropper.cs",
            "            return DropOrdinary(0);",
            "            return DropOrdinary(_files.Ordinary.Count - 2);",
            Full,
            "drop_order"),
        new(
            "A status reports ranges that grew while it was written",
            "firmware/Unit/StatusWriter.cs",
            "        journal.MarkDroppedReported(dropped, sequence);\n        if (!writer.TryWrite(FrameKind.Status, FramePriority.Required, 0, writer.Payload, report.Encode(writer.Payload), false))\n        {\n            journal.MarkDroppedReported(journal.DroppedRangeCount, 0);\n            _retryUptime = uptime + OpenBatch.RetryMilliseconds;\n            return false;\n        }\n",
            "        if (!writer.TryWrite(FrameKind.Status, FramePriority.Required, 0, writer.Payload, report.Encode(writer.Payload), false))\n        {\n            return false;\n        }\n\n        journal.MarkDroppedReported(dropped, sequence);\n",
            "--units 5 --days 10 --only-unit 3 --journal-bytes 65536 --fault receiver-down outages power-cuts low-supply",
            "lost", "missing"),
        new(
            "The key stays the same from epoch to epoch",
            "firmware/Sealing/UnitKeys.cs",
            "        byte[] nextKey = KeySchedule.NextEpochKey(_cryptography, epochKey);",
            "        byte[] nextKey = epochKey;",
            Cuts,
            "lost"),
        new(
            "A wiped unit goes on under the stream that it had",
            "firmware/Sealing/UnitKeys.cs",
            "        Array.Copy(Draw(\"stream id\", FrameHeader.ReadInt32(file, BootNumberOffset)), 0, streamId, 2, 6);",
            "        streamId[7] = 1;",
            Lost,
            "conflict", "sequence_reuse"),
        new(
            "The salt is constant",
            "firmware/Sealing/UnitKeys.cs",
            "        Salt = FrameHeader.ReadInt32(Draw(\"salt\", Epoch + 1), 0);",
            "        Salt = 7;",
            OldFlash,
            "iv_reuse"),
        new(
            "The owner does not compare tags",
            "firmware/Sealing/FrameOpener.cs",
            "A128CbcHs256.BlockEquals(tag, 0, _tag, 0)\n",
            "(!header.IsDownlink || A128CbcHs256.BlockEquals(tag, 0, _tag, 0))\n",
            Attacker,
            "content", "conflict"),
        new(
            "The unit does not compare the tags of receipts",
            "firmware/Sealing/FrameOpener.cs",
            "A128CbcHs256.BlockEquals(tag, 0, _tag, 0)\n",
            "(header.IsDownlink || A128CbcHs256.BlockEquals(tag, 0, _tag, 0))\n",
            Attacker,
            "forged_receipt"),
        new(
            "The dictionary is dropped",
            "firmware/Unit/DictionaryKeeper.cs",
            "        if (!writer.TryWrite(FrameKind.Dictionary, FramePriority.Required, 0, _dictionary, _dictionary.Length, true))\n        {\n            return false;\n        }\n",
            "",
            Nothing,
            "lost"),
        new(
            "The open batch is forgotten when the ignition goes off",
            "firmware/Unit/OpenBatch.cs",
            "        _isCloseWanted = _isCloseWanted || isSwitchedOff;\n",
            "        _batch.Count = isSwitchedOff ? 0 : _batch.Count;\n",
            Nothing,
            "lost"),
        new(
            "A batch is written twice",
            "firmware/Unit/OpenBatch.cs",
            "            _batch.Clear();\n            HasWritten = true;",
            "            if (_counters.BatchesJournalled % 50 != 7)\n            {\n                _batch.Clear();\n            }\n\n            HasWritten = true;",
            Nothing,
            "duplicate"),
        new(
            "A conflict is dropped",
            "fleet/Telltale.Fleet/FrameReceiver.cs",
            "            writer.AddConflict(\n                stream, header.Sequence, header.Epoch, opened.Tag, message.Received.ToUnixTimeMilliseconds(), message.Payload);\n",
            "",
            OldFlash,
            "lost"),
        new(
            "Samples from before the clock was set get the time of the start-up",
            "fleet/Telltale.Fleet/StartUps.cs",
            "\"UPDATE sample SET time_ms = uptime_ms + ?2, time_source = 2 WHERE",
            "\"UPDATE sample SET time_ms = ?2 - 60000, time_source = 2 WHERE",
            Cuts,
            "time"),
        new(
            "Alerts wait behind the backlog",
            "firmware/Unit/FrameWriter.cs",
            "        if (!_journal.TryAppend(_frame, length, (int)priority, isPinned))",
            "        if (!_journal.TryAppend(_frame, length, 0, isPinned))",
            "--units 2 --days 4 --fault low-supply outages",
            "alert_order"),
    ];
}
