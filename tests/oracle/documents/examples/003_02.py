# Reference counting FAILS for circular references!
class Node:
    def __init__(self):
        self.parent = None
        self.children = []

a = Node()        # a refcount = 1
b = Node()        # b refcount = 1
a.children.append(b)    # b refcount = 2
b.parent = a             # a refcount = 2

del a    # a refcount = 1 (still referenced by b.parent!)
del b    # b refcount = 1 (still referenced by a.children!)
# Both objects have refcount > 0 â†’ CAN'T be freed by refcounting!
# This is a MEMORY LEAK without garbage collection!
