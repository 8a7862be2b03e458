# What came with 3.13 and 3.14, by their documentation.
import collections.abc
import functools
import io
import types

print(functools.Placeholder, functools.partial(pow, functools.Placeholder, 2)(5), "Placeholder" in functools.__all__)
print(functools.reduce(lambda a, b: a + b, [1, 2], initial=10), functools.reduce(max, [], 3), functools.reduce(max, [], initial=None))
for wrong in (lambda: functools.reduce(max), lambda: functools.reduce(max, iterable=[]), lambda: functools.reduce(max, [])):
    try:
        wrong()
    except TypeError as e:
        print(e)
print(types.GeneratorType[int, str, None], types.CoroutineType[int, str, None], types.AsyncGeneratorType[int, str])


class Reads:
    def read(self, size=..., /):
        return "text"


class Own(io.Reader[str]):
    pass


print(isinstance(Reads(), io.Reader), isinstance(Reads(), io.Writer), isinstance(io.StringIO(), io.Writer), issubclass(io.BytesIO, io.Reader))
print(io.Reader[str], io.Writer, io.__all__[-2:], isinstance(Reads(), Own))
try:
    Own()
except TypeError as e:
    print(e)


def f(*, a=1): return a


print(types.FunctionType(f.__code__, {}, kwdefaults={"a": 2})(), f())
try:
    types.FunctionType(f.__code__, {}, kwdefaults=3)
except TypeError as e:
    print(e)
