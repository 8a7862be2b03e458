import io
import sys

for content in b"", b"abc", b"x" * 1000:
    o = io.BytesIO(content)
    sizes = [sys.getsizeof(o)]
    o.read()
    sizes.append(sys.getsizeof(o))
    o.write(b"yy")
    sizes.append(sys.getsizeof(o))
    value = o.getvalue()
    sizes.append(sys.getsizeof(o))
    o.write(b"yy")
    sizes.append(sys.getsizeof(o))
    del value
    o.seek(1)
    o.truncate()
    sizes.append(sys.getsizeof(o))
    o.getvalue()
    sizes.append(sys.getsizeof(o))
    o.close()
    sizes.append(sys.getsizeof(o))
    o = io.BytesIO()
    for _ in range(20):
        o.write(content)
        sizes.append(sys.getsizeof(o))
    o.seek(0)
    o.write(b"z")
    sizes.append(sys.getsizeof(o))
    print(sizes)
o = io.BytesIO(bytes(range(20)))
print(sys.getsizeof(o))
data = o.getvalue()
print(sys.getsizeof(o))
o.write(b"")
print(sys.getsizeof(o))
o.write(b"a")
print(sys.getsizeof(o), data[:2], o.getvalue()[:2])
