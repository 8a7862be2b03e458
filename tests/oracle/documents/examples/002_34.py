import gc
import weakref

def garbage_collection_demo():
    # Enable garbage collection debugging
    gc.set_debug(gc.DEBUG_STATS)

    # Create circular reference
    class Node:
        def __init__(self, value):
            self.value = value
            self.children = []
            self.parent = None

    # Create cycle: parent → child → parent
    parent = Node("parent")
    child = Node("child")
    parent.children.append(child)
    child.parent = parent

    # Weak reference to track object
    weak_parent = weakref.ref(parent)
    weak_child = weakref.ref(child)

    # Remove strong references
    del parent, child

    # Objects still exist due to cycle
    print(f"Parent alive: {weak_parent() is not None}")
    print(f"Child alive: {weak_child() is not None}")

    # Force garbage collection
    collected = gc.collect()
    print(f"Objects collected: {collected}")

    # Check if objects were collected
    print(f"Parent alive after GC: {weak_parent() is not None}")
    print(f"Child alive after GC: {weak_child() is not None}")
