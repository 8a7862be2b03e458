import time
from collections import deque, defaultdict, Counter
import sys

def collection_performance_comparison():
    # List vs deque for queue operations
    n = 100000

    # List as queue (inefficient)
    start_time = time.time()
    lst = []
    for i in range(n):
        lst.append(i)
    for i in range(n):
        lst.pop(0)  # O(n) operation!
    list_time = time.time() - start_time

    # Deque as queue (efficient)
    start_time = time.time()
    dq = deque()
    for i in range(n):
        dq.append(i)
    for i in range(n):
        dq.popleft()  # O(1) operation
    deque_time = time.time() - start_time

    print(f"List as queue: {list_time:.4f}s")
    print(f"Deque as queue: {deque_time:.4f}s")
    print(f"Speedup: {list_time/deque_time:.1f}x")

def memory_efficient_counting():
    # Manual counting vs Counter
    data = ["apple", "banana", "apple", "cherry", "banana", "apple"] * 1000

    # Manual dictionary counting
    start_time = time.time()
    manual_count = {}
    for item in data:
        if item in manual_count:
            manual_count[item] += 1
        else:
            manual_count[item] = 1
    manual_time = time.time() - start_time

    # Counter (optimized)
    start_time = time.time()
    counter_count = Counter(data)
    counter_time = time.time() - start_time

    # defaultdict approach
    start_time = time.time()
    default_count = defaultdict(int)
    for item in data:
        default_count[item] += 1
    default_time = time.time() - start_time

    print(f"Manual counting: {manual_time:.4f}s")
    print(f"Counter: {counter_time:.4f}s")
    print(f"defaultdict: {default_time:.4f}s")
