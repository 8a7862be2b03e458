import sys
import array
from collections import defaultdict

def memory_optimization_strategies():
    # Strategy 1: Use __slots__ for classes
    class RegularClass:
        def __init__(self, x, y, z):
            self.x = x
            self.y = y
            self.z = z

    class SlottedClass:
        __slots__ = ['x', 'y', 'z']

        def __init__(self, x, y, z):
            self.x = x
            self.y = y
            self.z = z

    # Memory comparison
    regular_obj = RegularClass(1, 2, 3)
    slotted_obj = SlottedClass(1, 2, 3)

    print(f"Regular object: {sys.getsizeof(regular_obj)} bytes")
    print(f"Slotted object: {sys.getsizeof(slotted_obj)} bytes")

    # Strategy 2: Use array for numeric data
    python_list = [i for i in range(1000)]
    int_array = array.array('i', range(1000))  # 'i' for signed int

    print(f"Python list: {sys.getsizeof(python_list)} bytes")
    print(f"Array: {sys.getsizeof(int_array)} bytes")

    # Strategy 3: Use generators for large datasets
    def large_dataset_list():
        return [x ** 2 for x in range(1000000)]

    def large_dataset_generator():
        return (x ** 2 for x in range(1000000))

    list_data = large_dataset_list()
    gen_data = large_dataset_generator()

    print(f"List memory: {sys.getsizeof(list_data)} bytes")
    print(f"Generator memory: {sys.getsizeof(gen_data)} bytes")

def memory_pooling_patterns():
    # Object pooling for expensive objects
    class ObjectPool:
        def __init__(self, factory_func, max_size=10):
            self._factory = factory_func
            self._pool = []
            self._max_size = max_size

        def acquire(self):
            if self._pool:
                return self._pool.pop()
            return self._factory()

        def release(self, obj):
            if len(self._pool) < self._max_size:
                # Reset object state if needed
                if hasattr(obj, 'reset'):
                    obj.reset()
                self._pool.append(obj)

    class ExpensiveObject:
        def __init__(self):
            self.data = [0] * 1000  # Simulate expensive initialization
            self.state = "ready"

        def reset(self):
            self.data = [0] * 1000
            self.state = "ready"

        def use(self, value):
            self.state = "in_use"
            self.data[0] = value

    # Usage
    pool = ObjectPool(ExpensiveObject, max_size=5)

    # Acquire objects
    obj1 = pool.acquire()
    obj2 = pool.acquire()

    # Use objects
    obj1.use(42)
    obj2.use(99)

    # Release back to pool
    pool.release(obj1)
    pool.release(obj2)

    # Next acquisition reuses pooled objects
    obj3 = pool.acquire()  # Gets obj2 or obj1
    print(f"Reused object state: {obj3.state}")

# Memory leak detection and prevention
def memory_leak_patterns():
    import weakref
    import gc

    class LeakyClass:
        instances = []  # Class variable holding references

        def __init__(self, name):
            self.name = name
            LeakyClass.instances.append(self)  # Creates memory leak!

    class NonLeakyClass:
        _instances = weakref.WeakSet()  # Weak references

        def __init__(self, name):
            self.name = name
            NonLeakyClass._instances.add(self)

        @classmethod
        def get_instance_count(cls):
            return len(cls._instances)

    # Demonstrate leak
    for i in range(100):
        obj = LeakyClass(f"leaky_{i}")
        # obj goes out of scope, but reference remains in class list

    for i in range(100):
        obj = NonLeakyClass(f"non_leaky_{i}")
        # obj can be garbage collected when out of scope

    print(f"Leaky instances: {len(LeakyClass.instances)}")
    print(f"Non-leaky instances: {NonLeakyClass.get_instance_count()}")

    # Force garbage collection
    gc.collect()
    print(f"After GC - Non-leaky instances: {NonLeakyClass.get_instance_count()}")
