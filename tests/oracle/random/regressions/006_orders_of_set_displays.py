# Which one-character names are interned apart from the cached characters decides orders, as 3.11.7 has them.
for x in {255, 7, 'a'}: print(x)
print(list({255, 7, 'a'}), list({3, 1, 2, 'b'}))
for x in {3, 1, 2, 'b'}: print(x)
print([x for x in {'abc', 'de', 'f'}])
def f(): return {'abc', 'de', 'f', 'ghi', 'jkl', 'mno', 'p'}
print(f(), f.__code__.co_consts)
print({1, 2}, {'a', 'b'}, {'x'}, {9, 1}, {8, 0})
print('a' in {'x', 'y', 'a', 'z'})
import sys
print(sys.getsizeof({1, 2, 3, 4, 5}), sys.getsizeof({1, 2, 3, 4, 5, 6, 7, 8, 9}), sys.getsizeof({1,2,3}), sys.getsizeof({1,2}))
for n in range(1, 40):
    src = '{' + ', '.join(repr(('k%d' % (i * 7919 % 1000)) if i % 3 else i * 37 % 101) for i in range(n)) + '}'
    s = eval(src); c = compile(src, 'x', 'eval')
    print(n, list(s), sys.getsizeof(s), c.co_consts and [list(k) if isinstance(k, frozenset) else k for k in c.co_consts])
    c = compile('for x in ' + src + ': pass', 'x', 'exec')
    print(n, [(list(k), sys.getsizeof(k)) if isinstance(k, frozenset) else k for k in c.co_consts])
    c = compile('y in ' + src + '', 'x', 'exec')
    print(n, [(list(k), sys.getsizeof(k)) if isinstance(k, frozenset) else k for k in c.co_consts])
s = {8, 0, 16, 24}; print(s)
s = {24, 16, 8, 0}; print(s)
s = {24, 16, 8, 0, -1, -2}; print(s)
s = {1, 1.0, True, 2}; print(s)
s = {(1, 2), (3, 4), 'x', b'y', None, ..., 1.5, 2j}; print(len(s))
x = 3
s = {24, 16, 8, x}; print(s)
s = {24, *[1, 2], 16, 8}; print(s)
s = {'A' 'b', 'c', 'd', ''}; print(s)
import sys, string
def same(c): return eval(repr(c)) is ('x' + c)[1]
print(''.join(c for c in map(chr, range(256)) if not same(c)))
print(''.join(c for c in map(chr, range(256)) if sys.intern(c) is not ('x' + c)[1]))
for n in string.ascii_letters + '_': 
    class N: pass
    setattr(N, n, 1)
