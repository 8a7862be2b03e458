import io
import sys

for content in "", "abc", "x" * 1000, "\u20ac" * 5:
    o = io.StringIO(content)
    sizes = [sys.getsizeof(o)]
    o.write(content)
    sizes.append(sys.getsizeof(o))
    o.getvalue()
    sizes.append(sys.getsizeof(o))
    o.close()
    sizes.append(sys.getsizeof(o))
    print(sizes)
