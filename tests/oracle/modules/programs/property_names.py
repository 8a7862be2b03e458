"""Properties that no class has named go by their getters' names, from 3.13."""
class R: pass
class Callable:
    def __call__(self, o): return 1
R.y, R.z, R.w, R.v = property(lambda s: 1), property(len), property(Callable()), property()
class Named:
    n = property(lambda s: 1)
for o, name in ((R(), "y"), (R(), "z"), (R(), "w"), (R(), "v"), (Named(), "n")):
    print(getattr(vars(type(o))[name], "__name__", None))
    for f in (lambda: setattr(o, name, 1), lambda: delattr(o, name)):
        try:
            f()
        except AttributeError as e:
            print(e)
