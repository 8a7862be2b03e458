import sys
import weakref
class Node:
    def __init__(self, child):
        self.child = child
a = Node(None) # refcnt = 1
b = Node(None)
a_ref = weakref.ref(a) # weak reference, no refcnt increase
a.child = b
b.child = a # creates a cycle, refcnt = 2 for each
print(f"All refs a, b, and a_ref assigned: {sys.getrefcount(a_ref())=}") # 3 (2 + argument)
del a
print(f"After variable A deleted: {sys.getrefcount(a_ref())=}") # 3 (still alive because of the cycle)
del b
print(f"After variable B deleted: {sys.getrefcount(a_ref())=}") # 2 (object freed, but weakref still returns None)
