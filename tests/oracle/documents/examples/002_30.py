# Stack overflow example (deep recursion)
def recursive_function(n):
    if n <= 0:
        return 0
    return n + recursive_function(n - 1)

# This will eventually cause RecursionError (stack overflow)
try:
    result = recursive_function(5000)
except RecursionError:
    print("Stack overflow occurred!")

# Heap exhaustion example
def heap_exhaustion():
    data = []
    try:
        while True:
            # Keep allocating memory on heap
            data.append([0] * 1000000)  # 1 million integers per iteration
    except MemoryError:
        print("Heap exhausted!")
        return len(data)

# This will eventually cause MemoryError
