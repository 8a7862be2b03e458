def gen():
    x = yield 1
    yield x
    return 5


def gens():
    for v in gen():
        v
    g = gen()
    next(g)
    g.send(3)
    try:
        next(g)
    except StopIteration as e:
        e.value
    g = gen()
    next(g)
    try:
        g.throw(KeyError("k"))
    except KeyError:
        pass
    g = gen()
    next(g)
    g.close()
    list(gen())


def outer():
    r = yield from gen()
    return r


def delegated():
    for v in outer():
        pass
    g = outer()
    next(g)
    try:
        g.throw(ValueError(1))
    except ValueError:
        pass


run(gens)
run(delegated)
