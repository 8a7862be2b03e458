import sys

def memory_allocation_details():
    # Python uses different allocators for different sizes

    # Small objects (< 512 bytes) use pymalloc
    small_objects = []
    for i in range(100):
        obj = [i]  # Small list object
        small_objects.append(obj)
        if i % 10 == 0:
            print(f"Small object {i}: {hex(id(obj))}")

    # Large objects use system malloc
    large_objects = []
    for i in range(10):
        obj = list(range(10000))  # Large list
        large_objects.append(obj)
        print(f"Large object {i}: {hex(id(obj))}")

    # Memory statistics
    print(f"Small objects size: {len(small_objects)}")
    print(f"Large objects size: {len(large_objects)}")

    return small_objects, large_objects

# Demonstrate memory pools
def memory_pool_behavior():
    # Create and destroy many small objects
    for _ in range(1000):
        temp_list = [1, 2, 3]
        temp_dict = {"key": "value"}
        # Objects destroyed at end of iteration
        # Memory may be reused from pools

    # Memory usage may not decrease immediately
    # due to pool retention for efficiency
