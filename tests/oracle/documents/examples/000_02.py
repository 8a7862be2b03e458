import weakref

class Demo:
    pass

obj = Demo()
r = weakref.ref(obj)

print("Original object:", obj)
print("Weak reference:", r)
print("Dereferenced weakref:", r())

# Delete strong reference
del obj
print("After deletion, weakref now returns:", r())
