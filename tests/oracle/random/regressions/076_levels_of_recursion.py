# Levels of C up to 3.11: which calls and comparisons count against the recursion limit once their instructions are specialised.
import sys
def probe(n):
    try: return probe(n + 1)
    except RecursionError: return n
sys.setrecursionlimit(1998 - probe(0))  # whoever runs this has frames, too
def t(f,*a):
    try: r=f(*a); print(f.__name__, "ok", repr(r)[:60])
    except RecursionError as e: print(f.__name__, e)
def f1(n):
    for i in range(1): f1(n + 1)
t(f1,1)
def f2(n):
    if n in (0, 1): return 1
    return f2(n + 1)
t(f2,5)
def even(n): return n == 0 or odd(n-1)
def odd(n): return n != 0 and even(n-1)
t(even,5000)
def pal(s): return len(s) < 2 or s[0]==s[-1] and pal(s[1:-1])
t(pal,"a"*4000)
def f3(n):
    l=list(range(3)); return f3(n+1)
t(f3,1)
acc=[]
def f4(n): acc.append(n); return f4(n+1)
t(f4,0); print(len(acc))
acc=[]
def f5(n):
    try: return f5(n+1)
    except RecursionError as e: return str(e), n
t(f5,0)
def f6(n):
    try: return f6(n+1)
    except RecursionError as e:
        print("caught", n)
        raise ValueError("w")
try: f6(0)
except ValueError as e:
    k=0
    while e: k+=1; e=e.__context__
    print(k)
except RecursionError as e: print("R",e)
def fact(n): return 1 if n==0 else n*fact(n-1)
t(fact,5000)
def fact(n):
    if n<=1: return 1
    return n*fact(n-1)
t(fact,5000)
def s(n):
    if not n: return 0
    return n+s(n-1)
t(s,5000)
memo={}
def fib(n):
    if n in memo: return memo[n]
    if n<2: return n
    r=fib(n-1)+fib(n-2)
    memo[n]=r
    return r
t(fib,3000)
memo={}
t(fib,900)
def depth(n):
    try: return depth(n+1)
    except RecursionError: return n
print(depth(1))
class A:
    def __len__(self): return len(self)
    def __str__(self): return str(self)
    def __repr__(self): return repr(self)
    def __eq__(self,o): return self==o
    def __lt__(self,o): return self<o
    def __hash__(self): return hash(self)
    def __bool__(self): return bool(self)
    def __getattr__(self,n): return getattr(self,n)
    def __getitem__(self,k): return self[k]
    def __contains__(self,k): return k in self
    def __iter__(self): return iter(self)
    def __call__(self): return self()
    def __add__(self,o): return self+o
    def __int__(self): return int(self)
    def __format__(self,s): return format(self,s)
    def __enter__(self):
        with self: pass
    def __exit__(self,*a): pass
a=A()
import operator
def dp(g):
    print(end='%d: ' % sys._getframe(1).f_lineno)
    c=[0]
    try: g()
    except RecursionError as e: 
        tb=e.__traceback__; k=0
        while tb: k+=1; tb=tb.tb_next
        print(k,e)
    except Exception as e: print(type(e),str(e)[:80])
i=0
for g in (lambda:repr(a),lambda:a==1,lambda:a<1,lambda:hash(a),lambda:bool(a),lambda:a[1],lambda:1 in a,
 lambda:a(),lambda:a+1,lambda:int(a),lambda:a.__enter__()): i+=1; print(i,end=' '); dp(g)
class P:
    @property
    def x(self): return self.x
    def __setattr__(self,n,v): self.n=v
    def __init__(self): P()
dp(lambda:P())
class Q:
    @property
    def x(self): return self.x
    def __setattr__(self,n,v): self.n=v
dp(lambda:Q().x)
def ss(): Q().y=1
dp(ss)
class D(dict):
    def __missing__(self,k): return self[k]
dp(lambda:D()[1])
def m(x): return list(map(m,[x]))
dp(lambda:m(1))
def g(x): yield from g(x)
dp(lambda:list(g(1)))
def mx(x): return max([x],key=mx)
dp(lambda:mx(1))
def cm(x): return [cm(i) for i in [x]]
dp(lambda:cm(1))
def dc(x): return {i:dc(i) for i in [x]}
dp(lambda:dc(1))
l=[]
for i in range(2000): l=[l]
dp(lambda:repr(l))
dp(lambda:l==eval("l[:]"))
import copy
dp(lambda:copy.deepcopy(l))
def fl(x):
    if isinstance(x,list):
        return [y for z in x for y in fl(z)]
    return [x]
dp(lambda:fl(l))
import functools
@functools.lru_cache(None)
def lf(n): return n if n<2 else lf(n-1)+lf(n-2)
dp(lambda:lf(3000))
@functools.cache
def lc(n): 
    if n<2: return n
    return lc(n-1)+lc(n-2)
dp(lambda:lc(2000))
def deco(f):
    @functools.wraps(f)
    def w(*a,**k): return f(*a,**k)
    return w
@deco
def dd(n): return dd(n+1)
dp(lambda:dd(1))
def kw(*,n): return kw(n=n+1)
dp(lambda:kw(n=1))
def st(*a): return st(*a)
dp(lambda:st(1))
import dataclasses
@dataclasses.dataclass
class N:
    v: object
    nxt: object=None
n=None
for i in range(5000): n=N(i,n)
dp(lambda:dataclasses.asdict(n))
dp(lambda:dataclasses.astuple(n))
dp(lambda:repr(n))
dp(lambda:n==copy.copy(n))
import json
dp(lambda:json.dumps(l))
def gcd(a,b): return a if b==0 else gcd(b,a%b+1+a)
dp(lambda:gcd(10,3))
def ack(m,n):
    if m==0: return n+1
    if n==0: return ack(m-1,1)
    return ack(m-1,ack(m,n-1))
dp(lambda:ack(3,8))
def h(n,a,b,c):
    if n>0: h(n-1,a,c,b)
h(500,1,2,3)
dp(lambda:h(1100,1,2,3))
def ss(x):
    if x<1.0: return 0
    return ss(x-0.5)
dp(lambda:ss(9000.0))
def st(s):
    if s=="": return s
    return st(s[1:])+s[0]
dp(lambda:st("ab"*900))
def sl(s):
    if len(s)==0: return s
    return sl(s[1:])+s[0]
dp(lambda:sl("ab"*900))
def lst(x):
    if x==[]: return 0
    return x[0]+lst(x[1:])
dp(lambda:lst(list(range(1500))))
def sumt(t):
    if not t: return 0
    h,*r=t
    return h+sumt(r)
dp(lambda:sumt(tuple(range(1500))))
def dig(n): return n if n<10 else n%10+dig(n//10)
dp(lambda:dig(10**1500))
def pw(b,e):
    if e==0: return 1
    if e%2==0: return pw(b,e/2)
    return b*pw(b,e-1)
dp(lambda:pw(2,-1))
def c(n):
    print(end='') 
    c(n-1)
dp(lambda:c(3))
def d1(x,seen=set()):
    seen.add(len(seen))
    d1(x)
dp(lambda:d1(3))
def d2(x,seen={}):
    seen[len(seen)]=1
    d2(x)
dp(lambda:d2(3))
def d3(x,p=[]):
    p.extend([1]); p.insert(0,2); p.pop()
    d3(x)
dp(lambda:d3(3))
def d4(x):
    x=max(x,3); y=abs(x); z=isinstance(x,int); s="%d"%x; t=s.upper(); q=",".join([s]); w=q.split(",")
    d4(x+1)
dp(lambda:d4(3))
def d5(x):
    s=f"{x}"
    d5(x+1)
dp(lambda:d5(3))
def d6(x):
    s=str(x)
    d6(x+1)
dp(lambda:d6(3))
def d7(x):
    s=int("3")+float(2)
    d7(x+1)
dp(lambda:d7(3))
def d8(x):
    for k,v in {1:2}.items(): d8(k)
dp(lambda:d8(3))
def d9(x):
    for k,v in enumerate([1]): d9(k)
dp(lambda:d9(3))
def d10(x):
    for k in sorted([3,1,2]): d10(k)
dp(lambda:d10(3))
class T:
    def __init__(s,d): s.k=[T(d+1)]
dp(lambda:T(1))
class T2:
    def __init__(s,d): 
        super().__init__(); s.k=T2(d+1)
dp(lambda:T2(1))
class T3:
    def m(self): return type(self)().m()
dp(lambda:T3().m())
count=0
def f():
    global count
    count+=1
    print(count, end="\r" if count%100 else "\n"); f()
dp(f)
print(count)
calls=[]
def f():
    calls.append(1)
    f()
dp(f)
print(len(calls))
def g(n):
    try: return g(n + 1)
    except RecursionError as e: print("caught at", n); raise
dp(lambda:g(1))
def g(n):
    try: return g(n + 1)
    except RecursionError as e: raise ValueError("w")
try: g(1)
except ValueError as e:
    while e: print(type(e),e); e=e.__context__
class LN:
    def __init__(s,n): s.n=n
x=None
for i in range(1000): x=LN(x)
dp(lambda:copy.deepcopy(x))
class Tr:
    def __init__(s,l=None): s.l=l
    def depth(s): return 1+max(s.l.depth() if s.l else 0, 0)
    def walk(s):
        if s.l: yield from s.l.walk()
        yield s
x=None
for i in range(1200): x=Tr(x)
dp(lambda:x.depth())
dp(lambda:list(x.walk()))
def hanoi(n,a,b,c):
    if n==0: return 0
    return hanoi(n-1,a,c,b)+1
dp(lambda:hanoi(2000,*"abc"))
def perms(l):
    if len(l)<=1: return [l]
    return [p for p in perms(l[1:])]
dp(lambda:perms(list(range(1200))))
def coll(n,steps=0):
    if n==1: return steps
    return coll(3*n+1 if n%2 else n//2, steps+1)
dp(lambda:coll(7))
def fwd(n):
    return n and fwd(n+1)
dp(lambda:fwd(1))
def isin(n): return n in {1,2} or isin(n+1)
dp(lambda:isin(5))
def dct(n,d={}): return d.get(n) or dct(n+1)
dp(lambda:dct(5))
def cmpn(n): return n is None or cmpn(n+1)
dp(lambda:cmpn(5))
def ls(n): return [ls(n+1), 1][0]
dp(lambda:ls(5))
def lm(n): return (lambda k: lm(k+1))(n)
dp(lambda:lm(5))
def tr(n):
    try: tr(n+1)
    finally: pass
dp(lambda:tr(5))
class Own(Exception): pass
def ow(n):
    Own(1)
    ow(n+1)
dp(lambda:ow(1))
def ve(n):
    ValueError(1)
    ve(n+1)
dp(lambda:ve(1))
def ty(n):
    type(n)
    ty(n+1)
dp(lambda:ty(1))
