import gc

gc.collect()
gc.freeze()
gc.disable()


class Node:
    pass


def cycle(n):
    for i in range(n):
        a, b = Node(), [1]
        a.b = b
        b.append(a)


gc.set_debug(gc.DEBUG_COLLECTABLE)
cycle(2)
print(gc.collect())
gc.set_debug(gc.DEBUG_SAVEALL | gc.DEBUG_COLLECTABLE)
cycle(1)
print(gc.collect(), len(gc.garbage))
gc.set_debug(0)
gc.garbage.clear()
gc.collect()
