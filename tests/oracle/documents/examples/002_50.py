import time
import cProfile
import pstats
from functools import wraps
from memory_profiler import profile

def timing_decorator(func):
    @wraps(func)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        result = func(*args, **kwargs)
        end = time.perf_counter()
        print(f"{func.__name__} took {end - start:.4f} seconds")
        return result
    return wrapper

@timing_decorator
def compare_data_structures():
    n = 100000

    # List operations
    lst = []
    for i in range(n):
        lst.append(i)

    # Deque operations
    from collections import deque
    dq = deque()
    for i in range(n):
        dq.append(i)

    # Set operations
    s = set()
    for i in range(n):
        s.add(i)

def profile_memory_usage():
    """Comprehensive memory profiling example"""

    @profile
    def memory_intensive_operation():
        # Create large data structures
        data = []
        for i in range(10000):
            row = [j for j in range(100)]
            data.append(row)

        # Transform data
        processed = []
        for row in data:
            processed.append([x * 2 for x in row])

        # Clean up intermediate data
        del data

        # Final processing
        result = sum(sum(row) for row in processed)
        return result

    return memory_intensive_operation()

def cpu_profiling():
    """CPU profiling with cProfile"""

    def fibonacci(n):
        if n <= 1:
            return n
        return fibonacci(n-1) + fibonacci(n-2)

    def optimized_fibonacci(n, memo={}):
        if n in memo:
            return memo[n]
        if n <= 1:
            return n
        memo[n] = optimized_fibonacci(n-1, memo) + optimized_fibonacci(n-2, memo)
        return memo[n]

    # Profile both versions
    pr = cProfile.Profile()

    print("Profiling naive fibonacci...")
    pr.enable()
    result1 = fibonacci(30)
    pr.disable()

    stats = pstats.Stats(pr)
    stats.sort_stats('cumulative')
    stats.print_stats(10)

    print("\nProfiling optimized fibonacci...")
    pr = cProfile.Profile()
    pr.enable()
    result2 = optimized_fibonacci(30)
    pr.disable()

    stats = pstats.Stats(pr)
    stats.sort_stats('cumulative')
    stats.print_stats(10)
