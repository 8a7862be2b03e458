# Unwatched: a loop that runs the frame of its generator holds it no second time; one that is watched line by line runs it as next() does.
import sys

def count():
    me = yield
    while True:
        yield sys.getrefcount(me)
g = count(); next(g)
g.send(g)
n = 0
for x in g:
    n += 1
    if n > 2: break
    print(x if sys.version_info < (3, 13) else "counted") # 3.14 counts otherwise
g.close()
