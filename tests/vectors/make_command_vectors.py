#!/usr/bin/env python3
"""Makes command.json from firmware/Commands/FORMAT.md, sharing nothing with the C# code.

Python's standard library. Run it in its folder; the file is checked in, and tests/host reads it.
"""
import json
import zlib

CODES = ("read configuration", "set configuration", "report now", "watch live", "private mode", "read trouble codes", "clear trouble codes", "reboot",
         "rotate keys", "replace trust anchor", "wipe", "drive output")
STATUSES = ("done", "failed", "bad arguments", "unknown", "not allowed", "not fitted", "not now", "expired", "from the future", "clock not set", "too old",
            "already done", "number used", "interrupted", "not stored", "begun", "busy")
NOON = 1_780_315_200_000


def code_of(name):
    return CODES.index(name) + 1 if name in CODES else int(name)


def status_of(name):
    return STATUSES.index(name) if name in STATUSES else int(name)


def command(c):
    return bytes([1, code_of(c["code"])]) + c["number"].to_bytes(4, "big") + c["made_ms"].to_bytes(6, "big") + c["expires_ms"].to_bytes(6, "big") + bytes.fromhex(c["arguments"])


def reply(r):
    return (bytes([1, status_of(r["status"]), code_of(r["code"]), status_of(r["detail"])]) + bytes.fromhex(r["stream_id"])
            + r["number"].to_bytes(4, "big") + r["highest"].to_bytes(4, "big") + bytes.fromhex(r["data"]))


def commands():
    def make(code, number=1, arguments=b"", made=NOON, life=86_400_000):
        return dict(code=code, number=number, made_ms=made, expires_ms=made + life, arguments=arguments.hex())

    output = bytes([1]) + (1500).to_bytes(4, "big") + b"horn"
    cases = [
        ("read the configuration from its byte 1,534 on", make("read configuration", 2, (1534).to_bytes(2, "big"))),
        ("set the configuration", make("set configuration", 3, b'{"version":1}')),
        ("report now", make("report now")),
        ("watch live for ten minutes", make("watch live", 4, (600).to_bytes(2, "big"))),
        ("private mode off", make("private mode", 5, b"\x00")),
        ("the horn for a second and a half", make("drive output", 6, output)),
        ("wipe", make("wipe", 2**31 - 1, b"abcdefgh")),
        ("as long as it gets, all its life", make("replace trust anchor", 7, b"\x02" + b"-" * 3071, life=31 * 86_400_000)),
        ("times at their largest", dict(code="reboot", number=256, made_ms=2**48 - 1, expires_ms=2**48 - 1, arguments="")),
        ("a code of the future", make("200", 8, b"later")),
    ]
    good = [dict(name=name, **c, bytes=command(c).hex(), crc32=f"{zlib.crc32(command(c)):08x}") for name, c in cases]
    plain = command(make("report now"))
    refused = [
        ("no byte", b""),
        ("version 2", b"\x02" + plain[1:]),
        ("cut off", plain[:-1]),
        ("number 0", plain[:2] + bytes(4) + plain[6:]),
        ("a number beyond 31 bits", plain[:2] + b"\x80" + plain[3:]),
        ("too long", plain + bytes(3073)),
    ]
    return good, [dict(name=n, bytes=b.hex()) for n, b in refused]


def replies():
    one, two = "0001020304050607", "ffffaabbccddeeff"

    def make(status, code, number=1, detail="done", stream=one, highest=None, data=b""):
        return dict(status=status, code=code, detail=detail, stream_id=stream, number=number, highest=number if highest is None else highest, data=data.hex())

    trouble = bytes([1, 0]) + bytes([0xE8, 3, 0x04, 0x20, 0, 0, 0]) + bytes([0x10, 10, 0xC1, 0x00, 3, 0x87, 0x2F])
    cases = [
        ("done", make("done", "report now")),
        ("two trouble codes, P0420 stored and U0100-87 permanent", make("done", "read trouble codes", 9, data=trouble)),
        ("already done, and refused then", make("already done", "drive output", 70, "not now", highest=128)),
        ("refused with a reason", make("bad arguments", "set configuration", 3, data=b"$.uplink.host: empty")),
        ("the clock is not set, nothing was accepted", make("clock not set", "reboot", 1, highest=0)),
        ("rotated, in a stream before", make("done", "rotate keys", 2**31 - 1, stream=two)),
        ("as long as it gets", make("done", "read configuration", 1, data=(65535).to_bytes(2, "big") + bytes(range(256)) * 5 + bytes(254))),
        ("a status of the future", make("99", "200")),
    ]
    good = [dict(name=name, **r, bytes=reply(r).hex()) for name, r in cases]
    plain = reply(make("done", "report now"))
    refused = [
        ("no byte", b""),
        ("version 2", b"\x02" + plain[1:]),
        ("cut off", plain[:-1]),
        ("number 0", plain[:12] + bytes(4) + plain[16:]),
        ("a highest number beyond 31 bits", plain[:16] + b"\x80" + plain[17:]),
        ("too long", plain + bytes(1537)),
    ]
    return good, [dict(name=n, bytes=b.hex()) for n, b in refused]


def log():
    """The file after: number 2 was done, number 3 refused as not allowed, number 66 accepted."""
    digests = {2: 0x11223344, 3: 0x55667788, 66: 0x99AABBCC}
    entries = {n: bytes(7) for n in range(64)}
    entries[3 % 64] = bytes([2, 12, 4]) + digests[3].to_bytes(4, "big")
    entries[66 % 64] = bytes([1, 8, 15]) + digests[66].to_bytes(4, "big")
    body = b"\x01" + (4).to_bytes(4, "big") + bytes.fromhex("0001020304050607") + (66).to_bytes(4, "big") + b"".join(entries[n] for n in range(64))
    return dict(
        name="2 done, 3 not allowed, 66 accepted", stream_id="0001020304050607",
        steps=[dict(do="accept", number=2, code="report now", crc32="11223344"), dict(do="finish", number=2, status="done"),
               dict(do="refuse", number=3, code="drive output", status="not allowed", crc32="55667788"), dict(do="accept", number=66, code="reboot", crc32="99aabbcc")],
        bytes=(body + zlib.crc32(body).to_bytes(4, "big")).hex())


good_commands, refused_commands = commands()
good_replies, refused_replies = replies()
with open("command.json", "w", encoding="utf-8", newline="\n") as output:
    json.dump(dict(commands=good_commands, refused_commands=refused_commands, replies=good_replies, refused_replies=refused_replies, log=log()), output, indent=1)
    output.write("\n")
