# What decoders of line ends, streams of bytes that somebody looks into, and the methods of the base classes take (3.14 too).
import io
def attempt(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except Exception as e: print(type(e).__name__, e)
d = io.IncrementalNewlineDecoder(None, True)
for s in (1, None, (), (b'',), (b'',0), (b'',1), (b'x',3), (1,2), ('',0), (b'',-1), (b'',1<<70), (b'',1.5), [b'',0], (b'',0,0)):
    attempt(d.setstate, s); attempt(d.getstate)
attempt(d.setstate); attempt(d.setstate, 1,2)
class D:
    def setstate(self, s): print('set', s)
    def getstate(self): return (b'q', 5)
    def reset(self): print('reset')
    def decode(self, x, final=False): return x
d = io.IncrementalNewlineDecoder(D(), True)
for s in ((b'',1),(b'x',3),(1,2)): attempt(d.setstate, s); attempt(d.getstate)
b = io.BytesIO(b'abc'); v = b.getbuffer()
attempt(b.__init__, b'xyz'); print(b.getvalue()); attempt(b.__init__); print(b.getvalue()); attempt(b.__init__, 5); attempt(b.write, b'q'*10); attempt(b.close); attempt(b.truncate, 1); attempt(b.__setstate__, (b'q',0,None))
v.release(); attempt(b.__init__, b'xyz'); print(b.getvalue(), b.tell())
for c in (io.IOBase, io.RawIOBase, io.BufferedIOBase, io.TextIOBase):
    print(c.__name__)
    o = c()
    for n, args in (('seek',()),('seek',(1,)),('seek',('a','b','c')),('tell',()),('tell',(1,)),('truncate',()),('truncate',(1,2)),('flush',()),('flush',(1,)),('close',(1,)),('seekable',()),('readable',(1,)),('writable',()),('fileno',()),('isatty',()),('isatty',(1,)),('readline',()),('readline',(1,2)),('readline',('a',)),('readlines',()),('readlines',('x',)),('writelines',()),('writelines',(5,)),('writelines',([1],)),('read',()),('read',('x',)),('read',(1,2)),('readall',()),('readinto',()),('readinto',(5,)),('readinto',(bytearray(1),)),('write',()),('write',(1,)),('write',(1,2)),('read1',()),('read1',('a',)),('read1',(1,2)),('readinto1',(5,)),('readinto1',(bytearray(1),)),('detach',()),('detach',(1,)),('_checkClosed',()),('_checkReadable',()),('__enter__',(1,)),('__exit__',()),('encoding',()),('errors',()),('newlines',())):
        try:
            m = getattr(o, n)
            print(n, args, repr(m(*args)) if callable(m) else m)
        except Exception as e: print(n, args, type(e).__name__, e)
