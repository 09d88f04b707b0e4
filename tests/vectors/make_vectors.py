#!/usr/bin/env python3
"""Makes batch.json, seal.json and journal.json from the FORMAT.md pages, sharing nothing with the C# code.

Python's standard library and the openssl command. Run it in its folder; the files are checked in, and tests/host reads them.
"""
import hashlib
import hmac
import json
import math
import subprocess
import zlib


# ---------------------------------------------------------------- Batching/FORMAT.md

class Bits:
    def __init__(self):
        self.text = ""

    def u(self, value, count):
        assert 0 <= value < (1 << count)
        if count:
            self.text += format(value, f"0{count}b")

    def bytes(self):
        padded = self.text + "0" * (-len(self.text) % 8)
        return bytes(int(padded[i:i + 8], 2) for i in range(0, len(padded), 8))


def wrap(value):
    return (value + 2**31) % 2**32 - 2**31


def zigzag(value):
    value = wrap(value)
    return 2 * value if value >= 0 else -2 * value - 1


def first(bits, value):
    z = zigzag(value)
    length = z.bit_length()
    bits.u(length, 6)
    if length > 1:
        bits.u(z - (1 << (length - 1)), length - 1)


def rice_text(v, k):
    if v >> k >= 20:
        return "0" * 20 + format(v, "032b")
    return "0" * (v >> k) + "1" + (format(v & ((1 << k) - 1), f"0{k}b") if k else "")


def run_text(r):
    h = (r >> 3) + 1
    return "0" * (h.bit_length() - 1) + format(h, "b") + format(r & 7, "03b")


def values(bits, column):
    """Tries every predictor and parameter and takes the shortest."""
    deltas = [wrap(b - a) for a, b in zip(column, column[1:])]
    bends = [wrap(b - a) for a, b in zip([0] + deltas, deltas)]
    candidates = []
    if not any(deltas):
        candidates.append((0, None, ""))
    for k in range(23):
        candidates.append((1, k, "".join(rice_text(zigzag(d), k) for d in deltas)))
        candidates.append((2, k, "".join(rice_text(zigzag(d), k) for d in bends)))
        for predictor, residuals in ((3, deltas), (4, bends)):
            text, run = "", 0
            for residual in residuals:
                if residual == 0:
                    run += 1
                else:
                    text += run_text(run) + rice_text(zigzag(residual) - 1, k)
                    run = 0
            candidates.append((predictor, k, text + (run_text(run) if run else "")))
    predictor, k, text = min(candidates, key=lambda c: (len(c[2]) + (0 if c[1] is None else 5), c[0]))
    bits.u(predictor, 3)
    if k is not None:
        bits.u(k, 5)
    first(bits, column[0])
    bits.text += text
    return predictor


def presence(bits, flags):
    """Returns whether any value follows."""
    if all(flags):
        bits.u(1, 1)
        return True
    if not any(flags):
        bits.u(1, 2)
        return False
    bits.u(0, 2)
    bits.u(int(flags[0]), 1)
    run = 1
    for a, b in zip(flags, flags[1:]):
        if a == b:
            run += 1
        else:
            bits.text += run_text(run - 1)
            run = 1
    bits.text += run_text(run - 1)
    return True


def number(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def nearest(value, quantum):
    return math.floor(value / quantum + 0.5)


def encode_batch(boot, base_uptime, base_utc, signals, rows, references):
    """rows: dictionaries with time (10 ms), mode, and where present latitude, longitude, height, speed, course, satellites (raw units), signals {index: raw}."""
    head = bytes([1, 1 if base_utc is not None else 0]) + number(boot) + number(len(rows)) + number(signals) + number(base_uptime)
    if base_utc is not None:
        head += number(base_utc)
    bits = Bits()
    used = set()
    expected = [dict(time=row["time"] * 10, mode=row["mode"], signals={}) for row in rows]
    used.add(values(bits, [row["time"] for row in rows]))
    used.add(values(bits, [row["mode"] for row in rows]))
    flags = ["latitude" in row for row in rows]
    if presence(bits, flags):
        positions = [(row["latitude"], row["longitude"]) for row in rows if "latitude" in row]
        degrees = min(abs(positions[0][0]) // 10**7, 89)
        quantum = math.floor(0.15 / (math.cos(math.radians(degrees)) * 40075016.686 / 3.6e9))
        bits.u(degrees, 7)
        latitudes = [nearest(p[0], 13) for p in positions]
        longitudes = [nearest(abs(p[1]), quantum) * (1 if p[1] >= 0 else -1) for p in positions]
        used.add(values(bits, latitudes))
        used.add(values(bits, longitudes))
        there = [e for e, f in zip(expected, flags) if f]
        for e, a, o in zip(there, latitudes, longitudes):
            e["latitude"], e["longitude"] = a * 13, o * quantum
    for name, quantum in (("height", 1000), ("speed", 50), ("course", 50), ("satellites", 1)):
        flags = [name in row for row in rows]
        if presence(bits, flags):
            column = [nearest(row[name], quantum) for row in rows if name in row]
            if name == "course":
                unwrapped = []
                for value in column:
                    before = unwrapped[-1] if unwrapped else 0
                    turn = (value - before) % 720
                    unwrapped.append(before + (turn if turn <= 360 else turn - 720))
                column = unwrapped
            used.add(values(bits, column))
            there = [e for e, f in zip(expected, flags) if f]
            for e, value in zip(there, column):
                e[name] = (value % 720 if name == "course" else value) * quantum
    for signal in range(signals):
        flags = [signal in row["signals"] for row in rows]
        if presence(bits, flags):
            column = [row["signals"][signal] for row in rows if signal in row["signals"]]
            there = [e for e, f in zip(expected, flags) if f]
            for e, value in zip(there, column):
                e["signals"][str(signal)] = value
            reference = references.get(signal)
            if reference is not None:
                bits.u(1, 1)
                bits.u(signal - reference - 1, 6)
                column = [wrap(value - row["signals"][reference]) for value, row in zip(column, rows)]
            else:
                bits.u(0, 1)
            used.add(values(bits, column))
    return head + bits.bytes(), expected, used


def batches():
    cases = []
    drive = []
    for i in range(60):
        row = dict(time=i * 100, mode=3 if i % 25 else 4, signals={0: 4680 + i * i, 2: 50, 3: 4690 + i * i + (i * 7) % 5 - 2})
        if not 20 <= i < 33:
            row |= dict(latitude=525200081 + 1207 * i + (i * 37) % 11, longitude=-134049537 - 911 * i, height=34567 + 90 * i, speed=13890 + 50 * ((i * 13) % 4),
                        course=(35500 + 50 * i) % 36000, satellites=11 + i // 25)
        else:
            row["mode"] = 0
        if i % 7 == 0:
            row["signals"][1] = -5 * i
        if i > 50:
            row["signals"][4] = 1
        drive.append(row)
    cases.append(("a drive with a tunnel, signals that come and go, wheels that follow each other", 7, 6000, 176382360000, 6, drive, {3: 0}))
    cases.append(("undated, no receiver", 1, 123, None, 1, [dict(time=i * 100 + i % 3, mode=0, signals={0: 5}) for i in range(9)], {}))
    cases.append(("one sample, extreme values", 2**31 - 1, 0, 176382360000, 3,
                  [dict(time=0, mode=6, latitude=-900000000, longitude=1800000000, height=-431000, speed=0, course=35999, satellites=40,
                        signals={0: -2**31, 1: 2**31 - 1, 2: -1})], {}))
    jumps = [dict(time=i * 20, mode=3, signals={0: wrap(i * i * 77777777), 1: (i % 10 == 0) * 3, 2: 1000 * i + (40 if i > 25 else 0)}) for i in range(40)]
    cases.append(("values that jump anywhere, a straight line with one bend", 3, 77, 176382360000, 3, jumps, {}))
    out = []
    predictors = set()
    for name, boot, uptime, utc, signals, rows, references in cases:
        data, expected, used = encode_batch(boot, uptime, utc, signals, rows, references)
        predictors |= used
        out.append(dict(name=name, boot=boot, base_uptime_milliseconds=uptime * 10, base_utc_milliseconds=None if utc is None else utc * 10,
                        signals=signals, batch=data.hex(), samples=expected))
    assert predictors == {0, 1, 2, 3, 4}, predictors
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


for file, content in (("batch.json", batches()), ("seal.json", frames()), ("journal.json", journal())):
    with open(file, "w", encoding="utf-8", newline="\n") as output:
        json.dump(content, output, indent=1)
        output.write("\n")
