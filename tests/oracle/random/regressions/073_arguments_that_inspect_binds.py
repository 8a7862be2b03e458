# inspect.getcallargs() in the order of its own reading and with the texts of calls; numbers beyond an int of C.
import inspect
def f(a,b=1,*args,c,d=2,**kw): pass
def g(a,/,b,*,c=1): pass
def h(): pass
def k(a,b,c,d): pass
def m(a,b=1,c=2): pass
def n(*,x,y): pass
class C:
    def me(self,a,b=2): pass
def t(fn,*a,**k):
    try: print(inspect.getcallargs(fn,*a,**k))
    except Exception as e: print(type(e).__name__, e)
t(f,1,c=3); t(f,1,2,3,d=1,c=3,e=4); t(g,1,c=2,b=3); t(h,1); t(h,a=1); t(k); t(k,1); t(k,1,2); t(k,1,2,3); t(k,1,2,3,4,5); t(m,1,2,3,4); t(m); t(n); t(n,x=1); t(n,1,x=1,y=2); t(n,1,2,x=1,y=2); t(m,1,a=2); t(f); t(C().me.__func__,C,1); t(f,1,c=1,kw=3)
for s in ['chr(2**40)','chr(1.5)','chr(-1)','"a".expandtabs(2**31)','"a".expandtabs(-2**31-1)','b"a".expandtabs(2**40)','"a".expandtabs(1.5)', 'chr(True)']:
    try: print(s, eval(s))
    except Exception as e: print(s, type(e).__name__, e)
