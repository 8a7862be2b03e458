from functools import lru_cache
import weakref

class MemoizedClass:
    """Class that caches expensive computations"""

    def __init__(self):
        self._cache = {}

    @lru_cache(maxsize=128)
    def expensive_computation(self, x: int) -> int:
        """Cached method using lru_cache"""
        print(f"Computing for {x}")  # Shows when actually computed
        return x ** 2 + x * 3 + 1

    def manual_cache_method(self, x: int) -> int:
        """Manual caching with size limit"""
        if x in self._cache:
            return self._cache[x]

        result = x ** 3 + x ** 2 + x + 1

        # Prevent cache from growing too large
        if len(self._cache) > 100:
            # Remove oldest items (simplified LRU)
            oldest_key = next(iter(self._cache))
            del self._cache[oldest_key]

        self._cache[x] = result
        return result

# Weak reference caching for object management
class ObjectManager:
    """Manages objects with weak references to prevent memory leaks"""

    def __init__(self):
        self._objects = weakref.WeakValueDictionary()

    def get_object(self, key: str, factory_func):
        """Get cached object or create new one"""
        obj = self._objects.get(key)
        if obj is None:
            obj = factory_func()
            self._objects[key] = obj
        return obj

# Usage example
def create_expensive_object():
    return [i ** 2 for i in range(10000)]

manager = ObjectManager()
obj1 = manager.get_object("data1", create_expensive_object)
obj2 = manager.get_object("data1", create_expensive_object)  # Returns cached object
print(obj1 is obj2)  # True - same object returned
