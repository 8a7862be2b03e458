"""pop() and popitem() of a class that extends OrderedDict ask none of its methods."""
from collections import OrderedDict
class L:
    def __init__(self, size):
        super().__init__(); self.size=size
        self.counts = dict.fromkeys(('get', 'set', 'del'), 0)
    def __getitem__(self, item):
        self.counts['get'] += 1
        value = super().__getitem__(item)
        self.move_to_end(item)
        return value
    def __setitem__(self, key, value):
        self.counts['set'] += 1
        while key not in self and len(self) >= self.size:
            self.popitem(last=False)
        super().__setitem__(key, value)
        self.move_to_end(key)
    def __delitem__(self, key):
        self.counts['del'] += 1
        super().__delitem__(key)
class C(L, OrderedDict): pass
class M(OrderedDict):
    def __missing__(self, k): return 77
try:
    c=C(3)
    for i in range(1,4): c[i]=i
    print(c.pop(2), c.counts, c.pop(4,0), c.counts, end=' ')
    print(c.popitem(), c.counts)
except Exception as e: print(type(e), e)
m=M()
try: print(m.pop(1,2))
except Exception as e: print(type(e), e)
try: print(m.pop(1))
except Exception as e: print(type(e), e)
