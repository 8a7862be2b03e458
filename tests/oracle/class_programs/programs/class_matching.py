# What `case [...]`, `case {...}` and `case int(x)` take: builtin types, classes that inherit from them or from collections.abc, registered ones.
import collections.abc as c
class S(c.Sequence):
    def __len__(self): return 2
    def __getitem__(self,i): return [1,2][i]
class M(c.Mapping):
    def __len__(self): return 1
    def __getitem__(self,i): return {'a':1}[i]
    def __iter__(self): return iter('a')
class SS(S): pass
class R: 
    def __len__(self): return 2
    def __getitem__(self,i): return [1,2][i]
c.Sequence.register(R)
class RR(R): pass
class I(int): pass
class L(list): pass
class D(dict): pass
class T(tuple): pass
class Q(dict, S): pass
def k(x):
    match x:
        case [*a]: return 'seq', a
        case {**r}: return 'map', r
        case int(v): return 'int', v
    return None
for x in (S(),SS(),M(),R(),RR(),Q(a=1),I(3),L([1]),D(a=1),T((1,)),'ab',b'ab',bytearray(b'a'),range(2),memoryview(b'ab'),{1}): print(type(x).__name__, k(x))
print([t.__flags__ & 0x60 for t in (c.Sequence,c.Mapping,c.MutableSequence,c.MutableMapping,S,SS,M,R,RR,Q,L,D,T,range,memoryview)])
