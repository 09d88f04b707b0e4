#!/usr/bin/env python3
"""Makes receipt.json and status.json from firmware/Uplink/FORMAT.md, sharing nothing with the C# code.

Python's standard library. Run it in its folder; the files are checked in, and tests/host reads them.
"""
import json


def number(value):
    assert 0 <= value < 1 << 56
    groups = []
    while True:
        groups.append(value % 128)
        value //= 128
        if value == 0:
            break
    return bytes([g + 128 for g in groups[:-1]] + groups[-1:])


def signed(value):
    return number(2 * value if value >= 0 else -2 * value - 1)


def section(kind, content):
    return bytes([kind]) + len(content).to_bytes(2, "big") + content


def runs(items, key):
    """Neighbours of the same stream share a section."""
    out = []
    for item in items:
        if out and out[-1][0][key] == item[key]:
            out[-1].append(item)
        else:
            out.append([item])
    return out


# ---------------------------------------------------------------- section 1, the receipt

def receipt(ranges, wanted):
    out = bytes([1])
    for group in runs(ranges, "stream_id"):
        content = bytes.fromhex(group[0]["stream_id"])
        for r in group:
            content += bytes([("stored", "damaged").index(r["kind"])]) + r["first"].to_bytes(4, "big") + r["last"].to_bytes(4, "big")
        out += section(1, content)
    if wanted:
        out += section(2, b"".join(bytes.fromhex(w) for w in wanted))
    return out


def receipts():
    one, two = "0001020304050607", "0002aabbccddeeff"

    def stored(first, last, stream=one):
        return dict(stream_id=stream, kind="stored", first=first, last=last)

    def damaged(first, last, stream=one):
        return dict(stream_id=stream, kind="damaged", first=first, last=last)

    cases = [
        ("nothing", [], []),
        ("the example of the page", [stored(1, 100), damaged(258, 258)], ["89abcdef"]),
        ("three streams in turn", [stored(1, 2), stored(5, 5), stored(7, 70000, two), damaged(2**31 - 1, 2**31 - 1)], []),
        ("dictionaries only", [], ["00000000", "ffffffff", "00000001", "80000000"]),
        ("as full as it gets", [stored(10 * i, 10 * i + 8, two) for i in range(1, 65)], ["01020304"]),
    ]
    good = [dict(name=name, ranges=ranges, wanted=wanted, bytes=receipt(ranges, wanted).hex()) for name, ranges, wanted in cases]
    plain = receipt([stored(1, 100)], [])
    refused = [
        ("no byte", b""),
        ("version 2", b"\x02" + plain[1:]),
        ("cut in a section's header", plain + b"\x01\x00"),
        ("a section that runs past the end", plain[:-1]),
        ("a range cut off", bytes([1]) + section(1, bytes(8 + 8))),
        ("an id cut off", bytes([1]) + section(2, bytes(7))),
        ("a backward range", bytes([1]) + section(1, bytes(8) + b"\x00" + bytes([0, 0, 0, 2, 0, 0, 0, 1]))),
        ("a sequence beyond 31 bits", bytes([1]) + section(1, bytes(8) + b"\x00" + bytes([0, 0, 0, 2, 128, 0, 0, 0]))),
        ("65 ranges", bytes([1]) + section(1, bytes(8) + bytes([0, 0, 0, 0, 1, 0, 0, 0, 1]) * 65)),
    ]
    passed_over = [
        dict(name="an unknown section", bytes=(b"\x01" + section(200, b"later") + plain[1:]).hex(), ranges=[stored(1, 100)], wanted=[]),
        dict(name="an unknown kind of range", bytes=(b"\x01" + section(1, bytes.fromhex(one) + bytes([7, 0, 0, 0, 1, 0, 0, 0, 9])) + plain[1:]).hex(),
             ranges=[stored(1, 100)], wanted=[]),
        dict(name="a fifth dictionary", bytes=(b"\x01" + section(2, bytes(range(20)))).hex(), ranges=[],
             wanted=["00010203", "04050607", "08090a0b", "0c0d0e0f"]),
    ]
    return dict(receipts=good, passed_over=passed_over, refused=[dict(name=n, bytes=b.hex()) for n, b in refused])


# ---------------------------------------------------------------- section 2, the status

def text(value):
    return bytes([len(value)]) + value.encode("ascii")


def journal(j):
    flags = sum(bit for bit, key in ((1, "utc_ms"), (2, "frames_waiting"), (4, "bytes_waiting")) if key in j)
    out = bytes([flags]) + number(j["oldest"]) + number(j["boot"]) + number(j["uptime_ms"])
    return out + b"".join(number(j[key]) for key in ("utc_ms", "frames_waiting", "bytes_waiting") if key in j)


def check(c):
    flags = ("pass", "fail", "waiting", "not_fitted").index(c["state"]) + (16 if "value" in c else 0) + (32 if "limit" in c else 0)
    return number(c["number"]) + bytes([flags]) + b"".join(signed(c[key]) for key in ("value", "limit") if key in c)


def configuration(c):
    flags = (1 if c["on_trial"] else 0) + (2 if "trial_result" in c else 0) + (4 if "fault" in c else 0)
    out = bytes([flags]) + number(c["revision"]) + bytes.fromhex(c["crc32"])
    if "trial_result" in c:
        out += number(c["trial_revision"]) + bytes([c["trial_result"]])
    if "fault" in c:
        out += number(c["fault"]) + text(c["path"])
    return out


def life(p):
    return bytes([1 if p["safe_mode"] else 0, p["reason"]]) + number(p["seconds"]) + number(p["early_ends"]) + text(p["words"])


def status(s):
    out = bytes([1])
    if "journal" in s:
        out += section(1, journal(s["journal"]))
    if "older_streams" in s:
        out += section(6, b"".join(bytes.fromhex(o["stream_id"]) + number(o["oldest"]) + number(o["newest"]) for o in s["older_streams"]))
    for group in runs(s.get("dropped", []), "stream_id"):
        out += section(2, bytes.fromhex(group[0]["stream_id"])
                       + b"".join(bytes([d["reason"]]) + number(d["first"]) + number(d["last"] - d["first"]) for d in group))
    if "counters" in s:
        out += section(3, b"".join(number(c["number"]) + number(c["value"]) for c in s["counters"]))
    if "checks" in s:
        out += section(5, b"".join(check(c) for c in s["checks"]))
    if "firmware" in s:
        out += section(4, text(s["firmware"]["version"]) + text(s["firmware"]["board"]))
    if "configuration" in s:
        out += section(7, configuration(s["configuration"]))
    if "previous_life" in s:
        out += section(8, life(s["previous_life"]))
    return out


def statuses():
    one, two, three = "0001020304050607", "0002aabbccddeeff", "0000000000000001"
    typical = dict(
        journal=dict(oldest=5117, boot=42, uptime_ms=3_600_020, utc_ms=1_777_896_000_020, frames_waiting=2, bytes_waiting=1410),
        counters=[dict(number=n, value=v) for n, v in ((1, 42), (3, 812), (4, 3580), (5, 3540), (7, 59), (64, 3), (65, 2), (69, 61), (70, 43920), (74, 59),
                                                       (96, 3600), (128, 36010), (160, 36000), (161, 35990), (162, 10))],
        firmware=dict(version="0.1.0", board="ESP32-WROVER-KIT"))
    cases = [
        ("nothing", {}),
        ("a typical hour of driving", typical),
        ("the first of a unit without a clock", dict(journal=dict(oldest=1, boot=1, uptime_ms=0))),
        ("a full journal, three streams", dict(
            journal=dict(oldest=70_000, boot=2**31 - 1, uptime_ms=2**56 - 1, utc_ms=2**56 - 1, frames_waiting=2**31 - 1, bytes_waiting=2**56 - 1),
            older_streams=[dict(stream_id=two, oldest=1, newest=0), dict(stream_id=three, oldest=127, newest=128)],
            dropped=[dict(stream_id=one, reason=1, first=1, last=69_999), dict(stream_id=one, reason=3, first=70_500, last=70_500),
                     dict(stream_id=two, reason=2, first=2**31 - 1, last=2**31 - 1), dict(stream_id=one, reason=77, first=5, last=132)])),
        ("checks of every kind", dict(checks=[
            dict(number=1, state="pass", value=12_345, limit=9_500), dict(number=127, state="fail", value=-40, limit=-1),
            dict(number=128, state="waiting"), dict(number=2**31 - 1, state="not_fitted"), dict(number=5, state="pass", value=0),
            dict(number=6, state="fail", limit=2**55 - 1), dict(number=7, state="fail", value=-(2**55 - 1))])),
        ("the defaults are in force", dict(configuration=dict(on_trial=False, revision=0, crc32="00000000"))),
        ("a configuration on trial", dict(configuration=dict(on_trial=True, revision=5, crc32="89abcdef", trial_revision=5, trial_result=2))),
        ("a trial rolled back and a file refused", dict(configuration=dict(
            on_trial=False, revision=2**31 - 1, crc32="cbf43926", trial_revision=300, trial_result=4, fault=5, path="sampling.driving.intervalMilliseconds"))),
        ("a life that ended without a word", dict(previous_life=dict(safe_mode=False, reason=0, seconds=0, early_ends=0, words=""))),
        ("a life that ended in an exception, in a row of others", dict(previous_life=dict(safe_mode=True, reason=4, seconds=2**31 - 1, early_ends=128, words="~" * 96))),
        ("texts at their longest and empty", dict(firmware=dict(version="~" * 40, board=""))),
    ]
    good = [dict(name=name, **s, bytes=status(s).hex()) for name, s in cases]
    journal_section = section(1, journal(dict(oldest=9, boot=1, uptime_ms=5)))
    refused = [
        ("no byte", b""),
        ("version 2", b"\x02" + journal_section),
        ("cut in a section's header", b"\x01" + journal_section + b"\x03\x00"),
        ("a section that runs past the end", b"\x01" + journal_section[:-1]),
        ("two sections on the journal", b"\x01" + journal_section * 2),
        ("oldest 0", b"\x01" + section(1, bytes([0, 0, 1, 5]))),
        ("a start-up beyond 31 bits", b"\x01" + section(1, bytes([0]) + number(1) + number(2**31) + number(5))),
        ("a number of nine bytes", b"\x01" + section(3, number(1) + b"\x80" * 8 + b"\x01")),
        ("a counter without its value", b"\x01" + section(3, number(1) + number(2) + number(3))),
        ("a dropped range that ends beyond 31 bits", b"\x01" + section(2, bytes(8) + b"\x01" + number(2) + number(2**31 - 2))),
        ("33 dropped ranges", b"\x01" + section(2, bytes(8) + (b"\x01" + number(1) + number(0)) * 33)),
        ("113 counters", b"\x01" + section(3, (number(1) + number(1)) * 113)),
        ("65 checks", b"\x01" + section(5, (number(1) + b"\x00") * 65)),
        ("9 earlier streams", b"\x01" + section(6, (bytes(8) + number(1) + number(1)) * 9)),
        ("a text of 41 characters", b"\x01" + section(4, bytes([41]) + b"a" * 41 + b"\x00")),
        ("a counter's number beyond 16,383", b"\x01" + section(3, number(16_384) + number(1))),
        ("two sections on the life before", b"\x01" + section(8, bytes(5)) * 2),
        ("last words cut off", b"\x01" + section(8, bytes([0, 4, 7, 0, 2]) + b"a")),
        ("last words of 97 characters", b"\x01" + section(8, bytes([0, 4, 7, 0, 97]) + b"a" * 97)),
        ("a life of 2^31 seconds", b"\x01" + section(8, bytes([0, 4]) + number(2**31) + bytes(2))),
        ("two sections on the configuration", b"\x01" + section(7, bytes([0, 0, 0, 0, 0, 0])) * 2),
        ("a configuration cut off", b"\x01" + section(7, bytes([2, 0, 0, 0, 0, 0, 5]))),
        ("a path of 81 characters", b"\x01" + section(7, bytes([4, 0, 0, 0, 0, 0, 1, 81]) + b"a" * 81)),
        ("a text with a line feed", b"\x01" + section(4, b"\x01\n\x00")),
    ]
    passed_over = [
        dict(name="an unknown section", journal=dict(oldest=9, boot=1, uptime_ms=5), bytes=(b"\x01" + section(99, b"later") + journal_section).hex()),
        dict(name="fields behind the known ones", journal=dict(oldest=9, boot=1, uptime_ms=5), firmware=dict(version="1", board="b"),
             bytes=(b"\x01" + section(1, bytes([0xF8]) + journal_section[4:] + b"later") + section(4, text("1") + text("b") + b"later")).hex()),
    ]
    passed_over.append(dict(name="fields behind the configuration", configuration=dict(on_trial=False, revision=7, crc32="00000001"),
                            bytes=(b"\x01" + section(7, bytes([0xF8, 7, 0, 0, 0, 1]) + b"later")).hex()))
    passed_over.append(dict(name="fields behind the life before", previous_life=dict(safe_mode=False, reason=200, seconds=61, early_ends=0, words="stack"),
                            bytes=(b"\x01" + section(8, bytes([0xFE, 200, 61, 0]) + text("stack") + b"later")).hex()))
    return dict(statuses=good, passed_over=passed_over, refused=[dict(name=n, bytes=b.hex()) for n, b in refused])


for file, content in (("receipt.json", receipts()), ("status.json", statuses())):
    with open(file, "w", encoding="utf-8", newline="\n") as output:
        json.dump(content, output, indent=1)
        output.write("\n")
