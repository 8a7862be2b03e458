import gc
import weakref


class Thing:
    pass


def generator(thing):
    yield thing


gc.collect()
gc.disable()
# Up to 3.11 a generator that has not begun is closed like any other, and lets go of what it was called with.
thing = Thing()
gone = weakref.ref(thing)
g = generator(thing)
del thing
g.close()
print(gone())

# As trash it is closed as well: nothing is left of a cycle that hung on it.
cell = []
cell.append(generator(cell))
del cell
print(gc.collect())
cell = []
cell.append(x for x in cell)
cell.append(y for y in [cell])
del cell
print(gc.collect())
cell = []
cell.append(generator(cell))
next(cell[0])
del cell
print(gc.collect())
