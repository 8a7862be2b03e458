"""Traced memory of streams as they are made, written to, read and closed: what is alive after each step, and what is left."""
import gc, io, random, tracemalloc

texts = ["a", "abc", "line\n", "\xe9", "\xe9\u20ac\n", "\U0001f600", "0123456789" * 7, "q" * 300, "w" * 2000, "ab\r\ncd\r"]
start, stop, memory = tracemalloc.start, tracemalloc.stop, tracemalloc.get_traced_memory
chance = random.Random(7)
gc.disable()


class Text(io.StringIO):
    pass


def script(pieces):
    return [chance.choice([("write", (chance.choice(pieces),))] * 5 + [("seek", (chance.choice([0, 3, 500]),)), ("getvalue", ()), ("read", (chance.choice([-1, 5]),)),
                                                                          ("truncate", (chance.choice([0, 10, 1000]),)), ("readline", ()), ("seek", (0, 2)), ("tell", ())])
            for i in range(chance.randrange(1, 14))]


def measure(cls, args, steps):
    start()
    before = memory()[0]
    s = cls(*args)
    for name, given in steps:
        getattr(s, name)(*given)
    alive = memory()[0] - before
    s = None
    left = memory()[0] - before
    stop()
    return alive, left


for case in range(120):
    newline = chance.choice(["\n", "\n", None, "", "\r", "\r\n"])
    if chance.randrange(2):
        cls, pieces, args = chance.choice([io.StringIO, io.StringIO, Text]), texts, (chance.choice(["", "abc", "\xe9" * 40, None]), newline)
    else:
        cls, pieces, args = io.BytesIO, [text.encode() for text in texts], (chance.choice([b"", b"abc", b"x" * 500, bytearray(50), None]),)
    steps = script(pieces)
    measure(cls, args, steps)
    print(cls.__name__, args, [name for name, given in steps])
    for count in range(len(steps) + 1):
        print("   ", *(measure(cls, args, steps[:count]) for again in range(2)))
    print("    closed", measure(cls, args, steps + [("close", ())]))

# Many pieces, which are joined at the hundred thousandth, and their blocks.
for count in 10, 1000, 100001:
    start()
    s = io.StringIO()
    for i in range(count):
        s.write("ab")
    snapshot = tracemalloc.take_snapshot()
    alive, peak = memory()
    value = s.getvalue()
    print(count, alive, len(value), memory()[0] - alive, s.getvalue() is value)
    s.seek(0)
    s.read(1)
    print(memory()[0] - alive)
    del s, value, snapshot
    stop()
