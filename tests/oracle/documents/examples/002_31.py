import sys

# Memory-efficient vs inefficient patterns
def memory_comparison():
    # Inefficient: Creating many intermediate objects
    result1 = ""
    for i in range(1000):
        result1 += str(i)  # Creates new string each time

    # Efficient: Using list and join
    parts = []
    for i in range(1000):
        parts.append(str(i))  # Appends to existing list
    result2 = "".join(parts)  # Single string creation

    # Memory usage comparison
    print(f"String concat result size: {sys.getsizeof(result1)}")
    print(f"List join result size: {sys.getsizeof(result2)}")

    return result1, result2

# Generator for memory efficiency
def memory_efficient_processing():
    # Instead of creating large list in memory
    def process_large_data():
        return [x * x for x in range(1000000)]  # 1M integers in memory

    # Use generator for lazy evaluation
    def process_large_data_generator():
        return (x * x for x in range(1000000))  # Computed on demand

    list_data = process_large_data()
    gen_data = process_large_data_generator()

    print(f"List size: {sys.getsizeof(list_data)}")
    print(f"Generator size: {sys.getsizeof(gen_data)}")
