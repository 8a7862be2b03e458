# A function whose code expects other cells than it has read where there were none; so did exec() and eval().
def f():
    x = 1
    def g(): return x
    return g
def h(): return 1
for case in (lambda: setattr(h, "__code__", f().__code__), lambda: setattr(f(), "__code__", h.__code__), lambda: eval(f().__code__), lambda: exec(f().__code__)):
    try:
        case()
    except Exception as problem:
        print(type(problem).__name__, problem)
print(h(), f()())
