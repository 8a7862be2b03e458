import copy
import weakref

class ComplexObject:
    def __init__(self, name, data=None):
        self.name = name
        self.data = data or []
        self.references = []
        self.metadata = {"created": True}

    def add_reference(self, obj):
        self.references.append(weakref.ref(obj))

    def __deepcopy__(self, memo):
        # Custom deepcopy implementation
        print(f"Deep copying {self.name}")

        # Create new instance
        new_obj = type(self)(
            copy.deepcopy(self.name, memo),
            copy.deepcopy(self.data, memo)
        )

        # Handle references specially
        new_obj.references = []  # Don't copy weak references
        new_obj.metadata = copy.deepcopy(self.metadata, memo)

        return new_obj

def copy_scenarios():
    # Scenario 1: Circular references
    obj1 = ComplexObject("Object1")
    obj2 = ComplexObject("Object2")

    obj1.data = [obj2]
    obj2.data = [obj1]  # Circular reference

    # Shallow copy handles circular references
    shallow = copy.copy(obj1)
    print(f"Shallow copy shares data: {shallow.data is obj1.data}")

    # Deep copy handles circular references correctly
    deep = copy.deepcopy(obj1)
    print(f"Deep copy creates new data: {deep.data is not obj1.data}")
    print(f"Circular reference preserved: {deep.data[0].data[0] is deep}")

    # Scenario 2: Custom copy behavior
    obj3 = ComplexObject("Object3", [1, 2, 3])
    obj4 = ComplexObject("Object4")
    obj3.add_reference(obj4)

    deep_custom = copy.deepcopy(obj3)
    print(f"Custom deepcopy preserves type: {type(deep_custom) == type(obj3)}")
    print(f"References not copied: {len(deep_custom.references) == 0}")

# Memory-efficient copying strategies
def efficient_copying():
    # Copy-on-write simulation
    class CowList:
        def __init__(self, data=None):
            self._data = data or []
            self._copied = False

        def _ensure_copied(self):
            if not self._copied:
                self._data = self._data[:]  # Shallow copy
                self._copied = True

        def append(self, item):
            self._ensure_copied()
            self._data.append(item)

        def __getitem__(self, index):
            return self._data[index]

        def __len__(self):
            return len(self._data)

        def copy(self):
            # Cheap copy - shares data until modification
            new_cow = CowList(self._data)
            return new_cow

    # Demonstration
    original = CowList([1, 2, 3, 4, 5])
    copy1 = original.copy()  # Cheap operation
    copy2 = original.copy()  # Cheap operation

    print(f"Shared data initially: {copy1._data is original._data}")

    copy1.append(6)  # Triggers copy
    print(f"After modification: {copy1._data is original._data}")  # False
    print(f"Copy2 still shares: {copy2._data is original._data}")   # True

# Immutable data structure patterns
def immutable_patterns():
    from collections import namedtuple
    from typing import Tuple, Any

    # Persistent data structure simulation
    class ImmutableList:
        def __init__(self, items: Tuple[Any, ...] = ()):
            self._items = items

        def append(self, item) -> 'ImmutableList':
            return ImmutableList(self._items + (item,))

        def prepend(self, item) -> 'ImmutableList':
            return ImmutableList((item,) + self._items)

        def __getitem__(self, index):
            return self._items[index]

        def __len__(self):
            return len(self._items)

        def __iter__(self):
            return iter(self._items)

    # Usage - each operation returns new object
    list1 = ImmutableList((1, 2, 3))
    list2 = list1.append(4)
    list3 = list1.prepend(0)

    print(f"Original: {tuple(list1)}")  # (1, 2, 3)
    print(f"Appended: {tuple(list2)}")  # (1, 2, 3, 4)
    print(f"Prepended: {tuple(list3)}") # (0, 1, 2, 3)
    print(f"Original unchanged: {tuple(list1)}")  # (1, 2, 3)
