# For high-performance servers, some teams disable GC
# and run it manually during low-traffic periods

import gc

# Disable automatic GC
gc.disable()

# Run manually every N requests or on a schedule
def periodic_gc():
    gc.collect()
    # Log: print(f"GC collected, tracking {len(gc.get_objects())} objects")
