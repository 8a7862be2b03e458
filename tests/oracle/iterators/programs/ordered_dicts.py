"""OrderedDict and defaultdict: what they answer, hold and weigh."""
import gc,sys
from collections import *
od=OrderedDict([(1.5,2.5),('a',3.5)])
print([type(x).__name__ for x in gc.get_referents(od)])
od.x=1
print([x for x in gc.get_referents(od)])
print([type(x).__name__ for x in gc.get_referents(iter(od.items()))],[type(x).__name__ for x in gc.get_referents(od.keys())])
dd=defaultdict(list,{'a':1.5})
for t in (OrderedDict,defaultdict,type(od.keys()),type(od.values()),type(od.items()),type(iter(od))): print(t.__name__, t.__mro__, t.__basicsize__, sorted(n for n in t.__dict__ if n not in ('__doc__', '__sizeof__', '__getattribute__', '__module__')))
class S(OrderedDict): pass
class D(defaultdict): pass
tests='''od
OrderedDict()
OrderedDict(a=1)
OrderedDict([('a',1),('b',2)])
S(a=1)
OrderedDict(1)
OrderedDict([1])
OrderedDict([(1,)])
OrderedDict([(1,2,3)])
OrderedDict(1,2)
OrderedDict([()])
od.update(1,2)
od.update(1)
od.move_to_end(1.5)
list(od)
od.move_to_end(1.5,last=False)
list(od)
od.move_to_end(9)
OrderedDict().move_to_end(9)
od.move_to_end()
OrderedDict().popitem()
OrderedDict(a=1,b=2).popitem(last=False)
OrderedDict(a=1,b=2).popitem(False)
OrderedDict(a=1,b=2).popitem(foo=1)
OrderedDict(a=1).pop('a')
OrderedDict(a=1).pop('b')
OrderedDict(a=1).pop('b',3)
OrderedDict(a=1).pop('b',default=3)
OrderedDict(a=1).pop()
OrderedDict(a=1).setdefault('a')
OrderedDict(a=1).setdefault('b',default=3)
OrderedDict(a=1).copy()
S(a=1).copy()
OrderedDict.fromkeys('ab',3)
OrderedDict.fromkeys()
OrderedDict(a=1)==OrderedDict(a=1)
OrderedDict(a=1,b=2)==OrderedDict(b=2,a=1)
OrderedDict(a=1,b=2)=={'b':2,'a':1}
{'b':2,'a':1}==OrderedDict(a=1,b=2)
OrderedDict(a=1,b=2)!=OrderedDict(b=2,a=1)
OrderedDict(a=1)<OrderedDict(a=1)
OrderedDict(a=1)|{'b':2}
{'b':2}|OrderedDict(a=1)
OrderedDict(a=1)|3
od.keys(),od.values(),od.items()
list(reversed(od)),list(reversed(od.items())),list(reversed(od.values()))
od.keys()&{'a'}
od.__reduce__()
rec()
mutate()
mutate2()
mutate3()
iter(od).__reduce__()
iter(od)
od['zz']
del_()
hash(od)
od.__dict__
od.x
dd
dd['z']
dd
dd.default_factory
defaultdict()
defaultdict()['a']
defaultdict(1)
defaultdict(None,{'a':1})
defaultdict(list,a=1)
defaultdict(list,{'a':1},b=2)
defaultdict(list,1)
defaultdict(list,1,2)
dd.copy()
dd.__copy__()
dd.__missing__('q')
dd.__reduce__()
dd|{'b':3}
{'b':3}|dd
dd|3
dd=={'a':1.5,'z':[],'q':[]}
D(list,a=1)
D(list,a=1).copy()
setattr(dd,'default_factory',3)
dd['new']
recd()
defaultdict.fromkeys('ab')
OrderedDict.__or__
sizes()
sizes2()'''.split('\n')
def rec():
    o=OrderedDict(); o['a']=o; return repr(o)
def recd():
    o=defaultdict(list); o['a']=o; r=repr(o); o.default_factory=o.copy; return r
def mutate():
    o=OrderedDict(a=1,b=2); it=iter(o); next(it); o['c']=1
    try: next(it)
    except RuntimeError as e: s=str(e)
    return s,list(it)
def mutate2():
    o=OrderedDict(a=1,b=2); it=iter(o); next(it); o.move_to_end('a')
    try: next(it)
    except RuntimeError as e: s=str(e)
    return s,list(it)
def mutate3():
    o=OrderedDict(a=1,b=2); it=iter(o); next(it); dict.__setitem__(o,'q',3)
    try: next(it)
    except RuntimeError as e: s=str(e)
    return s,list(o),dict(o),len(o)
def del_():
    del od['zz']
def sizes():
    o=OrderedDict(); r=[sys.getsizeof(o)]
    for i in range(30): o[i]=i; r.append(sys.getsizeof(o))
    for i in range(28): del o[i]; r.append(sys.getsizeof(o))
    o.clear(); r.append(sys.getsizeof(o))
    return r
def sizes2():
    o=OrderedDict(); r=[sys.getsizeof(o)]
    for i in range(30): o['k%d'%i]=i; r.append(sys.getsizeof(o))
    r+=[sys.getsizeof(o.copy()),sys.getsizeof(OrderedDict(o)),sys.getsizeof(dict(o)),sys.getsizeof(OrderedDict(**o))]
    for i in range(28): o.popitem(i%2); r.append(sys.getsizeof(o))
    return r
def scrub(s):
    out='';i=0
    while i<len(s):
        if s[i:i+2]=='0x':
            out+='0x';i+=2
            while i<len(s) and s[i] in '0123456789abcdef': i+=1
        else: out+=s[i];i+=1
    return out
for t in tests:
    try: print(t,'->',scrub(repr(eval(t))))
    except BaseException as e: print(t,'->',type(e).__name__,e)

d = OrderedDict((i, i) for i in range(5))  # changed by dict behind its back
dict.__delitem__(d, 1)
dict.__setitem__(d, 7, 7)
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def take(): del d[1]
def put(): d[1] = 7
t(lambda: list(d)); t(lambda: list(d.items())); t(lambda: repr(d)); t(take); t(put); t(lambda: list(d)); t(lambda: d[1]); t(lambda: d.copy())
t(lambda: (d.popitem(), d.popitem()))
