// Programs to begin with, each about one idea, short enough to be stepped through.
export const PROGRAMS = [
    {
        title: 'Aliasing',
        says: 'Assignment copies nothing: two names, one list. What is changed through one is seen through the other.',
        source: `a = [1, 2]
b = a            # the same list, one reference more
b.append(3)
print(a, a is b)

c = a[:]         # a copy: another list
c.append(4)
print(a, c, a is c)
`,
    },
    {
        title: 'Cycle',
        says: 'Two objects that hold each other keep their counts above zero when their names are gone. Only the collector frees them.',
        source: `import gc
gc.disable()     # so that nothing happens by itself

class Node:
    pass

a = Node()
b = Node()
a.next = b
b.next = a

del a
del b            # no name is left, and both are still there
print(gc.collect(), "objects freed")
`,
    },
    {
        title: 'Weak reference',
        says: 'A weak reference leads to an object without keeping it alive. When the last real reference goes, it answers None.',
        source: `import weakref

class Image:
    pass

picture = Image()
link = weakref.ref(picture)
print(link() is picture)

del picture      # the only reference that counts
print(link())
`,
    },
    {
        title: 'Slots',
        says: 'With __slots__ an instance has its attributes in itself and no dict; each one is smaller.',
        source: `import sys

class Plain:
    def __init__(self):
        self.x = 1
        self.y = 2

class Slotted:
    __slots__ = ("x", "y")
    def __init__(self):
        self.x = 1
        self.y = 2

plain = Plain()
slotted = Slotted()
print(sys.getsizeof(plain) + sys.getsizeof(plain.__dict__))
print(sys.getsizeof(slotted))
`,
    },
    {
        title: 'Late-binding closure',
        says: 'The three functions share one cell, and the cell holds what the loop left in it.',
        source: `def make():
    made = []
    for i in range(3):
        made.append(lambda: i)
    return made

functions = make()
print([f() for f in functions])
`,
    },
    {
        title: 'Mutable default',
        says: 'A default is made once, with the function, and every call that needs it gets the same list.',
        source: `def add(item, to=[]):
    to.append(item)
    return to

first = add("a")
second = add("b")
print(first, second, first is second)
`,
    },
    {
        title: 'Leak',
        says: 'Each request leaves something in a cache that nobody empties. The bytes in the margin show which line’s objects stay.',
        source: `cache = {}

class Session:
    def __init__(self, user):
        self.user = user
        self.history = [0] * 50

def handle(user):
    session = Session(user)
    cache[user] = session        # put there, and never taken out
    return len(session.history)

for number in range(6):
    handle("user-%d" % number)

print(len(cache), "sessions are kept")
`,
    },
];
