# Loops run the frames of generators themselves: what they raise, handle, count and return is as when next() runs them.
import sys, gc

def numbers(n):
    for i in range(n):
        yield i
    return "end"

def broken(n):
    yield from numbers(n)
    raise ValueError(n)

def stopped(n):
    yield n
    raise StopIteration(n)

def nested(n):
    if n:
        for item in nested(n - 1):
            yield item
            yield -item
    yield n

def handles(log):
    try:
        for i in numbers(3):
            try:
                yield i
            finally:
                log.append(("left", i))
    except GeneratorExit:
        log.append("closed")
        raise
    finally:
        log.append("over")

print(list(nested(5)), sum(i for i in numbers(10)))
total = []
for i in numbers(4):
    for k in numbers(i):
        total.append((i, k))
print(total)
try:
    for i in broken(3):
        print(i)
except ValueError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next
try:
    for i in stopped(3):
        print(i)
except RuntimeError as e:
    print(repr(e), repr(e.__cause__), repr(e.__context__), e.__cause__ is e.__context__)
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next
log = []
for i in handles(log):
    if i == 1:
        break
print(log)
gc.collect()
print(log)
log = []
g = handles(log)
next(g)
for i in g:
    print("got", i, sys.getrefcount(g))
    if i == 1:
        g.close()
print(log)

def infos():
    yield sys.exc_info()[0]
    try:
        raise KeyError(1)
    except KeyError as e:
        yield sys.exc_info()[0], repr(e.__context__)
        yield sys.exc_info()[0]
    yield sys.exc_info()[0]

try:
    raise TypeError(2)
except TypeError:
    for i in infos():
        print(i, sys.exc_info()[0])
for i in infos():
    print(i, sys.exc_info()[0])

def self_iterating():
    yield 1
    for x in me:
        yield x

me = self_iterating()
try:
    for x in me:
        print(x)
except ValueError as e:
    print(e)

def depth(n):
    for x in depth(n + 1):
        yield x
    yield n

try:
    for x in depth(0):
        pass
except RecursionError as e:
    print("too deep")

def frames():
    f = sys._getframe()
    yield f.f_back.f_code.co_name
    yield f.f_back.f_code.co_name

def a():
    g = frames()
    for x in g:
        print(x)
        break
    def b():
        for x in g:
            print(x)
    b()
a()
