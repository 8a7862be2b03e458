"""__setstate__ of streams in memory, and pickles of classes whose __init__ wants more."""
import io, pickle
def t(o, s):
    try: o.__setstate__(s); print(repr(o.getvalue()), o.tell())
    except Exception as e: print(type(e).__name__, e)
for s in [("no error", "\n", 0, None), ("a\r\nb", None, 2, None), ("","f",0,None),("","",-1,None),(b"","",0,None),("",b"",0,None),("","",0.0,None),("","",0,0),("x",0),0,("a\nb","\r\n",1,{'spam':3}), ["a","",0,None]]:
    o=io.StringIO("zz"); t(o,s)
for s in [(b"no error",0,None),(bytearray(b"x"),0,None),(b"",-1,None),("u",0,None),(b"",0.0,None),(b"",0,0),(b"l",0),0,(b"abc",7,{'s':1}),(None,0,None),(b'a',True,None)]:
    o=io.BytesIO(b"zz"); t(o,s)
class P(io.BytesIO):
    def __init__(me, v, foo):
        io.BytesIO.__init__(me, v); me.foo=foo
class Q(io.StringIO):
    def __init__(me, v, foo):
        io.StringIO.__init__(me, v); me.foo=foo
for C,v in ((P,b'123'),(Q,'123')):
    p=C(v,80); p.seek(2); p.write(v)
    for proto in range(2,6):
        q=pickle.loads(pickle.dumps(p,proto)); print(q.getvalue(), q.tell(), q.foo, type(q))
