# Nothing in the namespace refers to it: it dies with its module, before any collection, in the order of its names.
import sys
import weakref

finalized = sys.modules["atexit"] = None
one = weakref.WeakSet()
two = weakref.WeakSet()
_three = weakref.WeakSet()
sys.kept_refs = [weakref.ref(one, lambda r, p=print: p("one")), weakref.ref(two, lambda r, p=print: p("two")), weakref.ref(_three, lambda r, p=print: p("_three"))]
one = one
del two
two = weakref.WeakSet()
sys.kept_refs.append(weakref.ref(two, lambda r, p=print: p("the other two")))
print("end")
