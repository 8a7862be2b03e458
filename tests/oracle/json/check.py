"""The strict JSON pass against Python's json module.

Thousands of documents, generated from a seed and mutated byte by byte, go through both. Both must accept or
refuse each of them; what the driver writes from its tape must be the same value, types included (1 is not 1.0,
-0.0 is not 0.0, keys keep their order, lone surrogates stay).

Known and wanted differences: NaN and Infinity, raw surrogates and a byte order mark are refused.
"""
import argparse
import json
import random
import subprocess
import sys

if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)

CHARACTERS = ["a", "z", "0", " ", "é", "ß", "€", "中", "😀", "\U0010ffff", "\x7f", "\x80", "\u2028", "/", "~", "$"]
ESCAPES = [r"\n", r"\t", r"\"", r"\\", r"\/", r"\b", r"\f", r"\r", r"\u0000", r"\u0041", r"\u00e9", r"\ud83d\ude00",
           r"\uD83D", r"\ude00", r"\ud83d\u0041", r"\ud83d\ud83d\ude00", r"\uFFFF", r"\x41", r"\u12", r"\uD8G0", "\\"]
NUMBERS = ["0", "-0", "1", "-1", "12", "1.0", "1e5", "1E+5", "1e-5", "0.1", "-0.0", "1e400", "-1e400", "5e-324", "2.5e-324",
           "0.30000000000000004", "1.7976931348623157e308", "9007199254740993", "123456789012345678901234567890",
           "1e16", "1e15", "123456789012345.6", "1e-4", "1e-5", "01", "-", "+1", "1.", ".5", "1e", "1e+", "--1", "0x10", "1_0",
           "00", "-01", "1.5e3", "0e0", "0.0e-0", "4.35", "2.2250738585072014e-308", "2.2250738585072011e-308", "1" * 400]
WORDS = ["null", "true", "false", "nul", "True", "None", "undefined", "nulll", "truefalse"]
SPACES = ["", " ", "\t", "\n", "\r\n", "  ", "\v", "\f", "\u00a0", "\x00"]


class Generator:
    def __init__(self, rng):
        self.rng = rng

    def space(self):
        # mostly none, seldom one that is not allowed
        r = self.rng.random()
        return "" if r < 0.8 else self.rng.choice(SPACES[:6]) if r < 0.997 else self.rng.choice(SPACES)

    def number(self):
        r = self.rng
        if r.random() < 0.5:
            return r.choice(NUMBERS[:28] if r.random() < 0.97 else NUMBERS)
        if r.random() < 0.5:
            return str(r.randrange(-10 ** r.randrange(1, 40), 10 ** r.randrange(1, 40) + 1))
        return repr(r.uniform(-1, 1) * 10.0 ** r.randrange(-320, 308))

    def string(self):
        r = self.rng
        parts = []
        for _ in range(r.randrange(0, 14) if r.random() < 0.95 else r.randrange(40, 200)):
            x = r.random()
            if x < 0.75:
                parts.append(r.choice(CHARACTERS))
            elif x < 0.997:
                parts.append(r.choice(ESCAPES[:17]))
            else:
                parts.append(r.choice(ESCAPES + ["\n", "\x1f", "\x00"]))
        return '"' + "".join(parts) + '"'

    def value(self, depth):
        r = self.rng
        x = r.random()
        if depth == 0 or x < 0.5:
            y = r.random()
            if y < 0.4:
                return self.number()
            if y < 0.8:
                return self.string()
            return r.choice(WORDS[:3] if r.random() < 0.99 else WORDS)
        items = range(r.randrange(0, 6))
        if x < 0.75:
            text = ",".join(self.space() + self.value(depth - 1) + self.space() for _ in items)
            return "[" + (text or self.space()) + "]"
        text = ",".join(self.space() + self.string() + self.space() + ":" + self.space() + self.value(depth - 1) + self.space()
                        for _ in items)
        return "{" + (text or self.space()) + "}"

    def document(self):
        return (self.space() + self.value(self.rng.randrange(0, 6)) + self.space()).encode("utf-8", "surrogatepass")

    def mutated(self, document):
        r = self.rng
        data = bytearray(document)
        for _ in range(r.randrange(1, 4)):
            at = r.randrange(0, len(data) + 1)
            x = r.random()
            if x < 0.3 and at < len(data):
                del data[at]
            elif x < 0.6:
                data[at:at] = bytes([r.choice(b'"\\{}[]:,0123456789.eE+-nulltruefalse \t\n\r\x00\x1f\x7f\x80\xbf\xc0\xc3\xed\xa0\xf4\xff')])
            elif x < 0.8 and at < len(data):
                data[at] = r.randrange(256)
            elif x < 0.9:
                del data[at:]
            else:
                data[at:at] = data[r.randrange(0, len(data) + 1):][:r.randrange(1, 8)]
        return bytes(data)


class Refused(Exception):
    pass


def refuse_constant(name):
    raise Refused(name)


def expected(document):
    """(True, value) or (False, None), as json.loads has it, with the wanted differences."""
    try:
        return True, json.loads(document.decode("utf-8"), parse_constant=refuse_constant, object_pairs_hook=Pairs)
    except (ValueError, Refused):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        return False, None


class Pairs(list):
    """An object with all its pairs, duplicates included."""


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, list):  # Pairs too; a pair is a tuple
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    if isinstance(a, tuple):
        return same(list(a), list(b))
    if isinstance(a, float):
        return repr(a) == repr(b)
    return a == b


class Driver:
    def __init__(self, path, *arguments):
        self.process = subprocess.Popen([path, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, document):
        self.process.stdin.write(b"%d\n" % len(document) + document)
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the driver died (%s) on %r" % (self.process.wait(), document))
        verdict, _, rest = line.rstrip(b"\n").partition(b" ")
        return verdict == b"ok", rest


def compare(driver, document):
    accepted, rest = driver.ask(document)
    should, value = expected(document)
    if accepted != should:
        raise SystemExit("%s: %r\n  driver: %s" % ("must be refused" if accepted else "must be accepted", document, rest))
    if accepted:
        got = json.loads(rest.decode("utf-8"), object_pairs_hook=Pairs)
        if not same(got, value):
            raise SystemExit("another value: %r\n  driver: %s\n  python: %r" % (document, rest, value))
    return accepted


def check_floats(driver, rng, count):
    """The writer's text of a double is repr's."""
    import struct
    for _ in range(count):
        value = struct.unpack("<d", struct.pack("<Q", rng.getrandbits(64)))[0] if rng.random() < 0.5 else \
            rng.choice([rng.random(), rng.randrange(10 ** 6) / 100, float(rng.randrange(2 ** 60)), 2.0 ** rng.randrange(-1074, 1023)])
        if value != value or value in (float("inf"), float("-inf")):
            continue
        accepted, rest = driver.ask(("%.17e" % value).encode())
        text = rest.decode()
        if not accepted or float(text) != value or len(text) > len(repr(value)) + 1:
            raise SystemExit("%r is written as %s" % (value, text))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--driver", required=True)
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--documents", type=int, default=6000)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    generator = Generator(rng)
    driver = Driver(arguments.driver)
    accepted = total = 0
    for text in NUMBERS + WORDS + SPACES + ["[" + n + "]" for n in NUMBERS] + ['"%s"' % e for e in ESCAPES] + \
            ["NaN", "[Infinity]", "-Infinity", '\ufeff{}', "", "[]]", "[,]", "{,}", '{"a":1,}', "[1,]", "{1:2}", '"a" "b"']:
        compare(driver, text.encode("utf-8"))
    for raw in (b'"\xed\xa0\x80"', b'"\xc0\x80"', b'"\xf4\x90\x80\x80"', b'"\xe2\x82"', b'"\xff"', b"\xff", b'{"\x80":1}'):
        compare(driver, raw)
    for _ in range(arguments.documents):
        document = generator.document()
        accepted += compare(driver, document)
        total += 1
        for _ in range(3):
            accepted += compare(driver, generator.mutated(document))
            total += 1
    check_floats(driver, rng, 4000)
    deep = Driver(arguments.driver, "50")
    for bracket in ("[]", '{"a":}'):
        opening, closing = (bracket[:-1], bracket[-1])
        assert deep.ask((opening * 50 + "1" + closing * 50).encode())[0]
        assert not deep.ask((opening * 51 + "1" + closing * 51).encode())[0]
    if not 0.2 < accepted / total < 0.9:
        raise SystemExit("a lopsided sample: %d of %d accepted" % (accepted, total))
    print("%d documents, %d accepted, all as json has it" % (total, accepted))


main()
