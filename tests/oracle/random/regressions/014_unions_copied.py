# A union of types could not be copied; and minus one fits in no bytes.
import copy
u = int | None
v = copy.deepcopy([u, int | str, list[int] | None])
print(copy.copy(u), v, v[0] == u, v[0] is u)
for n, length in ((-1, 0), (0, 0), (-2, 0), (1, 0), (-129, 1), (-128, 1)):
    try: print(n.to_bytes(length, "big", signed=True))
    except OverflowError as e: print(e)
