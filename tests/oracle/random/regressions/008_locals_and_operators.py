import sys, copy, weakref, operator
def f():
    exec("a = 5")
    print(locals())
    d = locals(); x = 3
    print(d is locals(), d)
    exec("b = 6"); print(d, locals() is d)
    y = 1
    print(sorted(d), sorted(locals()))
    try: print(a)
    except NameError as e: print(e)
    d['zz'] = 1; print(sorted(locals()))
    d['x'] = 99; print(x); print(locals()['x'], d['x'])
f()
def g():
    d = locals(); e = locals()
    z = 1
    print(d is e, sorted(d), sorted(e), sorted(locals()), d)
    del z
    print(sorted(locals()), sorted(d))
    print(sys._getframe().f_locals is d, type(sys._getframe().f_locals).__name__)
    exec("q = 1", {}, d); print(d)
    exec("z = 7; w = 8"); print(sorted(locals()))
    eval("locals().update(k=1)"); print(sorted(locals()))
g()
def h():
    x = 1
    def inner(): return x
    d = locals(); print(sorted(d)); x = 2; print(d['x'], locals()['x'], d['x'])
    print([sorted(locals()) for i in [1]])
    print(eval('x'), eval('[x for _ in [1]]', globals(), {'x': 8}) if 0 else '')
h()
class K:
    a = 1; print(locals() is locals(), 'a' in locals()); locals()['b'] = 2; print(b)
x = frozenset([1, (2, 3)]); print(copy.deepcopy(x) is x, copy.copy(x) is x, copy.deepcopy(frozenset([1])) == frozenset([1]))
class S: 
    def __str__(self): return 'S!'
    def __repr__(self): return 'rS'
s = S(); p = weakref.proxy(s); print(str(p), f'{p}', '%s' % p, format(p))
for f in [lambda: hex(()), lambda: bin(''), lambda: oct(1.5), lambda: hex(None), lambda: 'a'.splitlines(2**70), lambda: 'a'.splitlines(-2**70), lambda: b'a'.splitlines(2**70), lambda: 'a'.splitlines('x'), lambda: 'a'.splitlines(1.5), lambda: 'a'.splitlines(None), lambda: 'a'.splitlines([1]), lambda: 'a\nb'.splitlines(keepends=5)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for name in sorted(n for n in dir(operator) if n[0] != '_'):
    fn = getattr(operator, name)
    for args in [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)]:
        try: print(name, args, fn(*args))
        except Exception as e: print(name, args, type(e).__name__, e)
    try: print(name, fn(1, a=2))
    except Exception as e: print(name, 'kw', type(e).__name__, e)
