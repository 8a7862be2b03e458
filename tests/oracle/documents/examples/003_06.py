import sys

# ---- Size of objects (in bytes) ----
print(sys.getsizeof(0))           # 28 bytes (int)
print(sys.getsizeof(1))           # 28 bytes
print(sys.getsizeof(10**100))     # 72 bytes (big int needs more)

print(sys.getsizeof(""))          # 49 bytes (empty string overhead)
print(sys.getsizeof("hello"))     # 54 bytes
print(sys.getsizeof("a" * 1000)) # 1049 bytes

print(sys.getsizeof([]))          # 56 bytes (empty list)
print(sys.getsizeof([1,2,3]))     # 88 bytes
print(sys.getsizeof(list(range(1000))))  # ~8056 bytes

print(sys.getsizeof({}))          # 64 bytes (empty dict)
print(sys.getsizeof(set()))       # 216 bytes (empty set)
print(sys.getsizeof(()))          # 40 bytes (empty tuple)

# âš ï¸ WARNING: getsizeof only shows SHALLOW size!
# It does NOT include the size of contained objects!
nested = [[1,2,3], [4,5,6], [7,8,9]]
print(sys.getsizeof(nested))       # ~88 bytes (just the outer list!)
# Real total is much more (outer list + 3 inner lists + 9 ints)
