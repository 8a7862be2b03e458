import sys, gc, weakref, tracemalloc

# ---- Reference counting ----
sys.getrefcount(obj)         # Check reference count

# ---- Garbage collection ----
gc.collect()                 # Force GC
gc.get_count()               # Objects per generation
gc.get_threshold()           # GC trigger thresholds

# ---- Object size ----
sys.getsizeof(obj)           # Shallow size in bytes

# ---- Weak references ----
ref = weakref.ref(obj)       # Create weak reference
ref()                        # Access (returns None if collected)
cache = weakref.WeakValueDictionary()  # Auto-cleaning cache

# ---- Memory profiling ----
tracemalloc.start()
snapshot = tracemalloc.take_snapshot()
current, peak = tracemalloc.get_traced_memory()
tracemalloc.stop()

# ---- __slots__ (save memory) ----
class MyClass:
    __slots__ = ("attr1", "attr2")   # No __dict__ â†’ 5x less memory
