# Counter() counts in C where the dict has its own methods, else by those it has; a mapping of any class. 3.14 too.
from collections import Counter
import gc,sys,tracemalloc
print(Counter("abracadabra"), Counter([1,1.0,True,2]), Counter({1:2}))
class G(dict):
    def get(self,k,d=None): print("get",k); return super().get(k,d)
from collections import _count_elements
g=G(); _count_elements(g,"aab"); print(g)
class S(dict):
    def __setitem__(self,k,v): print("set",k,v); super().__setitem__(k,v)
s=S(); _count_elements(s,(1,2,1)); print(s)
class M:
    def __init__(self): self.d={}
    def get(self,k,d): return self.d.get(k,d)
    def __setitem__(self,k,v): self.d[k]=v
m=M(); _count_elements(m,range(3)); print(m.d)
try: Counter([[]])
except TypeError as e:
    import traceback; print([f.name for f in traceback.extract_tb(e.__traceback__)], e)
try: _count_elements({1:"a"},[1])
except TypeError as e: print(e)
try: _count_elements(5,[1])
except AttributeError as e: print(e)
try: _count_elements({}, 5)
except TypeError as e: print(e)
try: _count_elements({})
except TypeError as e: print(e)
print(_count_elements)
class K:
    def __hash__(self): return 1
    def __eq__(self,o): print("eq"); return True
c=Counter([K(),K(),K()]); print(len(c), list(c.values()))
