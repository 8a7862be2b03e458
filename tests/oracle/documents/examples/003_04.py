import gc

# ---- Force garbage collection ----
collected = gc.collect()    # Returns number of unreachable objects found
print(f"Collected {collected} objects")

# ---- Get all objects tracked by GC ----
all_objects = gc.get_objects()
print(f"GC tracking {len(all_objects)} objects")

# ---- Find what refers to an object ----
x = [1, 2, 3]
referrers = gc.get_referrers(x)
print(f"x has {len(referrers)} referrers")

# ---- Find what an object refers to ----
class MyClass:
    def __init__(self):
        self.data = [1, 2, 3]

obj = MyClass()
referents = gc.get_referents(obj)
print(referents)    # [{'data': [1, 2, 3]}] â€” its __dict__

# ---- Debug GC ----
gc.set_debug(gc.DEBUG_STATS)    # Print GC stats
gc.collect()
gc.set_debug(0)                 # Turn off

# ---- Freeze objects (Python 3.7+) ----
gc.freeze()        # Move all objects to permanent generation (skip GC)
# Useful after startup in long-running servers
