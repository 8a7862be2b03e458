"""What classes and functions of the library do with what is seldom given to them."""
import atexit
import contextlib
import dataclasses
import functools
import heapq
import json
import queue
import random
import re
import string
import traceback
import weakref
from collections import Counter, OrderedDict, UserDict, UserList, defaultdict


def attempt(function):
    try:
        print(function())
    except Exception as e:
        print(type(e).__name__, e, e.args)


class Text(Exception):
    def __str__(self):
        return "a\nb\x0bc\u2028d"


# Membership of dicts that are more than dicts, asked for by name.
for d in OrderedDict(a=1), defaultdict(list, a=1), Counter("a"), {"a": 1}:
    print(d.__contains__("a"), d.__contains__("b"), dict.__contains__(d, "a"))
    for method in "pop", "setdefault", "__contains__", "__getitem__":
        try:
            getattr(d, method)([])
        except TypeError as e:
            print("unhashable type: 'list'" in str(e))

# KeyError made of a key that is a tuple, or None.
for key in (1, 2), (), None, "a":
    for method in "pop", "move_to_end", "__delitem__", "__getitem__":
        try:
            getattr(OrderedDict(), method)(key)
        except KeyError as e:
            print(method, repr(e), e.args, str(e))

# Arguments of an OverflowError that errno is behind.
for power in lambda: 10.0 ** 400, lambda: 10 ** 1e300, lambda: (-2.0) ** 10001:
    attempt(power)

attempt(lambda: complex(1, 2, imag=3))
attempt(lambda: random.lognormvariate(1))
attempt(lambda: heapq.nsmallest({1}, [1, 2]))
attempt(lambda: Counter("aab").most_common([]))
attempt(lambda: UserList(5))
attempt(lambda: UserList("ab") + UserList(iter([1])))
attempt(lambda: reversed(UserDict(a=1)))
attempt(lambda: json.dumps(1, cls=[]))
attempt(lambda: json.loads("1", cls=""))
attempt(lambda: re.error("x", y=1))
print(UserDict.__reversed__, string.Template.pattern.flags, string.Template("$a").pattern is string.Template.pattern)
print(repr(random.Random(1)).split(" at ")[0], repr(random.SystemRandom()).split(" at ")[0])
for generic in (contextlib.AbstractContextManager, contextlib.ExitStack, contextlib.AbstractAsyncContextManager, functools.cached_property,
                functools.partialmethod, dataclasses.Field, queue.SimpleQueue, queue.Queue, weakref.WeakSet):
    print(generic[int])

# A message in one piece, whatever lines it has; a line for each line of a note.
for e in (TypeError("x\ny"), Text(), KeyError("k\nl"), SyntaxError("two\nlines"), SyntaxError("m", ("f", 1, 2, "\tabc\n", 1, 4)),
          IndentationError("m", ("f", 1, 2, "  \tabc  \n", 1, 4)), SyntaxError("m", ("f", 1, 0, "abc", 1, 0)), SyntaxError("m", ("f", None, 1, "abc")),
          SyntaxError("m", ("f", 2, None, "abc")), SyntaxError(None), SyntaxError("m", ("f", 1, 3, "é€😀 x\n", 1, 5)),
          SyntaxError("m", (None, 1, 9, "abc", 1, 12)), TabError("m", ("f", 1, 2, "\fabc", 1, -1)), SyntaxError("m", ("f", 1, 2, None, 1, 4))):
    print(traceback.format_exception_only(e))
    for note in "one", "two\nlines\n", "thrée\x0b", "":
        e.add_note(note)
    print(traceback.format_exception_only(e), list(traceback.TracebackException.from_exception(e).format_exception_only())[-1:])
for notes in ("t", "u"), "str", b"bytes", 5, None, [1, None], {}, [[1]], range(2):
    e = ValueError("v")
    e.__notes__ = notes
    print(traceback.format_exception_only(e))
for source in "if x:\npass", "while 1:\nfoo.bar()", "\tx\n  y", "\t\tx = = 1", "class A:\nx\n":
    try:
        exec(source)
    except SyntaxError as e:
        print(traceback.format_exception_only(e))

# What functions raise that are called at the end is nobody's.
atexit.register(print, "first registered, last called")
atexit.register(exit_status := lambda: (_ for _ in ()).throw(SystemExit(3)))
atexit.register(lambda: 1 / 0)
print([__import__("sys").getsizeof(Counter("abracadabra").most_common(n)) for n in (None, 0, 1, 2, 3, 4, 5, 9)])
attempt(lambda: re.compile(3, "x"))
print(repr(functools.lru_cache(attempt)).split(" at ")[0], repr(type("L", (), {"f": functools.lru_cache(len)}).f).split(" at ")[0])
