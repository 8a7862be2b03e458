# What an object is made of may hold it: its state is pickled there, and only there; append and extend, what marks are missing.
import collections, copyreg, datetime, pickle


class Oops(Exception):
    def __init__(self, a, b=2):
        super().__init__(a)
        self.b = b


class Extends:
    def __reduce_ex__(self, protocol): return Extends, (), None, iter([1, 2, 3])
    def append(self, x): print("append", x)
    def extend(self, xs): print("extend", xs)


class Appends:
    def __reduce_ex__(self, protocol): return Appends, (), None, iter([1, 2])
    def append(self, x): print("append", x)


q = Oops([])
q.args[0].append(q)
for protocol in range(6):
    print(pickle.dumps(q, protocol))
    pickle.loads(pickle.dumps(Extends(), protocol))
    pickle.loads(pickle.dumps(Appends(), protocol))
    print(pickle.dumps(datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc), protocol))
    print(pickle.dumps([collections.deque([1]), collections.OrderedDict(a=1)], protocol))
print(pickle.dumps(ExceptionGroup("g", [Oops(1)]), 0), pickle.dumps(ExceptionGroup("g", [Oops(1)]), 2))
for data in b"0", b"N0.", b"(0", b"(N0.":
    try: print(pickle.loads(data))
    except (pickle.UnpicklingError, EOFError) as e: print(type(e).__name__, e)
print(datetime.date.__module__ is datetime.time.__module__)
