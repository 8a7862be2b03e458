"""io.StringIO, io.BytesIO and their base classes are types of C: what they say of themselves, what runs in them, what they refuse."""
import _io, copy, gc, io, pickle, random, sys, weakref


def told(f, *args):
    try:
        return f(*args)
    except BaseException as e:
        return "%s: %s" % (type(e).__name__, e)


print("== types")
for name in "_IOBase _RawIOBase _BufferedIOBase _TextIOBase StringIO BytesIO IncrementalNewlineDecoder".split():
    cls = getattr(_io, name)
    size = () if name == "StringIO" else (cls.__basicsize__, cls.__dictoffset__, cls.__weakrefoffset__)  # another one in 3.14
    print(cls, size, cls.__itemsize__, hex(cls.__flags__ & 0x47f00 & ~0x40000), sorted(vars(cls)), cls.__mro__, told(setattr, cls, "x", 1))
print(hasattr(_io, "_BytesIOBuffer"), hasattr(io, "_BytesIOBuffer"))
view = io.BytesIO(b"abc").getbuffer()
shown = view.obj
print(type(shown), type(shown).__basicsize__, told(type(shown)), gc.is_tracked(shown), [type(o) for o in gc.get_referents(shown) if not isinstance(o, type)])
for cls in io.StringIO, io.BytesIO:
    for base in io.IOBase, io.RawIOBase, io.BufferedIOBase, io.TextIOBase, _io._IOBase, _io._TextIOBase, _io._BufferedIOBase:
        print(cls.__name__, base, issubclass(cls, base), isinstance(cls(), base))


class Text(io.StringIO):
    pass


class Slotted(io.BytesIO):
    __slots__ = "own",


print("== objects")
for make in io.StringIO, io.BytesIO, Text, Slotted, io.TextIOBase, io.RawIOBase, _io._IOBase:
    o = make()
    print(repr(o).replace(hex(id(o)), "ADDRESS"), gc.is_tracked(o), o.__dict__, hasattr(o, "own"), weakref.ref(o)() is o, o == o, hash(o) == hash(o), o.closed)
    o.tag = [o]
    print(o.__dict__.keys(), [type(x) for x in gc.get_referents(o) if type(x) is dict], told(setattr, o, "closed", 1), told(delattr, o, "tag"))
for newline in "\n", "\r", "\r\n", "", None:
    for o in io.StringIO(newline=newline), io.StringIO("x", newline), io.BytesIO(b"abcd"):
        print(repr(newline), [type(x).__name__ if hasattr(x, "decode") and not isinstance(x, bytes) else x for x in gc.get_referents(o) if not isinstance(x, type)])
print([sys.getsizeof(x) for x in (io.BytesIO(), io.BytesIO(b"a" * 100), io.BytesIO(bytearray(100)), _io._IOBase(), io.BufferedIOBase())])

print("== frames")
events = []


def trace(frame, event, arg):
    events.append((event, frame.f_code.co_name))
    return trace


def profile(frame, event, arg):
    events.append((event, arg.__qualname__ if event.startswith("c_") else frame.f_code.co_name))


def use():
    s = io.StringIO("a\nb")
    for line in s:
        s.tell()
    with io.BytesIO(b"a\nb") as b:
        b.readlines()
    print("x", file=s)
    s.writelines(["a"])
    told(s.fileno)
    s.seek(1, 5)


for start, hook in (sys.settrace, trace), (sys.setprofile, profile):
    del events[:]
    start(hook)
    try:
        use()
    except ValueError as e:
        start(None)
        print(e, e.__traceback__.tb_next.tb_next)
    events[:] = [event for event in events if event[1][-9:] not in ("__enter__", ".__exit__")]  # which 3.13 tells nobody of
    print(events if hook is profile else [event for event in events if event[1] not in ("use", "told")])

print("== errors")
S, B = io.StringIO, io.BytesIO
bare, bare_bytes = S.__new__(S), B.__new__(B)
for f in (
        lambda: S(1), lambda: S("", 1), lambda: S("", "x"), lambda: S("", "\n\r"), lambda: S("", "\ud800"), lambda: S("", None, 1), lambda: S(newline=3), lambda: B("x"), lambda: B(b"", 1), lambda: B(5),
        lambda: S().read("x"), lambda: S().read(1.0), lambda: S().read(2**70), lambda: S().read(1, 2), lambda: S().readline("x"), lambda: S().seek(1.5),
        lambda: S().seek(2**70), lambda: S().seek(0, 2**40), lambda: S().seek(0, 3), lambda: S().seek(-1), lambda: S().seek(1, 1), lambda: S().seek(), lambda: S().truncate(-1),
        lambda: S().truncate("x"), lambda: S().write(1), lambda: S().write(b""), lambda: S().write(), lambda: S().write(1, 2), lambda: S().writelines(3), lambda: S().writelines([3]), lambda: S().readlines("x"),
        lambda: S().detach(), lambda: S().fileno(), lambda: S().encoding, lambda: S().errors, lambda: S().line_buffering, lambda: S.write(3, 4), lambda: B().detach(), lambda: B().fileno(),
        lambda: B().write("x"), lambda: B().write(memoryview(b"abc")[::2]), lambda: B().write(5), lambda: B().readinto(b""), lambda: B().readinto(5), lambda: B().readinto(memoryview(bytearray(9))[::2]),
        lambda: B().readlines("x"), lambda: B().truncate(-1), lambda: B().seek(-1), lambda: B().seek(-1, 1), lambda: B().seek(0, 3), lambda: B(b"abc").seek(-2, 2), lambda: B().seek(sys.maxsize, 1),
        lambda: (lambda b: (b.seek(1), b.seek(sys.maxsize, 1)))(B()), lambda: (lambda b: (b.seek(sys.maxsize), b.write(b"a")))(B()), lambda: (lambda s: (s.seek(sys.maxsize), s.write("a")))(S()),
        lambda: bare.read(), lambda: bare.closed, lambda: bare.write(""), lambda: bare.newlines, lambda: bare.__getstate__(), lambda: bare_bytes.read(), lambda: bare_bytes.closed,
        lambda: S().__setstate__(1), lambda: S().__setstate__(("", "\n", 0)), lambda: S().__setstate__(("", "\n", "x", None)), lambda: S().__setstate__(("", "\n", -1, None)), lambda: S().__setstate__(("", "\n", 1, 3)),
        lambda: S().__setstate__(("a", "\n", 1, {"x": 1}, "more")), lambda: B().__setstate__((b"", 1, 3)), lambda: B().__setstate__((3, 1, 3)), lambda: B().__setstate__((b"", "x", 3)), lambda: B().__setstate__((b"",)),
        lambda: pickle.dumps(S(), 0), lambda: pickle.dumps(B(), 1), lambda: pickle.dumps(io.TextIOBase(), 4), lambda: copy.copy(io.IncrementalNewlineDecoder(None, 1)),
        lambda: _io._IOBase().readline(), lambda: _io._IOBase()._checkSeekable(), lambda: _io._IOBase()._checkReadable(), lambda: S()._checkWritable(), lambda: S()._checkClosed(), lambda: _io._IOBase().seek(0),
        lambda: _io._IOBase().truncate(), lambda: _io._IOBase().tell(), lambda: _io._TextIOBase().read(), lambda: _io._TextIOBase().readline(), lambda: _io._TextIOBase().write(""), lambda: _io._RawIOBase().read(3),
        lambda: _io._RawIOBase().read(), lambda: _io._RawIOBase().write(3), lambda: _io._BufferedIOBase().read1(), lambda: _io._BufferedIOBase().readinto(bytearray(2)), lambda: next(_io._IOBase()),
        lambda: io.IncrementalNewlineDecoder.__new__(io.IncrementalNewlineDecoder).decode(""), lambda: io.IncrementalNewlineDecoder(None, True).decode(b""), lambda: io.IncrementalNewlineDecoder(1, True).decode("")):
    print(told(f))

print("== buffers")
b = io.BytesIO(b"abcdef")
kept = b.getvalue()
view = b.getbuffer()
view[1:3] = b"XY"
print(kept, bytes(view), view.readonly, view.format, b.getvalue(), b.read(3), b.tell())
for f in (lambda: b.write(b"z"), lambda: b.write(b""), lambda: b.truncate(), lambda: b.truncate(99), lambda: b.close(), lambda: b.__init__(b"x"), lambda: b.__setstate__((b"", 0, None))):
    print(told(f))
b = io.BytesIO(b"abcdef")
views = [b.getbuffer(), b.getbuffer()[2:4]]
views[0].release()
print(told(b.write, b"z"))
views[1].release()
print(told(b.write, b"z"), b.getvalue(), told(b.write, b"longer than before"), b.getvalue())
again = io.BytesIO(b"").getbuffer()
print(len(again), bytes(again))
del again, view, views

print("== shared bytes")
data = bytes(range(65, 91)) * 4
b = io.BytesIO(data)
print(b.getvalue() is data, b.read() is data, sys.getsizeof(b) < 100)
b.write(b"!")
print(b.getvalue() is data, data[-1:], b.getvalue() is b.getvalue(), b.seek(0), b.read() is b.getvalue())
value = b.getvalue()
b.seek(0)
b.write(b"??")
print(value[:3], b.getvalue()[:3], b.seek(2000), b.write(b"a"), len(b.getvalue()), b.getvalue().count(0))

print("== ends")
for cls in io.StringIO, io.IOBase, io.RawIOBase, io.BytesIO:
    class Told(cls):
        def close(self):
            print("close", type(self).__mro__[1].__name__, self.closed, vars(self))
            super().close()

    told_one = Told()
    told_one.name = "n"
    del told_one
    told_one = Told()
    told_one.close()
    told_one.name = "closed already"
    del told_one
    told_one = Told()
    told_one.me = told_one
    del told_one
    gc.collect()


class Deleted(io.StringIO):
    def __del__(self):
        print("__del__", self.getvalue())
        super().__del__()
        print(self.closed, "_finalizing" in vars(self))


Deleted("end")
s = io.StringIO("x")
s.__del__()
print(s.closed)


class Lines(io.RawIOBase):
    def __init__(self, data):
        self.data = data

    def readable(self):
        return True

    def readinto(self, room):
        part, self.data = self.data[:len(room)], self.data[len(room):]
        room[:len(part)] = part
        return len(part)


print(Lines(b"a\nbc\nd").readline(), list(Lines(b"a\nbc\nd")), Lines(b"a\nbc\nd").readlines(3), Lines(b"a\nbc\nd").read(3), Lines(b"abc").readall(), Lines(b"abc").read(), Lines(b"abc").readline(2))
print(told(Lines(b"")._checkReadable), told(Lines(b"")._checkSeekable), told(Lines(b"").write, b""))


class Refusing(io.IOBase):
    def flush(self):
        raise KeyError("flush")


r = Refusing()
print(told(r.close), r.closed, told(r.close), told(r.__enter__), told(r.isatty), told(r.writelines, []))

print("== line ends")
for newline in "\n", "\r", "\r\n", "", None:
    s = io.StringIO("a\r\nb\rc\nd", newline)
    print(repr(newline), s.readlines(), s.newlines, repr(s.getvalue()), s.seek(0, 2), s.write("\nx\r"), repr(s.getvalue()), s.newlines, s.seek(0), [s.readline(n) for n in (0, 1, 2, 3, -1, None)])
d = io.IncrementalNewlineDecoder(None, True)
print(d.newlines, d.decode("a\r"), d.getstate(), d.decode("\nb\n"), d.newlines, d.decode("\r"), d.decode("", True), d.newlines, d.reset(), d.newlines, d.setstate((b"", 1)), d.decode("x"))
d = io.IncrementalNewlineDecoder(None, translate=False, errors="strict")
print(repr(d.decode(input="a\rb\r\n\r", final=False)), d.newlines, repr(d.decode("\n", final=True)))

print("== at random")
texts = ["", "a", "abc", "line\n", "x\r\ny\rz\n", "\xe9", "\xe9\u20ac\n", "\U0001f600", "0123456789" * 7, "q" * 300, "\n", "\r", "w" * 2000]
chance = random.Random(5)


def step(s, pieces):
    which = chance.randrange(19)
    if which < 6:
        return "write", told(s.write, chance.choice(pieces))
    one = "read readline seek end getvalue truncate tell next lines writelines state pickle more copy init".split()[min(which - 6, 14)]
    few = chance.choice([None, -1, 0, 1, 3, 50])
    return one, {
        "read": lambda: s.read(few), "readline": lambda: s.readline(few), "seek": lambda: s.seek(chance.choice([0, 0, 0, 1, 5, 40, 3000])), "end": lambda: s.seek(0, 2),
        "getvalue": s.getvalue, "truncate": lambda: told(s.truncate, few), "tell": s.tell, "next": lambda: told(next, s), "lines": lambda: s.readlines(chance.choice([-1, 0, 5, 1, 12])),
        "writelines": lambda: s.writelines([chance.choice(pieces) for _ in range(3)]), "state": s.__getstate__, "pickle": lambda: pickle.loads(pickle.dumps(s)).getvalue(),
        "more": lambda: s.newlines if isinstance(s, io.StringIO) else bytes(s.getbuffer()[:10]), "copy": lambda: copy.copy(s).read(), "init": lambda: s.__init__(chance.choice(pieces)),
    }[one]()


for time in range(40):
    if chance.randrange(2):
        pieces, s = texts, (Text if time % 5 == 0 else io.StringIO)(chance.choice(texts), chance.choice(["\n", None, "", "\r", "\r\n"]))
    else:
        pieces = [text.encode() for text in texts]
        s = (Slotted if time % 5 == 0 else io.BytesIO)(chance.choice(pieces))
    for i in range(40):
        done, result = step(s, pieces)
        print(done, repr(result)[:100], s.tell(), sys.getsizeof(s) if type(s) is io.BytesIO else "")
