#!/usr/bin/env python3
"""Makes installation.json from firmware/Checks/FORMAT.md, sharing nothing with the C# code.

Python's standard library. Run it in its folder; the file is checked in, and tests/host reads it.
"""
import json


def number(value):
    assert 0 <= value < 1 << 56
    out = bytearray()
    while value >= 128:
        out.append(value % 128 + 128)
        value //= 128
    out.append(value)
    return bytes(out)


def signed(value):
    return number(2 * value if value >= 0 else -2 * value - 1)


def text(value):
    raw = value.encode("utf-8")
    return bytes([len(raw)]) + raw


def record(r):
    flags = ("time_utc_ms" in r) * 1 + ("vin" in r) * 2 + r["accepted_failures"] * 4 + ("odometer_offset_m" in r) * 8
    out = bytes([1, flags, r["ignition_source"]]) + number(r["boot"]) + number(r["uptime_ms"])
    if "time_utc_ms" in r:
        out += number(r["time_utc_ms"])
    if "vin" in r:
        out += r["vin"].encode("ascii")
    if "odometer_offset_m" in r:
        out += signed(r["odometer_offset_m"])
    out += text(r["mark"]) + text(r["firmware"]) + text(r["board"]) + number(len(r["checks"]))
    for check in r["checks"]:
        state = ("pass", "fail", "waiting", "not fitted").index(check["state"])
        out += number(check["number"]) + bytes([state + 16 * ("value" in check) + 32 * ("limit" in check)])
        if "value" in check:
            out += signed(check["value"])
        if "limit" in check:
            out += signed(check["limit"])
    return out


RECORDS = [
    dict(boot=1, uptime_ms=0, ignition_source=0, accepted_failures=False, mark="", firmware="", board="", checks=[]),
    dict(boot=7, uptime_ms=123456, time_utc_ms=1780000000123, vin="1M8GDM9AXKP042788", odometer_offset_m=123456700, ignition_source=1,
         accepted_failures=False, mark="Müller, bay 3", firmware="0.1.0", board="wrover-devkit-vehicle",
         checks=[dict(number=1, state="pass", value=0, limit=0), dict(number=10, state="pass", value=12600, limit=11800), dict(number=33, state="pass", value=1)]),
    dict(boot=2147483647, uptime_ms=(1 << 56) - 1, vin="WVWZZZ1JZXW000001", odometer_offset_m=-64, ignition_source=4, accepted_failures=True, mark="x" * 80,
         firmware="f" * 40, board="b" * 40,
         checks=[dict(number=21, state="waiting", value=0), dict(number=22, state="not fitted"), dict(number=10, state="fail", value=-1, limit=11800),
                 dict(number=1000, state="fail", limit=-(1 << 54))]),
]


def main():
    good = [dict(record=r, bytes=record(r).hex()) for r in RECORDS]
    base = record(RECORDS[1])
    vin = base.index(b"1M8G")
    mark = base.index("Müller".encode("utf-8")) - 1
    firmware = base.index(b"0.1.0")
    passed_over = [dict(record=RECORDS[1], bytes=(base + b"\x01\x02\x03").hex(), why="newer firmware adds fields at the end")]
    refused = [
        dict(bytes="", why="empty"),
        dict(bytes=(b"\x02" + base[1:]).hex(), why="another version"),
        dict(bytes=base[:-1].hex(), why="cut off"),
        dict(bytes=(base[:vin] + b"I" + base[vin + 1:]).hex(), why="a letter that ISO 3779 does not allow"),
        dict(bytes=(base[:mark] + b"\x51" + b"x" * 81 + base[mark + 1 + base[mark]:]).hex(), why="the mark is too long"),
        dict(bytes=(base[:firmware] + b"\x07" + base[firmware + 1:]).hex(), why="a control character in the firmware's version"),
        dict(bytes=(record(dict(RECORDS[0]))[:-1] + number(65) + b"\x01\x00" * 65).hex(), why="more than 64 checks"),
        dict(bytes=(base[:3] + b"\xff" * 9 + base[4:]).hex(), why="a number of more than eight bytes"),
    ]
    with open("installation.json", "w", encoding="utf-8") as file:
        json.dump(dict(records=good, passed_over=passed_over, refused=refused), file, indent=1, ensure_ascii=False)
        file.write("\n")


main()
