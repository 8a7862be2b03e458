"""queue.SimpleQueue is a type of C: what it says of itself, what it gives back and refuses."""
import _queue, copy, gc, pickle, queue, sys, threading, weakref


def told(f):
    try:
        return f()
    except BaseException as e:
        return "%s.%s: %s" % (type(e).__module__, type(e).__qualname__, e)


cls = _queue.SimpleQueue
print(cls, cls.__basicsize__, cls.__dictoffset__, cls.__weakrefoffset__, hex(cls.__flags__ & 0x7f00), sorted(vars(cls)), cls.__mro__, queue.SimpleQueue is cls, queue.Empty is _queue.Empty)
print(_queue.Empty, _queue.Empty.__mro__, [name for name in ("Empty", "SimpleQueue") if hasattr(_queue, name)])
q = cls()
print(repr(q).replace(hex(id(q)), "ADDRESS"), gc.is_tracked(q), sys.getsizeof(q), weakref.ref(q)() is q, told(lambda: q.__dict__), told(lambda: setattr(q, "a", 1)))
q.put([1])
q.put({2})
print([o for o in gc.get_referents(q) if not isinstance(o, type)] in ([[[1], {2}]], [[1], {2}]), sys.getsizeof(q))
for f in (lambda: q.put(1, False, 3), lambda: q.put_nowait(2), lambda: q.put_nowait(item=3), lambda: q.put(), lambda: q.put(1, timeout=-1), lambda: q.put(1, 2, 3, 4), lambda: q.get(), lambda: q.qsize(),
          lambda: q.get(True, 0.1), lambda: q.get_nowait(), lambda: q.empty(), lambda: [q.get() for i in range(3)], lambda: q.empty(), lambda: q.get_nowait(), lambda: q.get(block=False),
          lambda: q.get(timeout=-1), lambda: q.get(timeout=0.01), lambda: q.get(False, -3), lambda: q.get(False, "x"), lambda: cls(1), lambda: cls(x=1), lambda: cls[int], lambda: q.get(timeout="x"),
          lambda: q.put(5, foo=1), lambda: q.get(1, 2, 3), lambda: q.get(timeout=1e300), lambda: q.get_nowait(1), lambda: q.get_nowait(block=1), lambda: cls.put(1, 2), lambda: q.qsize(1),
          lambda: copy.copy(q), lambda: pickle.dumps(q), lambda: len(q), lambda: iter(q), lambda: q == q, lambda: q < q):
    print(str(told(f)).replace(hex(id(q)), "ADDRESS"))


class Own(cls):
    def __init__(self, *items):
        for item in items:
            self.put(item)


own = Own(1, 2)
own.mine = own
own.put(own)
print(own.qsize(), sys.getsizeof(own), list(own.__dict__), own.get(), told(lambda: type("Plain", (cls,), {})(1)))
ref = weakref.ref(own)
del own
print(gc.collect() > 0, ref())


class Dying:
    def __del__(self):
        print("gone", self.name, q.qsize())


q = cls()
for i in range(3):
    d = Dying()
    d.name = i
    q.put(d)
del d
q.get()
print("and")
kept = q
q = cls()
del kept
for length in 1, 5, 9, 30, 100, 1000:  # in and out, more in than out, and all of it out
    given, got = iter(range(3 * length)), []
    for i in range(length):
        q.put(next(given))
        q.put(next(given))
        got.append(q.get())
    for i in range(length):
        q.put(next(given))
    got += [q.get() for i in range(q.qsize())]
    print(got == list(range(3 * length)), q.empty(), told(q.get_nowait))
results = []


def worker():
    for item in iter(q.get, None):
        results.append(item * item)


thread = threading.Thread(target=worker)
thread.start()
for i in [1, 2, 3, None]:
    q.put(i)
thread.join()
print(results, q.qsize())
