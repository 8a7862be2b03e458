"""Cycles through exceptions."""
import gc
import weakref

gc.disable()
gc.collect()


class E(Exception):
    pass


def frame_cycle():
    try:
        raise E([])
    except E as e:
        kept = e


def context_cycle():
    a, b = E([]), E([])
    a.__context__ = b
    b.__context__ = a


def cause_cycle():
    a = E([])
    a.__cause__ = a


def args_cycle():
    a = E()
    a.args = (a,)


def dict_cycle():
    a = OSError([], "x")
    a.me = a


def notes_cycle():
    a = E()
    a.__notes__ = [a]


def value_cycle():
    s = StopIteration()
    s.value = s


def attribute_cycle():
    class O:
        pass
    o = O()
    try:
        o.missing
    except AttributeError as e:
        o.error = e
    del O


def none():
    a = E([])
    b = E([])
    b.__context__ = a


for f in (frame_cycle, context_cycle, cause_cycle, args_cycle, dict_cycle, notes_cycle, value_cycle, none):
    f()
    print(f.__name__, gc.collect(), gc.garbage)
attribute_cycle()
print(gc.collect() > 0)


def died():
    log = []
    e = E([])
    r = weakref.ref(e, lambda _: log.append("gone"))
    try:
        raise e
    except E:
        pass
    e.__traceback__ = None
    del e
    print(log, r())


died()


class D(Exception):
    def __del__(self):
        print("deleted", self.args)


def order():
    try:
        raise D("first")
    except D:
        try:
            raise D("second")
        except D as e:
            print("handling", e, e.__context__)
        print("after inner")
    print("after outer")


order()


def long_chain():
    e = None
    for i in range(50000):
        n = E(i)
        n.__context__ = e
        e = n
    del n, e
    print(gc.collect())


long_chain()
