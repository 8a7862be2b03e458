# Types of C of which attributes can be set, and what is looked at first of a name and of a type. In 3.14 too.
import array
import time


def told(function, *args):
    try: return function(*args)
    except Exception as problem: return type(problem).__name__ + ": " + str(problem)


class Word(str): pass


for kind in int, BaseExceptionGroup, array.array, time.struct_time, ExceptionGroup:
    print(kind.__name__)
    for name in "x", "__doc__", "__module__", "__text_signature__", "__class__":
        if kind is not ExceptionGroup: print(told(type.__setattr__, kind, name, 5))
        print(told(type.__delattr__, kind, name))
    for name in 5, b"y", "\ud800", "a\0b", Word("y"):
        print(told(type.__setattr__, kind, name, 5), told(type.__delattr__, kind, name), told(type.__delattr__, kind, name), sep="; ")
        print(told(object.__setattr__, kind, name, 5), told(object.__delattr__, kind, name), sep="; ")
        if isinstance(name, str): print(told(setattr, kind, name, 5), getattr(kind, name, None), told(delattr, kind, name), sep="; ")
        else: print(told(setattr, kind, name, 5), told(delattr, kind, name), sep="; ")


class Mine(ExceptionGroup): pass


ExceptionGroup.x = lambda self: len(self.exceptions)
print(ExceptionGroup("", [ValueError(), OSError()]).x(), Mine("", [ValueError()]).x(), sorted(set(vars(ExceptionGroup)) - set(vars(Mine))))
del ExceptionGroup.x
print(told(getattr, Mine, "x"), told(lambda: Mine("", [ValueError()]).x))
ExceptionGroup.__doc__ = "what it is"
print(ExceptionGroup.__doc__, Mine.__doc__, vars(ExceptionGroup)["__doc__"])
time.struct_time.year = property(lambda self: self[0])
print(time.gmtime(0).year)
