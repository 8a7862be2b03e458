"""Fractions: arithmetic with every other number, texts, rounding, format()."""
import random, operator
from fractions import Fraction as F
r=random.Random(5)
vals=[F(1,3),F(-7,2),F(0),F(5),F(10**20,3),F('1.25'),F('-3/9'),F(1.5),F("1e-3"),F(F(1,2),F(3,4)),2,-3,0,1.5,True,2**70,1j,None,"x",F(1,10**30)]
ops=[operator.add,operator.sub,operator.mul,operator.truediv,operator.floordiv,operator.mod,divmod,operator.eq,operator.lt,operator.ge,operator.ne]
for a in vals:
    for b in vals:
        if not isinstance(a,F) and not isinstance(b,F): continue
        for o in ops:
            try: print(o.__name__, a, b, o(a, b))
            except ZeroDivisionError as e: print(o.__name__, a, b, str(e) if "Fraction" in str(e) else "by zero")
            except Exception as e: print(o.__name__, a, b, type(e).__name__, e)
        try:
            if abs(b)<50 and abs(a)<1e9: print("pow", a**b)
        except ZeroDivisionError as e: print("pow", a, b, str(e) if "Fraction" in str(e) else "by zero")
        except Exception as e: print("pow", a, b, type(e).__name__, e)
for a in vals:
    if isinstance(a,F):
        print(hash(a), repr(a), str(a), int(a), float(a), round(a), round(a,2), round(a,-1), -a, +a, abs(a), bool(a), a.limit_denominator(7), a.as_integer_ratio(), a.__floor__(), a.__ceil__(), a.__trunc__(), a.__reduce__())
for s in ("1/0","abc","1 / 3"," 1/3 ","1_0/3","1__0","3.1415","-.5","5.","+1e3","1e","0x1",".","-","","1/-3","١/٣", "1_000.5_0e1_0"):
    try: print(s, F(s))
    except Exception as e: print(s, type(e).__name__, e)
for args in ((1.5,2),(None,),(1,None),([],),(1,'x'),(1,0),(float('nan'),),(float('inf'),),(b'1',)):
    try: print(args, F(*args))
    except Exception as e: print(args, type(e).__name__, str(e)[:47])
for f in ('','10','<10','+','010','.3f','.2e','g','.0f','_.2f',',.3f','%','.1%','#.0f','z.1f','>+12.3f','05.1f','=8','x','.3','10d', '^20', '#', '#_','020.3e','E','G','.10G','*^20,.2f', '-', ' '):
    for v in (F(1,3),F(-22,7),F(10**12),F(-1,10**6),F(0)):
        try: print(f, repr(format(v,f)))
        except Exception as e: print(f, type(e).__name__, e)
for i in range(300):
    n,d=r.randint(-10**r.randint(1,30),10**20), r.randint(1,10**r.randint(1,30))
    a=F(n,d); print(a.limit_denominator(r.randint(1,10**6)), hash(a), float(a), round(a, r.randint(-3,5)))
class S(F): pass
print(S(1,2)+1, type(S(1,2)+1), type(-S(1)), S(3)==3, S(1,2).__copy__() , repr(S(1,3)))
try: F(1).x=1
except Exception as e: print(type(e), e)
print(F.from_float(0.25), sum([F(1,2)]*4), max(F(1,2),F(2,3)), sorted([F(3),F(1,2),.7]))
import sys
print(sys.getsizeof(F(1,3)))
for x in ("a",None,2.5,[]):
    for m in (F.from_float,F.from_decimal):
        try: print(m(x))
        except Exception as e: print(type(e), e)
