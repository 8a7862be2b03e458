"""bytearray(...) and bytearray.__init__: what there is afterwards, and what while it is filled."""
import sys
def told(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for n in (0,1,2,3,4,5,7,8,9,15,16,17,30,31,32,33,63,64,65,100,255,1000,5000):
    made = [bytearray(iter(range(n % 256)) if n < 256 else (i & 255 for i in range(n))), bytearray([i & 255 for i in range(n)]), bytearray(tuple(i & 255 for i in range(n))), bytearray((i & 255 for i in range(n))), bytearray(memoryview(bytes(n))), bytearray(bytes(n)), bytearray(n), bytearray(set(range(n % 256))), bytearray(bytearray(n))]
    print(n, [(len(b), b.__alloc__(), sys.getsizeof(b)) for b in made])
b = bytearray(b"x" * 100)
b.__init__(iter(range(20)))
print(len(b), b.__alloc__(), sys.getsizeof(b))
b.__init__(iter(range(3)))
print(len(b), b.__alloc__(), sys.getsizeof(b))
b.__init__()
print(len(b), b.__alloc__(), sys.getsizeof(b))
b.__init__(b"abc"); print(b, b.__alloc__())
def bad():
    yield 1
    yield 300
told(lambda: b.__init__(bad()))
print(b, b.__alloc__())
def bad():
    yield 1
    yield 2
    1/0
told(lambda: b.__init__(bad()))
print(b, b.__alloc__())
told(lambda: b.__init__([5,6,7,"a"]))
print(b, b.__alloc__())
told(lambda: b.__init__((5,6,300,"a")))
print(b[:2], b.__alloc__())
told(lambda: b.__init__(5))
print(b, b.__alloc__())
told(lambda: b.__init__("a", "ascii"))
print(b, b.__alloc__())
told(lambda: b.__init__(None))
print(b, b.__alloc__())
told(lambda: b.__init__(1.5))
print(b, b.__alloc__())
told(lambda: b.__init__(iter([1, -1])))
print(b, b.__alloc__())
class I:
    def __index__(self): 
        seen.append(bytes(b)); return 65
seen=[]
b.__init__(iter([I(), I(), 1])); print(b, seen)
seen=[]
b.__init__([I(), I(), 1]); print(b, seen)
def changing():
    yield 1
    b.append(9)
    yield 2
    b.clear()
    yield 3
    b.extend(b"abc")
    yield 4
b.__init__(changing()); print(b, b.__alloc__())
with memoryview(b) as m:
    told(lambda: b.__init__(iter([1])))
    told(lambda: b.__init__())
    told(lambda: b.__init__([1,2,3,4]))
print(b)
l=[1,2,3]
class J:
    def __index__(self):
        l.append(4) if len(l) < 10 else None
        return 7
l[1]=J()
b.__init__(l); print(b, b.__alloc__())
class Hint:
    def __iter__(self): return iter([1,2])
    def __length_hint__(self): return 100
print(bytearray(Hint()).__alloc__())
class Sub(bytearray): pass
print(Sub(iter([1,2,3])).__alloc__(), Sub(x for x in b"abc"))
class It:
    def __getitem__(self, i):
        if i < 10: return i
        raise IndexError
print(bytearray(It()).__alloc__(), sys.getsizeof(bytearray(It())))
def g():
    for i in range(1, 100):
        yield i
        grown.append((len(b), b.__alloc__()))
grown = []
b.__init__(g())
print(grown, b.__alloc__())
class Clears:
    def __index__(self):
        b.clear()
        return 5
b.append(Clears())
print(b, b.__alloc__())
b.__init__(b); print(b)
