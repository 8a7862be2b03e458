# Streams that __new__ makes, copies and pickles of them: the base classes share one (3.14 too).
import copy, io, pickle


class T(io.TextIOBase):
    def __new__(cls, *args):
        return super().__new__(cls)

    def write(self, s):
        return len(s)


class B(io.BufferedIOBase):
    pass


class R(io.RawIOBase):
    pass


class Both(io.TextIOBase, io.RawIOBase):
    pass


def attempt(make):
    try:
        made = make()
        print(type(made).__name__, type(made).__mro__[1].__name__, isinstance(made, io.IOBase))
    except TypeError as e:
        print(type(e).__name__, e)


for cls in T, B, R, Both:
    attempt(cls)
    attempt(lambda: cls.__new__(cls))
    attempt(lambda: copy.copy(cls()))
    attempt(lambda: copy.deepcopy(cls()))
    for protocol in 2, 3, 4:
        attempt(lambda: pickle.loads(pickle.dumps(cls(), protocol)))
    attempt(lambda: io.IOBase.__new__(cls))
attempt(lambda: io.TextIOBase.__new__(B))
attempt(lambda: io.TextIOBase.__new__(int))
attempt(lambda: io.TextIOBase.__new__(io.StringIO))
attempt(lambda: io.IOBase.__new__(io.BytesIO))
with T() as t:
    print(t.write("abc"), t.closed)
print(t.closed)
