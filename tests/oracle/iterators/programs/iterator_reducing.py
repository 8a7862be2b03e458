"""What iterators say of how they are copied, and where they can be put."""
from collections import deque, OrderedDict
from array import array


def scrub(s):
    out='';i=0
    while i<len(s):
        if s[i:i+2]=='0x':
            out+='0x';i+=2
            while i<len(s) and s[i] in '0123456789abcdef': i+=1
        else: out+=s[i];i+=1
    return out
class Seq:
    def __init__(self,n): self.n=n
    def __len__(self): return self.n
    def __getitem__(self,i):
        if i>=self.n: raise IndexError
        return i*10
    def __repr__(self): return 'Seq'
def gen(l):
    return l.pop
S=[
'iter([1,2,3])','reversed([1,2,3])','iter((1,2,3))','iter("abc")','iter("ab\xe9")','iter("\u1234bc")','iter(b"abc")','iter(bytearray(b"abc"))','iter(Seq(3))',
'iter(gen([1,2,3]),1)','iter(range(3))','iter(range(1,10,3))','iter(range(2**70,2**70+3))','reversed(range(3))','iter({1,2,3})','iter(frozenset({1,2,3}))',
'iter({1:2,3:4,5:6})','iter({1:2,3:4,5:6}.values())','iter({1:2,3:4,5:6}.items())','reversed({1:2,3:4,5:6})','reversed({1:2,3:4,5:6}.values())','reversed({1:2,3:4,5:6}.items())',
'iter(deque([1,2,3]))','reversed(deque([1,2,3]))','iter(array("i",[1,2,3]))','enumerate([1,2,3])','enumerate([1,2,3],2**70)','zip([1,2,3],"abc")','zip([1,2,3],strict=True)','zip()',
'map(abs,[1,2,3])','map(max,[1,2,3],[4,5,6])','filter(None,[1,0,3])','filter(abs,[1,2,3])','reversed((1,2,3))','reversed("abc")','reversed(Seq(3))',
'iter(OrderedDict(a=1,b=2,c=3))','iter(OrderedDict(a=1,b=2,c=3).values())','iter(OrderedDict(a=1,b=2,c=3).items())','reversed(OrderedDict(a=1,b=2,c=3))','reversed(OrderedDict(a=1,b=2,c=3).items())',
'iter([])','iter({})','iter(set())','iter("")','iter(OrderedDict())','iter(range(0))',
]
def t(f):
    try: return scrub(repr(f()))
    except BaseException as e: return type(e).__name__+' '+str(e)
def rebuild(r):
    it=r[0](*r[1])
    if len(r)>2 and r[2] is not None: it.__setstate__(r[2])
    out=[]
    for x in it:
        out.append(x)
        if len(out)>8: break
    return out
for s in S:
    for n in (0,1,2,3,5,20):
        it=eval(s)
        for i in range(n): t(lambda: next(it,None))
        print(s,n,'->',t(lambda: it.__reduce__()),'->',t(lambda:rebuild(it.__reduce__())), t(lambda: [x for x,i in zip(it,range(5))]))
STATES = [-1, 0, 1, 2, 3, 100, 2**70, -2**70, 'x', None, True, (1, 2)]
for s in S:
    for st in STATES:
        it=eval(s)
        if not hasattr(it,'__setstate__'):
            print(s, 'no setstate', '3.14 differs' if s.startswith('map') else ''); break
        print(s, st, '3.14 differs' if s.startswith(('map', 'iter(bytearray')) else '', '->',t(lambda: it.__setstate__(st)),t(lambda: it.__reduce__()),t(lambda: [x for x,i in zip(it,range(6))]))
it=iter({1,2,3}); s={1,2}; j=iter(s); s.add(9)
print(t(j.__reduce__), t(lambda:next(j)))
d={1:2}; j=iter(d); d[5]=6
print(t(j.__reduce__), t(lambda:next(j)))
d={1:2}; j=reversed(d); d[5]=6
print(t(j.__reduce__), t(lambda:next(j)))
d=OrderedDict(a=1); j=iter(d); d[5]=6
print(t(j.__reduce__), t(lambda:next(j)))
d=deque([1,2]); j=iter(d); d.append(6)
print(t(j.__reduce__), t(lambda:next(j)))
for e in ('type(iter(deque()))(deque([1,2,3]),1)','type(iter(deque()))(deque([1,2,3]))','type(iter(deque()))([1])','type(iter(deque()))(deque([1,2,3]),-1)','type(iter(deque()))(deque([1,2,3]),"x")','type(iter(deque()))(deque([1,2,3]),10)','type(iter(deque()))()','type(iter(deque()))(1,2,3)','type(reversed(deque()))(deque([1,2,3]),2)'):
    print(e,t(lambda: list(eval(e))))
import copy
for e in ('copy.copy(iter([1,2]))','copy.copy(iter("ab"))','copy.deepcopy(iter({1:2}.items()))','copy.copy(enumerate("ab"))'):
    print(e,t(lambda:list(eval(e))))
