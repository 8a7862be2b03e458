def cpython_insights():
    # Object layout inspection
    class InspectableClass:
        def __init__(self, value):
            self.value = value
            self.data = [1, 2, 3]

    obj = InspectableClass(42)

    # Object memory layout
    print(f"Object size: {sys.getsizeof(obj)}")
    print(f"Object dict: {obj.__dict__}")
    print(f"Dict size: {sys.getsizeof(obj.__dict__)}")

    # Slot-based classes for memory efficiency
    class SlottedClass:
        __slots__ = ['value', 'data']

        def __init__(self, value):
            self.value = value
            self.data = [1, 2, 3]

    slotted_obj = SlottedClass(42)
    print(f"Slotted object size: {sys.getsizeof(slotted_obj)}")

    # No __dict__ for slotted objects
    try:
        print(slotted_obj.__dict__)
    except AttributeError:
        print("Slotted objects have no __dict__")

# Performance implications
def performance_implications():
    import time

    # Dict-based attribute access
    class RegularClass:
        def __init__(self):
            self.x = 1
            self.y = 2

    # Slot-based attribute access
    class SlottedClass:
        __slots__ = ['x', 'y']

        def __init__(self):
            self.x = 1
            self.y = 2

    # Timing comparison
    regular_objs = [RegularClass() for _ in range(100000)]
    slotted_objs = [SlottedClass() for _ in range(100000)]

    # Access timing
    start = time.time()
    for obj in regular_objs:
        _ = obj.x + obj.y
    regular_time = time.time() - start

    start = time.time()
    for obj in slotted_objs:
        _ = obj.x + obj.y
    slotted_time = time.time() - start

    print(f"Regular class access time: {regular_time:.4f}s")
    print(f"Slotted class access time: {slotted_time:.4f}s")
    print(f"Speedup: {regular_time/slotted_time:.2f}x")
