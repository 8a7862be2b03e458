"""heapq and bisect: what they compare, in which order, and what they say of wrong arguments."""
import bisect
import heapq
import random
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
r=random.Random(3)
for n in (0,1,2,5,100,2499,2500,2501,5000,10001):
    l=[r.randrange(1000) for i in range(n)]
    a=l[:]; heapq.heapify(a); print(n, hash(tuple(a)))
    b=l[:]; heapq._heapify_max(b); print(hash(tuple(b)))
    print(heapq.nsmallest(5,iter(l)), heapq.nlargest(5,iter(l),key=lambda x:-x), heapq.nlargest(1,l), heapq.nsmallest(n,l)==sorted(l))
    c=a[:]; out=[]
    for i in range(min(n,50)): out.append(heapq.heappop(c)); heapq.heappush(c, r.randrange(1000)); out.append(heapq.heapreplace(c, 5)); out.append(heapq.heappushpop(c,7))
    print(hash(tuple(out)), hash(tuple(c)))
t(lambda: heapq.heappush((),1)); t(lambda: heapq.heappop(None)); t(lambda: heapq.heappop([])); t(lambda: heapq.heapreplace([],1)); t(lambda: heapq.heappushpop([],1))
t(lambda: heapq.heappush([1],'a')); t(lambda: heapq.heappush([1])); t(lambda: heapq.heapify([1,2],3)); t(lambda: heapq.heapify({}))
class C:
    def __init__(s,v,l): s.v=v; s.l=l
    def __lt__(s,o): s.l.clear(); return s.v<o.v
l=[]; l.extend(C(i,l) for i in range(10)); t(lambda: heapq.heapify(l))
class D:
    def __init__(s,v): s.v=v
    def __lt__(s,o): log.append((s.v,o.v)); return s.v<o.v
    def __repr__(s): return str(s.v)
    def __eq__(s,o): log.append(('eq',s.v,o.v)); return s.v==o.v
log=[]; l=[D(r.randrange(9)) for i in range(20)]; heapq.heapify(l); print(l,log)
log=[]; print(list(heapq.merge([D(1),D(3)],[D(1),D(2),D(5)])), log)
log=[]; print(list(heapq.merge([D(3),D(1)],[D(5),D(2),D(1)],reverse=True)), log)
log=[]; print(heapq.nsmallest(3,[D(r.randrange(9)) for i in range(20)]), log)
print(list(heapq.merge(['dog','horse'],['cat','fish','kangaroo'],key=len)), list(heapq.merge(['horse','dog'],['kangaroo','fish','cat'],key=len,reverse=True)))
t(lambda: bisect.bisect([1,2,2,3],2)); t(lambda: bisect.bisect_left([1,2,2,3],2)); t(lambda: bisect.bisect([1,2],2,-1)); t(lambda: bisect.bisect([1,2],2,0,None)); t(lambda: bisect.bisect(a=[1,2],x=2,lo=0,hi=1))
t(lambda: bisect.bisect([1,2])); t(lambda: bisect.bisect([1,2],'a')); t(lambda: bisect.bisect(5,1)); t(lambda: bisect.bisect({1:2},1)); t(lambda: bisect.bisect(range(100),50)); t(lambda: bisect.bisect_left('abcde','c')); t(lambda: bisect.bisect([1,2,3],2,key=lambda x:-x)); t(lambda: bisect.bisect([1,2,3],2,0,10)); t(lambda: bisect.bisect([1],1,'a')); t(lambda: bisect.bisect([1],1,0,3,None)); t(lambda: bisect.bisect([1],1,foo=3)); t(lambda: bisect.insort((1,),2))
x=[1,5]; bisect.insort(x,3); bisect.insort_left(x,3); bisect.insort(x,-4,key=abs); print(x)
class L(list):
    def insert(s,i,v): print('insert',i,v); super().insert(i,v)
x=L([1,2]); bisect.insort(x,1); print(x)
print(heapq.heappush, bisect.bisect, bisect.insort is bisect.insort_right)
class S:
    def __getitem__(s,i): return i*2
    def __len__(s): return 50
print(bisect.bisect(S(),31))
print(heapq.heappush.__module__, bisect.bisect.__module__)
