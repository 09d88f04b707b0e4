#!/usr/bin/env python3
"""Makes batch.json, alert.json, seal.json and journal.json from the FORMAT.md pages, sharing nothing with the C# code.

Python's standard library and the openssl command. Run it in its folder; the files are checked in, and tests/host reads them.
"""
import hashlib
import hmac
import json
import math
import subprocess
import zlib

from batch_format import encode_alert, encode_batch, number, wrap


# ---------------------------------------------------------------- Batching/FORMAT.md

def context(**changes):
    return dict(dict(mode=3, activity=1, ignition=2, source=1, private=False, triggers=1, trip=1841, distance=31245678, engine=2812345, idling=412345, signals={}), **changes)


def drive():
    """A drive with a tunnel, signals that come and go, wheels that follow each other."""
    rows = []
    for i in range(60):
        row = context(time=i * 100, mode=3 if i % 25 else 4, distance=31245678 + 14 * i, engine=2812345 + i, signals={0: 4680 + i * i, 2: 50, 3: 4690 + i * i + (i * 7) % 5 - 2})
        if not 20 <= i < 33:
            row |= dict(latitude=525200081 + 1207 * i + (i * 37) % 11, longitude=-134049537 - 911 * i, height=34567 + 90 * i, speed=13890 + 50 * ((i * 13) % 4),
                        course=(35500 + 50 * i) % 36000, satellites=11 + i // 25)
        else:
            row["mode"] = 0
        if i % 7 == 0:
            row["signals"][1] = -5 * i
        if i > 50:
            row["signals"][4] = 1
        rows.append(row)
    return rows


def movement():
    """Positions that follow from speed and course, speed that follows from a signal, an engine in a gear; a stop without a course, idling, the end of the trip."""
    rows = []
    latitude, longitude, metres, engine, idling = 481234567, 112345678, 987654.0, 5000, 700
    before = 0
    for i in range(60):
        speed = max(0, 15 + 9 * math.sin(i / 7)) if i < 30 else 0 if i < 45 else 2.0
        course = 300 + 80 * math.sin(i / 9)
        mean = (speed + before) / 2 if i else 0
        before = speed
        latitude += round(mean * math.cos(math.radians(course)) / 0.011119) + (i * 29) % 7 - 3
        longitude += round(mean * math.sin(math.radians(course)) / 0.011119 / 0.6673) + (i * 31) % 9 - 4
        metres += mean
        activity = 1 if i < 40 else 2 if i < 50 else 0
        engine += 1 if activity in (1, 2) and i else 0
        idling += 1 if activity == 2 else 0
        row = context(time=i * 100, activity=activity, ignition=2 if i < 50 else 1, source=3, private=i >= 55, triggers=64 if i in (40, 50) else 1, trip=7, distance=int(metres), engine=engine, idling=idling,
                      latitude=latitude, longitude=longitude, height=520000 - 300 * i, speed=round(speed * 1000) + (i * 17) % 60, satellites=9,
                      signals={0: round(speed * 360), 1: round(speed * 360 * 0.83) + (i * 11) % 13, 2: round(speed * 360) + (i * 5) % 9 - 4})
        if speed:
            row["course"] = round(course * 100) % 36000
        rows.append(row)
    return rows


def filtered():
    """Samples seconds apart, with the extremes of what lies between."""
    rows, time = [], 0
    for i in range(12):
        row = context(time=time, triggers=32 if i % 3 else 4, distance=100 + 170 * i, engine=70 + time // 100, idling=3, speed=14000 + 333 * i, signals={0: 5000 + 120 * i})
        if i % 2:
            row["extremes"] = dict(speed=15001 + 400 * i, braking=700 + i) if i % 4 == 1 else dict(acceleration=2**31 - 1)
            row["signal_extremes"] = {0: (4990 + i, 6000 - 7 * i)}
        rows.append(row)
        time += 100 * (5 + (i * i) % 7)
    return rows


def batch_cases():
    jumps = [context(time=i * 20, distance=wrap(i * 99999999), engine=wrap(-i * 7777777), trip=wrap(2**31 - 3 + i // 20),
                     signals={0: wrap(i * i * 77777777), 1: (i % 10 == 0) * 3, 2: 1000 * i + (40 if i > 25 else 0), 3: 500 + (i * 37) % 11}) for i in range(40)]
    extreme = [context(time=0, mode=6, activity=4, ignition=0, source=15, private=True, triggers=65535, trip=-2**31, distance=2**31 - 1, engine=-1, idling=-2**31, latitude=-900000000,
                       longitude=1800000000, height=-431000, speed=0, course=35999, satellites=40, signals={0: -2**31, 1: 2**31 - 1, 2: -1},
                       extremes=dict(speed=-2**31, acceleration=0, braking=2**31 - 1), signal_extremes={1: (-2**31, 2**31 - 1)})]
    return [
        ("a drive with a tunnel, signals that come and go, wheels that follow each other", 7, 6000, 176382360000, 6, drive(), None),
        ("what follows from speed, course, time and activity", 8, 123456789, 176382360000, 3, movement(), (0, 910, 14)),
        ("samples seconds apart with extremes", 9, 77, 176382360013, 1, filtered(), None),
        ("undated, no receiver", 1, 123, None, 1, [context(time=i * 100 + i % 3, mode=0, activity=0, ignition=0, source=0, signals={0: 5}) for i in range(9)], None),
        ("one sample, extreme values", 2**31 - 1, 0, 176382360000, 3, extreme, None),
        ("values that jump anywhere, a straight line with one bend", 3, 77, 176382360000, 4, jumps, None),
    ]


def batches():
    out = []
    used = set()
    for name, boot, uptime, utc, signals, rows, scale in batch_cases():
        data, expected, ways = encode_batch(boot, uptime, utc, signals, rows, scale=scale)
        used |= ways
        out.append(dict(name=name, boot=boot, base_uptime_milliseconds=uptime * 10, base_utc_milliseconds=None if utc is None else utc * 10,
                        signals=signals, batch=data.hex(), samples=expected))
    everything = {"constant", "straight", "delta", "linear", "mean", "sparse", None, "difference", "proportion", "speed from a signal", "predicted positions"}
    assert used == everything, everything - used
    return out


def alerts():
    out = []
    row = movement()[20]
    for name, event, value, limit, signal, signals in (("overspeed", 3, 40123, 36111, -1, 3), ("a signal's rule", 10, -2**31, 2**31 - 1, 2, 3), ("an event of a later firmware", 70000, 0, 0, -1, 3)):
        data, expected, _ = encode_batch(8, 123456789, 176382360000, signals, [dict(row, time=0)])
        out.append(dict(name=name, event=event, value=value, limit=limit, signal=signal, dictionary=0x89ABCDEF, boot=8, base_uptime_milliseconds=1234567890,
                        base_utc_milliseconds=1763823600000, signals=signals, alert=encode_alert(event, value, limit, signal, 0x89ABCDEF, data).hex(), samples=expected))
    return out


# ---------------------------------------------------------------- Sealing/FORMAT.md

def h(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def openssl_cbc(key, iv, data):
    return subprocess.run(["openssl", "enc", "-aes-128-cbc", "-nopad", "-K", key.hex(), "-iv", iv.hex()], input=data, stdout=subprocess.PIPE, check=True).stdout


def seal(frame_key, unit_id, header, salt, sequence, payload):
    mac_key, encryption_key = frame_key[:16], frame_key[16:]
    iv = openssl_cbc(encryption_key, bytes(16), salt + bytes(8) + sequence.to_bytes(4, "big"))
    padding = 16 - len(payload) % 16
    ciphertext = openssl_cbc(encryption_key, iv, payload + bytes([padding]) * padding)
    associated = unit_id + header
    tag = h(mac_key, associated + iv + ciphertext + (8 * len(associated)).to_bytes(8, "big"))[:16]
    return header + ciphertext + tag


def frames():
    root = bytes(range(100, 132))
    unit_id = b"k7m2p9x4"
    chain = h(root, b"chain" + unit_id)
    identity = (bytes([2]) + unit_id + chain).ljust(632, b"\0")
    identity += h(b"telltale file", identity)[:8]
    out = []
    for name, index, epoch, sequence, kind, priority, dictionary, payload in (
            ("a batch", 0, 1, 1, 1, 0, 0x89ABCDEF, bytes(range(200)) * 3),
            ("an empty status", 0, 2, 64, 3, 0, 0, b""),
            ("an alert in a full block", 0, 300, 300000, 2, 2, 0, bytes(16)),
            ("a dictionary in the fourth life of the journal", 3, 129, 2**31 - 1, 4, 1, 0, b"x" * 31),
            ("a receipt", 0, 0, 5, 128, 0, 0, b"stored")):
        stream_id = index.to_bytes(2, "big") + bytes.fromhex("a1b2c3d4e5f6")
        key = chain
        for _ in range(index):
            key = h(key, b"next")
        stream_key = h(key, b"stream" + stream_id)
        downlink = kind >= 128
        if downlink:
            key = h(stream_key, b"downlink")
        else:
            key = stream_key
            for _ in range(epoch):
                key = h(key, b"epoch")
        pseudorandom = h(bytes(32), key)
        frame_key = h(pseudorandom, b"telltale" + bytes([2, int(downlink)]) + unit_id + b"\x01")
        salt = h(bytes([epoch % 256]), name.encode())[:4]
        header = bytes([0x20 | priority, kind]) + stream_id + number(epoch) + number(sequence) + salt + (dictionary.to_bytes(4, "big") if kind == 1 else b"")
        out.append(dict(name=name, stream_id=stream_id.hex(), epoch=epoch, sequence=sequence, salt=int.from_bytes(salt, "big"), kind=kind, priority=priority, dictionary_id=dictionary,
                        frame_key=frame_key.hex(), payload=payload.hex(), frame=seal(frame_key, unit_id, header, salt, sequence, payload).hex()))
    return dict(root=root.hex(), unit_id=unit_id.decode(), identity=identity.hex(), frames=out)


# ---------------------------------------------------------------- Journal/FORMAT.md

def checked(head):
    return head + zlib.crc32(head).to_bytes(4, "big")


def file_header(stream_id):
    return checked(bytes([2, 0, 0, 0]) + stream_id)


def record(sequence, frame):
    length = len(frame).to_bytes(2, "big")
    return checked(length + sequence.to_bytes(4, "big")) + frame + length


def made_up(sequence, length):
    return bytes((sequence * 31 + i) % 256 for i in range(length))


def journal_written(stream_id):
    """What appending frames one after another leaves on the volume."""
    segment_bytes = 600
    files, content, name, segment = {}, b"", None, 0
    written = []
    priorities = {1: (1, True), 4: (2, False), 5: (3, False), 8: (0, True), 10: (1, False)}
    for sequence in range(1, 12):
        frame = made_up(sequence, 100 + 20 * sequence)
        priority, pinned = priorities.get(sequence, (0, False))
        if priority or pinned:
            single = file_header(stream_id) + record(sequence, frame)
            files[f"single-{sequence:08x}-{priority + 4 * pinned:x}-{stream_id.hex()}"] = single.ljust(513, b"\0").hex()
        else:
            added = record(sequence, frame)
            if name is None or len(content) + len(added) > segment_bytes:
                segment += 1
                name = f"seg-{segment:08x}-{sequence:08x}"
                content = file_header(stream_id)
            content += added
            files[name] = content.hex()
        written.append(dict(sequence=sequence, priority=priority, pinned=pinned, frame=frame.hex()))
    return dict(stream_id=stream_id.hex(), segment_bytes=segment_bytes, frames=written, files=files)


def journal_found(stream_id, earlier_id):
    """Files as they may be found at start-up, and what is to be made of them."""
    def file(stream, *sequences):
        return (file_header(stream) + b"".join(record(s, made_up(s, 100 + s)) for s in sequences)).hex()

    def dropped(generation, *ranges):
        return b"".join(checked(stream + first.to_bytes(4, "big") + last.to_bytes(4, "big") + bytes([reason, generation, 0, 0])) for stream, first, last, reason in ranges).hex()

    files = {
        "seg-00000007-00000020": file(earlier_id, 32, 33),
        "seg-00000008-00000002": file(stream_id, 2, 3, 6),
        "seg-00000009-00000009": file(stream_id, 9, 12, 13),
        "seg-0000000a-00000014": "",
        "kept-2-00000001-00000004": file(stream_id, 4, 7),
        f"single-00000007-2-{stream_id.hex()}": file(stream_id, 7),
        f"single-0000000e-2-{stream_id.hex()}": file(stream_id, 14),
        f"single-00000005-3-{stream_id.hex()}": file(stream_id, 5),
        f"single-0000000f-3-{stream_id.hex()}": "",
        f"single-00000001-5-{stream_id.hex()}": file(stream_id, 1),
        f"single-0000001f-5-{earlier_id.hex()}": file(earlier_id, 31),
        "drop-a": dropped(255, (stream_id, 8, 8, 3), (earlier_id, 1, 20, 1)),
        "drop-b": dropped(0, (stream_id, 8, 8, 3), (earlier_id, 1, 30, 1)),
    }
    order = [(stream_id, 5), (stream_id, 4), (stream_id, 7), (stream_id, 14), (earlier_id, 31), (stream_id, 1)]
    ordinary = [(earlier_id, 32), (earlier_id, 33), (stream_id, 2), (stream_id, 3), (stream_id, 6), (stream_id, 9), (stream_id, 12), (stream_id, 13)]
    newest_first = [(stream_id, s) for s in (13, 12, 9, 6, 3, 2)] + [(earlier_id, 33), (earlier_id, 32)]

    def told(frames):
        return [dict(stream_id=stream.hex(), sequence=s, frame=made_up(s, 100 + s).hex()) for stream, s in frames]

    return dict(stream_id=stream_id.hex(), sequence_floor=1, sequence_ceiling=65, files=files, next_sequence=21,
                oldest_first=told(order + ordinary), newest_first=told(order + newest_first),
                dropped=[dict(stream_id=stream.hex(), first=first, last=last, reason=reason) for stream, first, last, reason in
                         ((stream_id, 8, 8, 3), (earlier_id, 1, 30, 1), (stream_id, 15, 15, 3), (stream_id, 20, 20, 3))])


def journal():
    stream_id = bytes.fromhex("0000a1b2c3d4e5f6")
    return dict(written=journal_written(stream_id), found=journal_found(stream_id, bytes.fromhex("00000f1e2d3c4b5a")))


for file, content in (("batch.json", batches()), ("alert.json", alerts()), ("seal.json", frames()), ("journal.json", journal())):
    with open(file, "w", encoding="utf-8", newline="\n") as output:
        json.dump(content, output, indent=1)
        output.write("\n")
