import sys
import gc

a = []
b = a

print("Reference count for a:", sys.getrefcount(a))  # Usually +1 because of getrefcount's own argument

# Create a circular reference
a.append(b)

# Delete both
del a
del b

# Force garbage collection
gc.collect()
print("Garbage collector stats:", gc.get_stats()[0])
