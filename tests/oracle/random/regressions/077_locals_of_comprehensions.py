# What eval(), exec(), locals(), dir() and f_locals see of a comprehension in the body of a module or class. 3.14 too.
import sys
print([eval('x+1') for x in range(3)])
print(['%(x)s' % locals() for x in range(2)])
class A:
    q=5
    z = [eval('y') for y in (1, 2)]
    w = [sorted(locals()) for y in (1,)]
print(A.z,A.w)
print([sorted(locals()) for x in range(2)])
print([sorted(vars()) for x in range(2)])
print([dir() for x in range(2)])
print([sorted(sys._getframe().f_locals) for x in range(2)])
print([type(sys._getframe().f_locals) for x in range(1)])
print([type(locals()).__name__ for x in range(1)])
print([exec('x+1') for x in range(3)])
try: print([[eval('x,y') for y in range(2)] for x in range(2)])
except NameError as e: print(e)
print({x: eval('x') for x in range(2)}, {eval('x') for x in range(2)})
try: print([locals()['sys'] for x in range(2)])
except KeyError as e: print("KE",e)
def f():
    k=1
    return [sorted(locals()) for x in range(1)]
print(f())
print([exec('x=9') or x for x in range(3)])
print([exec('nn=x') or sorted(locals()) for x in range(2)], 'nn' in globals())
try: print(nn)
except NameError as e: print(e)
l=[(lambda: eval('x'))() for x in [7]] if 0 else 0
def g():
    fr=sys._getframe(1); return sorted(fr.f_locals)
print([g() for x in range(1)])
print([globals() is locals() for x in range(1)], globals() is locals())
fl=[sys._getframe().f_locals for x in range(2)][0]
print(type(fl), sorted(fl)[:3])
print([(sys._getframe().f_locals.__setitem__('x',44), x)[1] for x in range(2)])
class B:
    a=1
    print([sorted(sys._getframe().f_locals) for x in range(1)])
    print([sorted(dir()) for x in range(1)])
    print(sorted(locals()))
exec("print([sorted(locals()) for x in range(1)])", {'a':1}, {'b':2})
print(eval("[sorted(locals()) for x in range(1)]", {'a':1}, {'b':2}))
