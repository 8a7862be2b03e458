import time

def string_concatenation_benchmark():
    n = 10000

    # SLOW: String concatenation creates many objects
    start_time = time.time()
    result = ""
    for i in range(n):
        result += str(i)  # Creates new string each time
    slow_time = time.time() - start_time

    # FAST: List join approach
    start_time = time.time()
    parts = []
    for i in range(n):
        parts.append(str(i))  # Appends to existing list
    result = "".join(parts)  # Single string creation
    fast_time = time.time() - start_time

    print(f"String concatenation: {slow_time:.4f}s")
    print(f"List join: {fast_time:.4f}s")
    print(f"Speedup: {slow_time/fast_time:.1f}x")

# Memory-efficient string formatting
def efficient_string_formatting():
    data = [("Alice", 30), ("Bob", 25), ("Charlie", 35)]

    # Memory-efficient with generator expression
    result = ", ".join(f"{name}({age})" for name, age in data)
    print(result)

    # For very large datasets, consider itertools
    from itertools import chain

    def format_person(name, age):
        return f"{name}({age})"

    # Process in chunks to manage memory
    def process_large_dataset(data, chunk_size=1000):
        for i in range(0, len(data), chunk_size):
            chunk = data[i:i + chunk_size]
            yield ", ".join(format_person(name, age) for name, age in chunk)

    # Usage for large datasets
    large_data = [("Person" + str(i), 20 + i % 50) for i in range(10000)]
    for chunk_result in process_large_dataset(large_data):
        # Process each chunk...
        pass
