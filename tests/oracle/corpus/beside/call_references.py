"""References that calls hold: by position, by name, by * and **. Of 3.11: 3.14 borrows locals, 3.13 does not."""
import sys
R = sys.getrefcount
def f(*args): return [R(a) for a in args]
def g(a, *args, k=None, **kw): return [R(a)] + [R(x) for x in args] + [R(k)] + [R(v) for v in kw.values()]
def h(a, b=0.5): return R(a), type(b).__name__
def main():
    a, b, c = object(), object(), object()
    t = (a, b)
    d = {"k": b, "z": c}
    print(f(a, b), f(*t), f(a, *t), f(*[a, b]), f(*t, *t))
    print(g(a, b, k=c, z=a), g(*t, **d), g(a, *t, **d), g(a, **d), g(*t, k=c))
    print(h(a), h(a, b), h(*t), h(a=a, b=b), h(**{"a": a, "b": b}), h(*(a,), **{"b": b}))
    print(h(object()), f(object()), f(*(object(),)), h(*[object()]))
    print((lambda x: R(x))(a), (lambda *x: R(x))(a, b), (lambda **x: R(x))(a=a))
if sys.version_info[:2] == (3, 11):
    main()
