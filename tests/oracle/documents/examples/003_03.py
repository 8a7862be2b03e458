import gc

# Python's GC handles circular references
# Uses "generational" garbage collection:
#   Generation 0: New objects (collected most often)
#   Generation 1: Survived 1 GC cycle
#   Generation 2: Long-lived objects (collected least often)

# GC runs automatically, but you can control it:
gc.collect()              # Force a collection
gc.disable()              # Disable automatic GC (rare!)
gc.enable()               # Re-enable

# Check GC thresholds
print(gc.get_threshold())    # (700, 10, 10)
# Gen 0 collects after 700 new allocations
# Gen 1 collects every 10 Gen 0 collections
# Gen 2 collects every 10 Gen 1 collections

# See what GC tracks
print(gc.get_count())    # (123, 5, 1) â€” objects in each generation
