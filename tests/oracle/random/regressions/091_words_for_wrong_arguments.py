# What wrong arguments are told by deques, math, bytes.hex(), copy, textwrap, fnmatch, fractions and contextlib, and whose generator a UserList has.
import collections, contextlib, copy, fnmatch, fractions, functools, math, textwrap, types


class E:
    def __init__(s, q):
        s.q = q

    def __eq__(s, o):
        s.q.clear()
        return False


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


for ask in (lambda q: q.remove(5), lambda q: q.index(5), lambda q: q.count(5), lambda q: 5 in q):
    q = collections.deque()
    q.extend([E(q), E(q)])
    t(lambda: ask(q))
m = memoryview(b"abc")
m.release()
for f in (lambda: math.perm(-1), lambda: math.perm(-1, 2), lambda: math.perm(3, -1), lambda: math.perm(-1, None), lambda: math.comb(-1, 2),
          lambda: b"a".hex([]), lambda: b"a".hex(5), lambda: b"a".hex(""), lambda: b"a".hex([1]), lambda: bytes(3).hex("é"), lambda: functools.reduce(len), lambda: functools.reduce(len, [], 1, 2),
          lambda: copy.deepcopy(5, 1), lambda: copy.deepcopy([5], {}), lambda: textwrap.dedent(None),
          lambda: textwrap.dedent(b"x"), lambda: fnmatch.fnmatch("a", 1), lambda: fnmatch.fnmatch(1, "a"), lambda: fnmatch.filter(["a", 1], "*"),
          lambda: fnmatch.fnmatchcase("a", 1), lambda: memoryview(b"").__exit__(zz=1), lambda: contextlib.ExitStack().__exit__(None),
          lambda: pow(fractions.Fraction(1, 2), 2, 3), lambda: m.__len__(), lambda: types.MethodType(len, None)):
    t(f)
print(iter(collections.UserList([1])).__qualname__, list(reversed(collections.UserList("abc"))), list(collections.UserList("xy")))
