#!/usr/bin/env python3
"""Batches and alerts by Batching/FORMAT.md alone, sharing nothing with the C# code: writes them, with any choice that the format leaves, and reads them.

    python3 batch_format.py decode        hexadecimal batches on standard input, one a line; their content as JSON, one a line
    python3 batch_format.py alert         the same for alerts
    python3 batch_format.py make SEED N   N made-up batches with what they must decode to, as JSON, one a line
"""
import json
import math
import random
import sys


# ---------------------------------------------------------------- section 2: numbers and codes

def wrap(value):
    return (value + 2**31) % 2**32 - 2**31


def divide(a, b):
    """Leaves off what is behind the point."""
    quotient = abs(a) // abs(b)
    return quotient if (a >= 0) == (b >= 0) else -quotient


def zigzag(value):
    value = wrap(value)
    return 2 * value if value >= 0 else -2 * value - 1


def unzigzag(value):
    return wrap(value // 2 if value % 2 == 0 else -(value + 1) // 2)


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


class Wrong(Exception):
    pass


class Reader:
    def __init__(self, data):
        self.text = "".join(format(byte, "08b") for byte in data)
        self.at = 0

    def u(self, count):
        if self.at + count > len(self.text):
            raise Wrong("behind the end")
        bits = self.text[self.at:self.at + count]
        self.at += count
        return int(bits, 2) if count else 0

    def number(self):
        value = 0
        for shift in range(0, 56, 7):
            part = self.u(8)
            value |= (part & 0x7F) << shift
            if part < 0x80:
                return value
        raise Wrong("a number of more than eight bytes")

    def first(self):
        length = self.u(5)
        if length == 31:
            length += self.u(1)
        return unzigzag(((1 << (length - 1)) | self.u(length - 1)) if length else 0)

    def zeros(self):
        count = 0
        while self.u(1) == 0:
            count += 1
        return count

    def code(self, k):
        half = (1 << k) >> 1
        if self.u(1) == 0:
            return self.u(k) - half
        if self.u(1) == 0:
            low = self.u(k)
            for d in (low - (1 << k), low):
                if not 0 <= d + half < (1 << k):
                    return d
        n = k + 1 + self.zeros()
        if n > 32:
            raise Wrong("a code too long")
        y = (1 << (n - 1)) | self.u(n - 1)
        return unzigzag((y + (1 << k)) % 2**32)

    def run(self):
        n = self.zeros()
        g = (1 << n) | self.u(n)
        return ((g - 1) << 3) | self.u(3)


def number(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def first_text(value):
    z = zigzag(value)
    length = z.bit_length()
    text = format(length, "05b") if length < 31 else "11111" + str(length - 31)
    return text + (format(z - (1 << (length - 1)), f"0{length - 1}b") if length > 1 else "")


def code_text(d, k):
    d = wrap(d)
    half = (1 << k) >> 1
    low = (lambda v: format(v, f"0{k}b") if k else "")
    if 0 <= d + half < 1 << k:
        return "0" + low(d + half)
    if 0 <= d + (1 << k) < 2 << k:
        return "10" + low((d + (1 << k)) % (1 << k))
    y = zigzag(d) - (1 << k)
    return "11" + "0" * (y.bit_length() - 1 - k) + format(y, "b")


def run_text(r):
    g = (r >> 3) + 1
    return "0" * (g.bit_length() - 1) + format(g, "b") + format(r & 7, "03b")


def residuals_by_mean(column, k):
    half = (1 << k) >> 1
    mean = wrap(4 * wrap(column[0] - half))
    out = []
    for value in column[1:]:
        residual = wrap(value - wrap((mean >> 2) + half))
        out.append(residual)
        mean = wrap(mean + residual)
    return out


class Shortest:
    """Chooses what gives the shortest text."""

    def values(self, candidates):
        return min(candidates, key=lambda candidate: len(candidate[1]))

    def parameters(self):
        return range(15)

    def yes(self):
        return True


class Whatever:
    """Chooses anything that the format allows."""

    def __init__(self, source):
        self.source = source

    def values(self, candidates):
        return self.source.choice(candidates)

    def parameters(self):
        return self.source.sample(range(15), 2)

    def yes(self):
        return self.source.random() < 0.5


def put_values(bits, column, choice, used):
    if len(column) == 1:
        bits.text += first_text(column[0])
        return
    deltas = [wrap(b - a) for a, b in zip(column, column[1:])]
    bends = [wrap(b - a) for a, b in zip([0] + deltas, deltas)]
    candidates = []
    start = first_text(column[0])
    if not any(deltas):
        candidates.append(("constant", "0" + start))
    if len(set(deltas)) == 1:
        candidates.append(("straight", "101" + "1111" + start + first_text(deltas[0])))
    for k in choice.parameters():
        head = format(k, "04b") + start
        candidates.append(("delta", "100" + head + "".join(code_text(d, k) for d in deltas)))
        candidates.append(("linear", "101" + head + "".join(code_text(d, k) for d in bends)))
        candidates.append(("mean", "111" + head + "".join(code_text(d, k) for d in residuals_by_mean(column, k))))
        text, run = "", 0
        for delta in deltas:
            if delta == 0:
                run += 1
            else:
                text += run_text(run) + code_text(delta - 1 if delta > 0 else delta, k)
                run = 0
        candidates.append(("sparse", "110" + head + text + (run_text(run) if run else "")))
    name, text = choice.values(candidates)
    used.add(name)
    bits.text += text


def take_values(reader, count):
    if count == 1 or reader.u(1) == 0:
        return [reader.first()] * count
    predictor = reader.u(2)
    k = reader.u(4)
    if k == 15 and predictor != 1:
        raise Wrong("a reserved parameter")
    column = [reader.first()]
    if k == 15:
        step = reader.first()
        while len(column) < count:
            column.append(wrap(column[-1] + step))
        return column
    step = 0
    half = (1 << k) >> 1
    mean = wrap(4 * wrap(column[0] - half))
    while len(column) < count:
        if predictor == 0:
            column.append(wrap(column[-1] + reader.code(k)))
        elif predictor == 1:
            step = wrap(step + reader.code(k))
            column.append(wrap(column[-1] + step))
        elif predictor == 2:
            run = reader.run()
            if run > count - len(column):
                raise Wrong("a run too long")
            column += [column[-1]] * run
            if len(column) < count:
                d = reader.code(k)
                column.append(wrap(column[-1] + (d + 1 if d >= 0 else d)))
        else:
            residual = reader.code(k)
            column.append(wrap((mean >> 2) + half + residual))
            mean = wrap(mean + residual)
    return column


def put_presence(bits, flags):
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


def take_presence(reader, count):
    if reader.u(1):
        return [True] * count
    if reader.u(1):
        return [False] * count
    now = bool(reader.u(1))
    flags = []
    while len(flags) < count:
        run = reader.run() + 1
        if run > count - len(flags):
            raise Wrong("a run too long")
        flags += [now] * run
        now = not now
    if not any(flags) or all(flags):
        raise Wrong("runs of what is everywhere or nowhere")
    return flags


# ---------------------------------------------------------------- section 3: what is predicted

def sine(index):
    return round(4096 * math.sin(math.radians(index / 2)))


def longitude_quantum(degrees):
    return math.floor(0.15 / (math.cos(math.radians(degrees)) * 40075016.686 / 3.6e9))


class Ways:
    """Section 3.3."""

    def __init__(self, latitude_e7, quantum):
        latitude = abs(latitude_e7)
        i = latitude // 5000000
        w = sine(2 * i + 180)
        z = sine(i + 180) + divide((sine(i + 181) - sine(i + 180)) * (latitude - 5000000 * i), 5000000)
        a = 13 * (111133 - ((560 * w) >> 12))
        b = quantum * (((111319 + ((186 * (4096 - w)) >> 12)) * z) >> 12)
        self.a = 5000 * 2**23 // a
        self.b = 5000 * 2**23 // b if b >= 20000 else 0

    def between(self, before, now):
        """The ways of latitude and longitude from one (time, speed, course) to the next."""
        ticks = wrap(now[0] - before[0])
        out = []
        for quarter, scale in ((180, self.a), (0, self.b)):
            component = wrap(wrap(now[1] * sine(now[2] % 720 + quarter)) + wrap(before[1] * sine(before[2] % 720 + quarter))) >> 8
            out.append(wrap(wrap(component * (wrap(scale * ticks) >> 10)) + 2**17) >> 18)
        return out


def proportion(value, r, before):
    if before <= 0 or wrap(r - before + (before >> 2)) % 2**32 > before >> 1:
        return value
    return divide(wrap(value * r), before)


def filled(column, default=0):
    out = []
    for value in column:
        default = default if value is None else value
        out.append(default)
    return out


class Odometer:
    """Section 3.4, one step."""

    def __init__(self, metres):
        self.metres = metres
        self.fraction = 32768

    def predict(self, ticks, speed, speed_before):
        if speed >= 10:
            factor = divide(wrap(wrap(ticks * 16384) + 500), 1000)
            self.fraction = wrap(self.fraction + wrap(wrap(speed + speed_before) * factor))
        return wrap(self.metres + (self.fraction >> 16))

    def settle(self, predicted, correction):
        self.metres = wrap(predicted + correction)
        self.fraction = 2048 if correction > 0 else 63487 if correction < 0 else self.fraction & 0xFFFF


def second(ticks):
    return divide(wrap(ticks + 100000050), 100)


def expected_seconds(times, activities, running):
    total, out = 0, [0]
    for before, now, activity in zip(times, times[1:], activities[1:]):
        total += wrap(second(now) - second(before)) if activity in running else 0
        out.append(wrap(total))
    return out


# ---------------------------------------------------------------- batches

def nearest(value, quantum):
    return math.floor(value / quantum + 0.5)


def state(row):
    return row["mode"] | row["activity"] << 3 | row["ignition"] << 7 | row["source"] << 9 | int(row["private"]) << 13


def quantised(rows):
    """What the rows must decode to; and the columns in quanta."""
    positions = [row for row in rows if "latitude" in row]
    degrees = min(abs(positions[0]["latitude"]) // 10**7, 89) if positions else 0
    quantum = longitude_quantum(degrees)
    expected, columns = [], dict(degrees=degrees, quantum=quantum, latitude=[], longitude=[], height=[], speed=[], course=[])
    turn = 0
    for row in rows:
        out = {key: row[key] for key in ("mode", "activity", "ignition", "source", "private", "triggers", "trip", "distance", "engine", "idling")}
        out["time"] = row["time"] * 10
        for name, unit in (("height", 1000), ("speed", 50)):
            value = nearest(row[name], unit) if name in row else None
            columns[name].append(value)
            if value is not None:
                out[name] = value * unit
        if "course" in row:
            step = (nearest(row["course"], 50) - turn) % 720
            turn += step if step <= 360 else step - 720
            out["course"] = turn % 720 * 50
        columns["course"].append(turn if "course" in row else None)
        if "latitude" in row:
            latitude = nearest(row["latitude"], 13)
            longitude = nearest(abs(row["longitude"]), quantum) * (1 if row["longitude"] >= 0 else -1)
            out["latitude"], out["longitude"] = latitude * 13, longitude * quantum
            columns["latitude"].append(latitude)
            columns["longitude"].append(longitude)
        else:
            columns["latitude"].append(None)
            columns["longitude"].append(None)
        if "satellites" in row:
            out["satellites"] = row["satellites"]
        out["signals"] = {str(index): value for index, value in sorted(row["signals"].items())}
        out["extremes"] = dict((name, row.get("extremes", {})[name]) for name in ("speed", "acceleration", "braking") if name in row.get("extremes", {}))
        out["signal_extremes"] = {str(index): list(value) for index, value in sorted(row.get("signal_extremes", {}).items())}
        expected.append(out)
    return expected, columns


def encode_batch(boot, base_uptime, base_utc, signals, rows, choice=Shortest(), scale=None):
    """
    rows: dictionaries with time (ticks), mode, activity, ignition, source, private, triggers, trip, distance, engine, idling, signals {index: raw}, and where present
    latitude, longitude, height, speed, course, satellites (raw units), extremes {speed, acceleration, braking}, signal_extremes {index: (minimum, maximum)}.
    scale: (signal, factor, shift) for the speed.
    """
    count = len(rows)
    used = set()
    expected, columns = quantised(rows)
    times = [row["time"] for row in rows]
    in_seconds = all(time % 100 == 0 for time in times) and choice.yes()
    whole = base_utc is not None and base_utc % 100 == 0 and choice.yes()
    head = bytes([2, int(base_utc is not None) | 2 * whole | 4 * in_seconds]) + number(boot) + number(count) + number(signals) + number(base_uptime)
    if base_utc is not None:
        head += number(base_utc // 100 if whole else base_utc)
    bits = Bits()

    def put(column):
        put_values(bits, column, choice, used)

    put([time // 100 for time in times] if in_seconds else times)
    put([state(row) for row in rows])
    put([row["triggers"] for row in rows])
    put(filled([row.get("satellites") for row in rows]))
    put([row["trip"] for row in rows])
    for signal in range(signals):
        column = [row["signals"].get(signal) for row in rows]
        if put_presence(bits, [value is not None for value in column]):
            put_signal(bits, signal, column, rows, choice, used, put)
    put_speed(bits, columns["speed"], rows, choice, used, put, scale)
    if put_presence(bits, [value is not None for value in columns["course"]]):
        put([value for value in columns["course"] if value is not None])
    put_position(bits, columns, times, choice, used, put)
    for name in ("height",):
        if put_presence(bits, [value is not None for value in columns[name]]):
            put([value for value in columns[name] if value is not None])
    put_presence(bits, ["satellites" in row for row in rows])
    speeds = filled(columns["speed"])
    odometer = Odometer(rows[0]["distance"])
    corrected = [rows[0]["distance"]]
    for i in range(1, count):
        predicted = odometer.predict(wrap(times[i] - times[i - 1]), speeds[i], speeds[i - 1])
        correction = wrap(rows[i]["distance"] - predicted)
        odometer.settle(predicted, correction)
        corrected.append(wrap(corrected[-1] + correction))
    put(corrected)
    activities = [row["activity"] for row in rows]
    for name, running in (("engine", (1, 2)), ("idling", (2,))):
        put([wrap(row[name] - more) for row, more in zip(rows, expected_seconds(times, activities, running))])
    put_extremes(bits, rows, signals, expected, put)
    return head + bits.bytes(), expected, used


def put_signal(bits, signal, column, rows, choice, used, put):
    candidates = [(None, None)]
    if None not in column:
        for other in range(signal):
            reference = [row["signals"].get(other) for row in rows]
            if None not in reference:
                candidates.append(("difference", other))
                if len(rows) > 1:
                    candidates.append(("proportion", other))
    texts = []
    for kind, other in candidates if choice.yes() else candidates[:1]:
        attempt = Bits()
        if kind is None:
            attempt.u(0, 1)
            put_values(attempt, [value for value in column if value is not None], choice, used)
        else:
            reference = [row["signals"][other] for row in rows]
            attempt.u(2 if kind == "difference" else 3, 2)
            attempt.u(signal - other - 1, 6)
            if kind == "difference":
                put_values(attempt, [wrap(a - b) for a, b in zip(column, reference)], choice, used)
            else:
                rest = [wrap(column[i] - proportion(column[i - 1], reference[i], reference[i - 1])) for i in range(1, len(column))]
                attempt.text += choice.values([(k, format(k, "04b") + first_text(column[0]) + "".join(code_text(d, k) for d in rest)) for k in choice.parameters()])[1]
        texts.append((kind, attempt.text))
    kind, text = choice.values(texts)
    used.add(kind)
    bits.text += text


def put_speed(bits, column, rows, choice, used, put, scale):
    if not put_presence(bits, [value is not None for value in column]):
        return
    if scale and None not in column and all(scale[0] in row["signals"] for row in rows) and choice.yes():
        signal, factor, shift = scale
        bits.u(1, 1)
        bits.u(signal, 6)
        bits.u(factor, 10)
        bits.u(shift, 5)
        used.add("speed from a signal")
        put([wrap(value - (wrap(row["signals"][signal] * factor) >> shift)) for value, row in zip(column, rows)])
    else:
        bits.u(0, 1)
        put([value for value in column if value is not None])


def put_position(bits, columns, times, choice, used, put):
    latitudes, longitudes = columns["latitude"], columns["longitude"]
    if not put_presence(bits, [value is not None for value in latitudes]):
        return
    bits.u(columns["degrees"], 7)
    if None not in latitudes and None not in columns["speed"] and len(latitudes) > 1 and choice.yes():
        used.add("predicted positions")
        ways = Ways(latitudes[0] * 13, columns["quantum"])
        moments = list(zip(times, columns["speed"], filled(columns["course"])))
        rest = [ways.between(a, b) for a, b in zip(moments, moments[1:])]
        k = choice.values([(k, "".join(code_text(latitudes[i + 1] - latitudes[i] - way[0], k) for i, way in enumerate(rest))) for k in choice.parameters()])[0]
        m = choice.values([(m, "".join(code_text(longitudes[i + 1] - longitudes[i] - way[1], m) for i, way in enumerate(rest))) for m in choice.parameters()])[0]
        bits.u(1, 1)
        bits.u(k, 4)
        bits.u(m, 4)
        bits.text += first_text(latitudes[0]) + first_text(longitudes[0])
        for i, way in enumerate(rest):
            bits.text += code_text(latitudes[i + 1] - latitudes[i] - way[0], k) + code_text(longitudes[i + 1] - longitudes[i] - way[1], m)
    else:
        bits.u(0, 1)
        put([value for value in latitudes if value is not None])
        put([value for value in longitudes if value is not None])


def put_extremes(bits, rows, signals, expected, put):
    if not any(row.get("extremes") or row.get("signal_extremes") for row in rows):
        bits.u(0, 1)
        return
    bits.u(1, 1)
    for name in ("speed", "acceleration", "braking"):
        there = [(row["extremes"][name], out) for row, out in zip(rows, expected) if name in row.get("extremes", {})]
        if put_presence(bits, [name in row.get("extremes", {}) for row in rows]):
            put([wrap(value - (out.get("speed", 0) if name == "speed" else 0)) for value, out in there])
    for signal in range(signals):
        there = [row for row in rows if signal in row.get("signal_extremes", {})]
        if put_presence(bits, [signal in row.get("signal_extremes", {}) for row in rows]):
            put([wrap(row["signals"].get(signal, 0) - row["signal_extremes"][signal][0]) for row in there])
            put([wrap(row["signal_extremes"][signal][1] - row["signals"].get(signal, 0)) for row in there])


def decode_batch(data):
    reader = Reader(data)
    if reader.u(8) != 2:
        raise Wrong("another version")
    flags = reader.u(8)
    if flags & ~7 or flags & 3 == 2:
        raise Wrong("unknown flags")
    boot, count, signals, uptime = (reader.number() for _ in range(4))
    utc = reader.number() * (100 if flags & 2 else 1) if flags & 1 else None
    if not 1 <= count <= 1024 or signals > 62 or boot >= 2**31:
        raise Wrong("out of range")
    times = take_values(reader, count)
    if flags & 4:
        times = [wrap(time * 100) for time in times]
    states, triggers, satellites, trips = (take_values(reader, count) for _ in range(4))
    out = [dict(time=time * 10, mode=s & 7, activity=s >> 3 & 15, ignition=s >> 7 & 3, source=s >> 9 & 15, private=bool(s >> 13 & 1), triggers=t & 0xFFFF, trip=trip,
                signals={}, extremes={}, signal_extremes={}) for time, s, t, trip in zip(times, states, triggers, trips)]
    table = {}
    for signal in range(signals):
        there = take_presence(reader, count)
        if any(there):
            table[signal] = column = take_signal(reader, signal, there, table, count)
            for row, value in zip(out, column):
                if value is not None:
                    row["signals"][str(signal)] = value

    def spread(there, column):
        values = iter(column)
        return [next(values) if flag else None for flag in there]

    speeds = take_speed(reader, table, count, spread)
    there = take_presence(reader, count)
    courses = spread(there, take_values(reader, sum(there)) if any(there) else [])
    take_position(reader, out, times, speeds, courses, count, spread)
    there = take_presence(reader, count)
    heights = spread(there, take_values(reader, sum(there)) if any(there) else [])
    there = take_presence(reader, count)
    for row, speed, course, height, has, used in zip(out, speeds, courses, heights, there, satellites):
        for name, value, unit in (("speed", speed, 50), ("course", None if course is None else course % 720, 50), ("height", height, 1000)):
            if value is not None:
                row[name] = value * unit
        if has:
            row["satellites"] = used
    corrected = take_values(reader, count)
    odometer = Odometer(corrected[0])
    out[0]["distance"] = corrected[0]
    driven = filled(speeds)
    for i in range(1, count):
        predicted = odometer.predict(wrap(times[i] - times[i - 1]), driven[i], driven[i - 1])
        odometer.settle(predicted, wrap(corrected[i] - corrected[i - 1]))
        out[i]["distance"] = odometer.metres
    activities = [row["activity"] for row in out]
    for name, running in (("engine", (1, 2)), ("idling", (2,))):
        for row, value, more in zip(out, take_values(reader, count), expected_seconds(times, activities, running)):
            row[name] = wrap(value + more)
    take_extremes(reader, out, signals, count)
    rest = reader.text[reader.at:]
    if len(rest) > 7 or "1" in rest:
        raise Wrong("something follows")
    return dict(boot=boot, base_uptime_milliseconds=uptime * 10, base_utc_milliseconds=None if utc is None else utc * 10, signals=signals, samples=out)


def take_signal(reader, signal, there, table, count):
    if reader.u(1) == 0:
        values = iter(take_values(reader, sum(there)))
        return [next(values) if flag else None for flag in there]
    proportional = reader.u(1)
    reference = table.get(signal - reader.u(6) - 1)
    if not all(there) or reference is None or None in reference:
        raise Wrong("a reference that is not there")
    if not proportional:
        return [wrap(a + b) for a, b in zip(take_values(reader, count), reference)]
    if count < 2:
        raise Wrong("a proportion of one")
    k = reader.u(4)
    if k == 15:
        raise Wrong("a reserved parameter")
    column = [reader.first()]
    for i in range(1, count):
        column.append(wrap(proportion(column[-1], reference[i], reference[i - 1]) + reader.code(k)))
    return column


def take_speed(reader, table, count, spread):
    there = take_presence(reader, count)
    if not any(there):
        return [None] * count
    if reader.u(1) == 0:
        return spread(there, take_values(reader, sum(there)))
    reference = table.get(reader.u(6))
    factor, shift = reader.u(10), reader.u(5)
    if not all(there) or reference is None or None in reference:
        raise Wrong("a reference that is not there")
    return [wrap(value + (wrap(raw * factor) >> shift)) for value, raw in zip(take_values(reader, count), reference)]


def take_position(reader, out, times, speeds, courses, count, spread):
    there = take_presence(reader, count)
    if not any(there):
        return
    degrees = reader.u(7)
    if degrees > 89:
        raise Wrong("no latitude")
    quantum = longitude_quantum(degrees)
    if reader.u(1):
        if not all(there) or None in speeds or count < 2:
            raise Wrong("positions predicted from what is not there")
        k, m = reader.u(4), reader.u(4)
        if 15 in (k, m):
            raise Wrong("a reserved parameter")
        latitudes, longitudes = [reader.first()], [reader.first()]
        if abs(latitudes[0] * 13) > 900000013:
            raise Wrong("no latitude")
        ways = Ways(latitudes[0] * 13, quantum)
        moments = list(zip(times, speeds, filled(courses)))
        for a, b in zip(moments, moments[1:]):
            way = ways.between(a, b)
            latitudes.append(wrap(latitudes[-1] + way[0] + reader.code(k)))
            longitudes.append(wrap(longitudes[-1] + way[1] + reader.code(m)))
    else:
        latitudes = spread(there, take_values(reader, sum(there)))
        longitudes = spread(there, take_values(reader, sum(there)))
    for row, latitude, longitude in zip(out, latitudes, longitudes):
        if latitude is not None:
            row["latitude"], row["longitude"] = latitude * 13, longitude * quantum


def take_extremes(reader, out, signals, count):
    if reader.u(1) == 0:
        return
    for name in ("speed", "acceleration", "braking"):
        there = take_presence(reader, count)
        rows = [row for row, flag in zip(out, there) if flag]
        for row, value in zip(rows, take_values(reader, len(rows)) if rows else []):
            row["extremes"][name] = wrap(value + (row.get("speed", 0) if name == "speed" else 0))
    for signal in range(signals):
        there = take_presence(reader, count)
        rows = [row for row, flag in zip(out, there) if flag]
        if rows:
            for row, low, high in zip(rows, take_values(reader, len(rows)), take_values(reader, len(rows))):
                own = row["signals"].get(str(signal), 0)
                row["signal_extremes"][str(signal)] = [wrap(own - low), wrap(own + high)]


# ---------------------------------------------------------------- alerts

def encode_alert(event, value, limit, signal, dictionary, batch):
    return bytes([1]) + number(event) + number(zigzag(value)) + number(zigzag(limit)) + number(signal + 1) + dictionary.to_bytes(4, "big") + batch


def decode_alert(data):
    reader = Reader(data)
    if reader.u(8) != 1:
        raise Wrong("another version")
    event, value, limit, signal = (reader.number() for _ in range(4))
    dictionary = reader.u(32)
    sample = decode_batch(data[reader.at // 8:])
    if len(sample["samples"]) != 1 or signal > sample["signals"]:
        raise Wrong("no alert")
    return dict(event=event, value=unzigzag(value), limit=unzigzag(limit), signal=signal - 1, dictionary=dictionary, sample=sample)


# ---------------------------------------------------------------- made-up batches

def made_up(source):
    """A batch of rows as wild as the format allows, or as calm as a drive."""
    count = source.choice([1, 2, 3, source.randint(4, 70)])
    signals = source.randint(0, 6)
    wild = source.random() < 0.3
    anything = (lambda: source.randint(-2**31, 2**31 - 1))
    gap = source.choice([100, 100, 1000, 37])
    rows, time = [], 0
    kind = [source.randint(0, 4) for _ in range(signals)]
    raw = [anything() if wild else source.randint(0, 9000) for _ in range(signals)]
    speed, course = source.randint(0, 40000), source.randint(0, 35999)
    latitude, longitude = source.randint(-899000000, 899000000), source.randint(-1799000000, 1799000000)
    use = dict(mode=3, activity=1, ignition=2, source=1, private=False, triggers=1, trip=anything() if wild else 12)
    distance, engine, idling = anything(), anything(), anything()
    missing = source.choice([0, 0, 0.1, 0.5])
    for _ in range(count):
        speed = max(0, speed + source.randint(-900, 900))
        course = (course + source.randint(-400, 400)) % 36000
        north = speed * gap // 100 * math.cos(math.radians(course / 100)) / 0.01113
        east = speed * gap // 100 * math.sin(math.radians(course / 100)) / 0.01113 / max(math.cos(math.radians(latitude / 1e7)), 0.02)
        latitude = max(-900000000, min(900000000, latitude + int(north / 1000) + source.randint(-9, 9)))
        longitude = max(-1800000000, min(1800000000, longitude + int(east / 1000) + source.randint(-9, 9)))
        if source.random() < (0.5 if wild else 0.05):
            use = dict(mode=source.randint(0, 6), activity=source.randint(0, 4), ignition=source.randint(0, 2), source=source.randint(0, 4), private=source.random() < 0.3,
                       triggers=source.randint(0, 65535), trip=anything() if wild else 13)
        engine = wrap(engine + (gap // 100 if use["activity"] in (1, 2) else 0))
        idling = wrap(idling + (gap // 100 if use["activity"] == 2 else 0))
        distance = anything() if wild and source.random() < 0.2 else wrap(distance + speed * gap // 100000)
        row = dict(use, time=time, distance=distance, engine=engine, idling=idling, signals={})
        for name, value in (("height", source.randint(-400000, 4000000)), ("speed", speed), ("course", course), ("satellites", source.randint(4, 30))):
            if source.random() >= missing:
                row[name] = value
        if source.random() >= missing:
            row["latitude"], row["longitude"] = latitude, longitude
        for signal in range(signals):
            raw[signal] = wrap([raw[signal], raw[signal] + source.randint(-3, 3), anything() if wild else source.randint(0, 255), raw[signal] + 17, raw[0] + source.randint(-9, 9)][kind[signal]])
            if signal % 3 or source.random() >= missing:
                row["signals"][signal] = raw[signal]
        if source.random() < (0.3 if gap > 100 else 0.01):
            row["extremes"] = {name: anything() if wild else source.randint(0, 40000) for name in ("speed", "acceleration", "braking") if source.random() < 0.5}
            row["signal_extremes"] = {signal: (anything(), anything()) if wild else (raw[signal] - 5, raw[signal] + 7) for signal in range(signals) if source.random() < 0.5}
        rows.append(row)
        time += gap if source.random() < 0.9 else source.randint(-50, 5000)
    return count, signals, rows


def make(seed, count):
    source = random.Random(seed)
    for _ in range(count):
        _, signals, rows = made_up(source)
        base_utc = source.choice([None, 176382360000, 176382360007])
        scale = (source.randrange(signals), source.randint(1, 1023), source.randint(0, 31)) if signals else None
        boot, uptime = source.randrange(2**31), source.randrange(2**40)
        data, expected, _ = encode_batch(boot, uptime, base_utc, signals, rows, Whatever(source), scale)
        yield dict(boot=boot, base_uptime_milliseconds=uptime * 10, base_utc_milliseconds=None if base_utc is None else base_utc * 10, signals=signals, batch=data.hex(), samples=expected)


def main(arguments):
    if arguments[:1] == ["make"]:
        for case in make(int(arguments[1]), int(arguments[2])):
            print(json.dumps(case))
    elif arguments in (["decode"], ["alert"]):
        decode = decode_batch if arguments == ["decode"] else decode_alert
        for line in sys.stdin:
            print(json.dumps(decode(bytes.fromhex(line.strip()))))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
