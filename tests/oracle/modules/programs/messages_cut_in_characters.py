# Names are cut by bytes where messages say so, also in the middle of a character.
import types

for n in 20, 24, 25, 40, 49, 50, 60, 120:
    for start in "", "x":
        C = type(start + "\xe9" * n, (), {})
        for attempt in (lambda: C().nope, lambda: C.nope, lambda: C() + 1, lambda: C()[0], lambda: len(C()), lambda: C()(), lambda: iter(C()),
                        lambda: getattr(3, C.__name__), lambda: eval(C.__name__), lambda: int(C()), lambda: setattr(3, C.__name__, 1),
                        lambda: hash(type(C.__name__, (list,), {})()), lambda: C(1), lambda: "" + C(), lambda: [] + C()):
            try:
                print(attempt())
            except Exception as e:
                print(type(e).__name__, ascii(str(e)[:40 + n]), ascii(str(e)[-40:]))


class Refuses:
    def __setattr__(self, name, value):
        raise self.error(name)


for Refuses.error in AttributeError, TypeError, ValueError, KeyError:
    try:
        print(type(types.GenericAlias(Refuses, (int,))()).__name__)
    except Exception as e:
        print(type(e).__name__, e)
