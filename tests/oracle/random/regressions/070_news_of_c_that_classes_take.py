# A __new__ of C that a class names as its own leaves tp_new as it is: its base's, or what a __new__ of the program has set.
def show(make):
    try:
        made = make()
        print(type(made).__name__, made if isinstance(made, list) else "")
    except BaseException as e:
        print(type(e).__name__, e)


class Plain:
    __new__ = list.__new__


class Listed(list):
    __new__ = object.__new__


show(Plain)
show(lambda: Plain(1))
show(Listed)
show(lambda: Listed([1]))


class Refuses:
    def __new__(cls, *args, **kwargs):
        raise AssertionError("Refuses.__new__")


class Restored(Refuses):
    __new__ = object.__new__

    def __init__(self, foo):
        self.foo = foo


show(lambda: Restored(3))
del Restored.__new__
show(lambda: Restored(3))
del Refuses.__new__
show(lambda: Restored(3))


class Later:
    def __init__(self, *args):
        self.args = args


show(lambda: Later(1))
Later.__new__ = lambda cls, *args: object.__new__(cls)
show(lambda: Later(1))
del Later.__new__
show(lambda: Later(1))
show(Later)


class OfError(ValueError):
    __new__ = object.__new__


show(lambda: OfError(1))


class Counted(int):
    __new__ = float.__new__


show(lambda: Counted(5))
