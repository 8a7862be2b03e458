def values():
    try:
        yield 1
        yield 2
    except ValueError:
        yield 3
    finally:
        x = 4
    return "end"


def empty():
    return "nothing"
    yield


def single():
    yield 1


class Ends:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration("done")
        return self.n


def delegates():
    a = yield from values()
    b = yield from Ends(1)
    c = yield from [7]
    return a, b, c


def all_of_it():
    for x in delegates():
        x


def loops():
    for x in values():
        x
    for x in single():
        x
    for x in empty():
        x
    for x in Ends(2):
        x
    a, b = values()
    x, *y = single()
    return next(single()), sum(single())


def throws():
    g = values()
    next(g)
    g.throw(ValueError)
    g.close()
    g = delegates()
    next(g)
    g.throw(ValueError("in"))
    try:
        g.throw(KeyError("out"))
    except KeyError:
        pass
    g = values()
    try:
        g.throw(IndexError)
    except IndexError:
        pass
    g = values()
    next(g)
    del g


def stops():
    def wrong():
        next(iter(()))
        yield

    try:
        list(wrong())
    except RuntimeError as e:
        e.__cause__


def sends():
    def averages():
        total = n = 0
        while True:
            total += yield total / n if n else None
            n += 1

    g = averages()
    next(g)
    g.send(10)
    g.send(20)
    g.close()


run(all_of_it)
run(loops)
run(throws)
run(stops)
run(sends, "JUMP BRANCH")
