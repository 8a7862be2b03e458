// Programs to begin with, each about one idea, short enough to be stepped through: what it shows (says), and where to look
// for it and what to try then (look); words of the program stand between backticks.
export const PROGRAMS = [
    {
        title: 'Aliasing',
        says: 'Assignment copies nothing: two names, one list. What is changed through one is seen through the other.',
        look: 'Go forward: after line 2 the box of the list says ×2, for two names lead to it, and the 3 that line 3 appends to `b` is in `a` as well.',
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
        look: 'Go forward past line 13: both nodes turn red. No name leads to them, and each still has the other’s reference, ×1. Line 14 frees them.',
        source: `import gc
gc.disable()   # so that nothing happens by itself

class Node:
    pass

a = Node()
b = Node()
a.next = b
b.next = a

del a
del b          # no name is left; both are there
print(gc.collect(), "objects freed")
`,
    },
    {
        title: 'Weak reference',
        says: 'A weak reference leads to an object without keeping it alive. When the last real reference goes, it answers `None`.',
        look: 'The dashed arrow does not count: two ways lead to the image, and it says ×1. Line 10 takes the one that counts, and the image is gone.',
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
        says: 'With `__slots__` an instance has its attributes in itself and no dict; each one is smaller.',
        look: 'Compare the two lines in the margin: five instances with a dict each, and five with slots.',
        source: `from sys import getsizeof

class Plain:
    def __init__(self):
        self.x, self.y = 1, 2

class Slotted:
    __slots__ = ("x", "y")
    def __init__(self):
        self.x, self.y = 1, 2

plain = [Plain() for n in range(5)]
slotted = [Slotted() for n in range(5)]

one, other = plain[0], slotted[0]
both = getsizeof(one) + getsizeof(one.__dict__)
print(both, "bytes with a dict")
print(getsizeof(other), "bytes with slots")
`,
    },
    {
        title: 'Late-binding closure',
        says: 'The three functions share one cell, and the cell holds what the loop left in it.',
        look: 'At the end all three functions lead to the one cell, and there is a 2 in it. Write `lambda i=i: i` and run again: each has its own.',
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
        look: 'After line 6 both names lead to the list that the function itself holds, as `func_defaults`. Write `to=None`, make the list in the function, and run again.',
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
        look: 'Drag the slider: the curve rises by as much with each request, and one `Session` more hangs on `cache`. None is red, for a name still leads there: this is how most leaks look. Put `del cache[user]` below line 10, run again, and the curve comes down after each request.',
        source: `cache = {}

class Session:
    def __init__(self, user):
        self.user = user
        self.history = [0] * 50

def handle(user):
    session = Session(user)
    cache[user] = session     # and never taken out
    return len(session.history)

for number in range(6):
    handle("user-%d" % number)

print(len(cache), "sessions are kept")
`,
    },
];

// Whether a text is that program still, with some lines changed, as what it says asks for.
export function isStill(program, text) {
    const lines = program.source.split('\n').filter((line) => line.trim());
    const there = new Set(text.split('\n'));
    return lines.filter((line) => there.has(line)).length * 2 > lines.length;
}
