# Many small writes, empty ones among them, and streams whose read() answers no bytes (3.14 too).
import io, sys

w = io.TextIOWrapper(io.BytesIO())
for i in range(200): w.write("x")
for i in range(200): w.write("")
w.flush(); print(len(w.buffer.getvalue()))
for i in range(50): print("row", i, file=w)
w.flush(); print(len(w.buffer.getvalue()))


class Raw(io.BufferedIOBase):
    def __init__(self, a): self.a = a

    def readable(self): return True

    def read(self, n=-1): return self.a


for a in (5, [1], None, 'str', 10**9):
    try: print(io.TextIOWrapper(Raw(a), 'utf-8').read())
    except Exception as e: print(type(e).__name__, e)
print(isinstance(sys.stdout, io.TextIOBase), isinstance(sys.stdout, io.IOBase), isinstance(None, io.TextIOBase), isinstance(sys.stdout, io.RawIOBase))
