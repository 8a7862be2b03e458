import sys


def show(frame, event, arg):
    name = frame.f_code.co_name
    if event.startswith("c_"):
        arg = getattr(arg, "__name__", arg)
    elif event == "exception":
        arg = (arg[0].__name__, str(arg[1]), arg[2] is None)
    print("%-10s %-12s %3d %r" % (event, name, frame.f_lineno, arg))


def trace(frame, event, arg):
    show(frame, event, arg)
    return trace


def leaf(x):
    y = len(x)
    return y


def middle():
    total = 0
    for i in range(2):
        total += leaf("ab")
    return total


def gen():
    yield 1
    x = yield 2
    return 3


def catches():
    try:
        raises()
    except KeyError:
        z = 1
    finally:
        z = 2
    return z


def raises():
    raise KeyError("k")


def calls_c():
    items = [3, 1]
    items.sort(key=abs)
    try:
        int("x")
    except ValueError:
        pass
    return max(items)


for f in (middle, lambda: list(gen()), catches, calls_c):
    sys.setprofile(show)
    f()
    sys.setprofile(None)
    print("--")
for f in (middle, lambda: list(gen()), catches):
    sys.settrace(trace)
    f()
    sys.settrace(None)
    print("--")
print(sys.gettrace(), sys.getprofile())
sys.setprofile(show)
print(sys.getprofile() is show)
sys.setprofile(None)


def once(frame, event, arg):
    print("once", event, frame.f_code.co_name)


sys.settrace(once)
middle()
sys.settrace(None)


def failing(frame, event, arg):
    raise RuntimeError("in " + event)


sys.settrace(failing)
try:
    leaf("x")
except RuntimeError as e:
    print(e, sys.gettrace())
sys.setprofile(failing)
try:
    leaf("x")
except RuntimeError as e:
    print(e, sys.getprofile())


def count_lines(f):
    lines = []

    def local(frame, event, arg):
        if event == "line":
            lines.append(frame.f_lineno - frame.f_code.co_firstlineno)
        return local
    sys.settrace(lambda frame, event, arg: local if frame.f_code is f.__code__ else None)
    f()
    sys.settrace(None)
    return lines


print(count_lines(middle), count_lines(catches))


class C:
    def __del__(self):
        leaf("abc")


def deletes():
    c = C()
    del c


sys.setprofile(show)
deletes()
sys.setprofile(None)
