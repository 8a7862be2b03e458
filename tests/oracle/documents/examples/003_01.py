import sys

# Every object has a reference count
a = [1, 2, 3]           # refcount = 1 (a points to it)
b = a                    # refcount = 2 (a and b point to same object)
c = a                    # refcount = 3

print(sys.getrefcount(a))    # 4 (3 + 1 temporary from function call)

del b                    # refcount = 2
c = None                 # refcount = 1
del a                    # refcount = 0 â†’ IMMEDIATELY freed!

# When refcount reaches 0 â†’ object is deallocated instantly
# No need to wait for GC!
