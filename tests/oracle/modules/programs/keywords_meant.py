"""Keywords that builtin functions do not know: from 3.13 on they say which may have been meant."""
import heapq
import json


def f(alpha, *, beta=1):
    pass


for text in """f(alpa=1)|f(1, beat=2)|''.split(max_split=1)|''.split(sepp=1)|sorted([], rev=1)|sorted([], reversed=1)|[].sort(kee=1)|print(1, ennd='')|int('1', bas=2)
dict.fromkeys(iterabl=1)|json.dumps(1, indnt=2)|compile('1', '', 'exec', flag=1)|b''.decode(encodin='x')|sum([], strt=1)|enumerate([], strt=1)|max([], defalt=1)
zip(stric=1)|round(1, ndigit=1)|pow(1, 2, moda=1)|(1).to_bytes(lenth=1)|str(objekt=1)|bytes(sorce=1)|complex(reel=1)|type('x', (), {}, metclass=1)|Exception(x=1)
property(fgot=1)|range(stp=1)|float(x=1)|heapq.merge(kee=1)|memoryview(obj=1)|bytearray(sourc=1)|''.encode(encodings=1)|eval('1', globls=1)|__import__('x', nam=1)
f(alpha=1, zzzzzz=1)|f.__code__.replace(co_nam='g')|f.__code__.replace(co_nlocal=1)|f.__code__.replace(zz=1)""".replace("\n", "|").split("|"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
