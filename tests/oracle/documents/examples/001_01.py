import sys
import gc

x = []
y = x
print("Reference count of x:", sys.getrefcount(x))  # sys.getrefcount adds +1 itself

# Create cyclic ref
x.append(y)
del x
del y

print("Before GC: Garbage count =", gc.collect())  # Force collection
