import tracemalloc
import sys
import gc
from memory_profiler import profile  # pip install memory-profiler

def memory_debugging_tools():
    # Enable memory tracing
    tracemalloc.start()

    # Create some objects
    data = []
    for i in range(1000):
        data.append([i] * 100)

    # Get memory statistics
    current, peak = tracemalloc.get_traced_memory()
    print(f"Current memory usage: {current / 1024 / 1024:.1f} MB")
    print(f"Peak memory usage: {peak / 1024 / 1024:.1f} MB")

    # Get top memory consumers
    snapshot = tracemalloc.take_snapshot()
    top_stats = snapshot.statistics('lineno')

    print("\nTop 3 memory consumers:")
    for stat in top_stats[:3]:
        print(stat)

    tracemalloc.stop()

@profile  # Decorator for line-by-line memory profiling
def memory_intensive_function():
    # This function will be profiled line by line
    large_list = []
    for i in range(100000):
        large_list.append(i ** 2)

    # Transform data
    processed = [x * 2 for x in large_list]

    # Clean up
    del large_list
    return processed

def garbage_collection_analysis():
    # Analyze garbage collection behavior
    gc.set_debug(gc.DEBUG_STATS)

    # Create objects with circular references
    objects = []
    for i in range(1000):
        obj = {"id": i, "refs": []}
        obj["refs"].append(obj)  # Self-reference
        objects.append(obj)

    # Check generation counts before collection
    print("Before GC:", gc.get_count())

    # Force garbage collection
    collected = gc.collect()
    print(f"Objects collected: {collected}")
    print("After GC:", gc.get_count())

    # Clean up
    objects.clear()
