# Unwatched: a generator that C code runs is held by nobody else for that; one that is let go of while it runs lives to its end.
import sys, tracemalloc, gc
def test():
    global g
    def mk():
        yield sys.getrefcount(g)
        yield sys.getrefcount(g)
    g = mk(); print(list(g))
    g = mk(); print(sum(g))
    g = mk(); print(tuple(g), end=" "); 
    g = mk(); print(max(g), end=" ")
    g = mk(); print(sorted(g), end=" ")
    g = mk(); print([*g], end=" ")
    g = mk(); print([x for x in g], end=" ")
    g = mk(); a, b = g; print(a, b, end=" ")
    g = mk(); print(next(g), g.send(None), end=" ")
    g = mk(); print(list(zip(g, [1, 2])), end=" ")
    g = mk(); print(list(map(str, g)), end=" ")
    g = mk(); print(list(enumerate(g)), end=" ")
    g = mk(); print({*g}, dict.fromkeys(mk()), end=" ")
    g = mk(); print(" ".join(map(str, g)))
    g = mk()
    for x in g: print(x, end=" ")
    def outer(): yield from g
    g = mk(); print(list(outer()))
    g = mk()
    for x in outer(): print(x, end=" ")
    g = mk(); print(any(x > 100 for x in g), all(g))
    l = []; g = mk(); l.extend(g); l += mk(); print(l)
test()
import itertools
def lets_go():
    global it
    try:
        yield 1
        it = None
        print([0] * 3, "still here")
        yield 2
    finally: print("closed")
for make in iter, lambda g: itertools.chain(g, [7]), lambda g: map(str, g), lambda g: filter(None, g), enumerate:
    it = make(lets_go())
    next(it)
    print(list(it))
