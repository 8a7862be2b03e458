# throw() and close() begin a call of the generator for whoever traces or profiles; up to 3.11 close() does even where it has not begun.
import sys


def tracer(frame, event, arg):
    if frame.f_code.co_name in ("tracer", "profiler", "watched"):
        return None
    print(frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, arg[0].__name__ if event == "exception" else type(arg).__name__)
    return tracer


def profiler(frame, event, arg):
    print(frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, getattr(arg, "__name__", type(arg).__name__))


def plain():
    yield 1


def guarded(result=None):
    try:
        yield 1
    finally:
        pass
    return result


class Iterator:
    def __init__(self, value=None): self.value = value
    def __iter__(self): return self
    def __next__(self): raise StopIteration(self.value) if self.value else StopIteration
    def send(self, value): raise StopIteration


class Awaited:
    def __await__(self): return iter((1,))


class AwaitedOnce:
    def __await__(self): return Iterator(5)


def delegates(o):
    r = yield from o
    return r


async def waits(o): return await o


def dropped(): plain()
def dropped_within(): next(guarded())
def closed(): plain().close()


def closed_within():
    g = guarded(); next(g); g.close()


def thrown():
    for g in plain(), guarded():
        try: g.throw(ValueError(3))
        except ValueError: pass
    g = guarded(); next(g)
    try: g.throw(ValueError(3))
    except ValueError: pass


def delegate_closed():
    g = delegates(guarded()); next(g); g.close()


def resumed(g, *values):
    try:
        for value in values: g.send(value)
    except (StopIteration, AttributeError): pass


def watched(install, how, function, *args):
    print("--", function.__name__, how.__name__)
    install(how)
    function(*args)
    install(None)


for install, how in (sys.settrace, tracer), (sys.setprofile, profiler):
    for function in dropped, dropped_within, closed, closed_within, thrown, delegate_closed:
        watched(install, how, function)
for make in Iterator, lambda: Iterator(5), guarded, lambda: guarded(7), lambda: iter([1]), lambda: iter(()), lambda: map(str, []):
    watched(sys.settrace, tracer, resumed, delegates(make()), None, None)
    watched(sys.settrace, tracer, resumed, delegates(make()), None, 4)
for o in Awaited(), AwaitedOnce(), waits(Awaited()):
    watched(sys.settrace, tracer, resumed, waits(o), None, None, None)
