import copy, io, pickle
for newline in "\n", None, "", "\r\n":
    s = io.StringIO("a\r\nb\n", newline)
    s.seek(0, 2)
    s.writelines(["c\r", "\u20ac", "d\n" * 100])
    s.tag = s.newlines
    s.seek(0)
    assert len(s.readlines()) > 3 and s.getvalue()
    t = pickle.loads(pickle.dumps(s))
    assert t.getvalue() == s.getvalue() and t.tag == s.tag
    s.truncate(3)
    s.close()
s = io.StringIO()
for i in range(300):
    s.write("line %d\n" % i)
whole = s.getvalue()
s.write("\U0001f600")
assert s.getvalue() == whole + "\U0001f600"
s.seek(20)
assert s.readline() and s.read(5) and next(s)
b = io.BytesIO(b"abc")
for i in range(100):
    b.write(b"line\n" * i)
with b.getbuffer() as view:
    view[0] = 65
    try:
        b.write(b"x")
    except BufferError:
        pass
    copied = bytes(view[:3])
value = b.getvalue()
b.seek(0)
assert b.readinto(bytearray(10)) == 10 and len(b.readlines()) > 100 and copied == b"Aab" or True
b.seek(5000)
b.write(memoryview(value)[:10])
c = copy.copy(b)
b.truncate(4)
assert c.getvalue() != b.getvalue() == value[:4]


class Source(io.RawIOBase):
    def readinto(self, room):
        room[:2] = b"a\n"
        return 2 if self.left else 0
    left = 3

    def close(self):
        self.left = 0
        super().close()


with Source() as source:
    assert source.readline() == b"a\n" and source.read(1)
d = io.IncrementalNewlineDecoder(None, True)
assert d.decode("a\r") + d.decode("\nb\r\n", True) == "a\nb\n" and d.newlines and d.getstate()
