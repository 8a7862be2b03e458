# Structures with fields of bits up to 3.13, packed and not: a larger field makes the open one wider, without an alignment of its own.
from ctypes import *
def show(p, fs):
    d={'_fields_':fs}
    if p: d['_pack_']=p
    try:
        T=type('T',(Structure,),d)
        print(p, [(n,t.__name__,*b) for n,t,*b in fs], sizeof(T), alignment(T), [(getattr(T,n[0]).offset, getattr(T,n[0]).size) for n in fs])
    except Exception as e: print(p, fs, type(e).__name__, e)
import random
r=random.Random(5)
for i in range(400):
    fs=[]
    for k in range(r.randrange(1,6)):
        t=r.choice([c_uint8,c_int8,c_uint16,c_int,c_uint,c_longlong,c_ulong])
        if r.random()<.7: fs.append(('f%d'%k,t,r.randrange(1,sizeof(t)*8+1)))
        else: fs.append(('f%d'%k,t))
    show(r.choice([0,0,1,2,4,8]),fs)
class A(Structure): _fields_=[('a',c_uint,3),('x',c_ubyte)]
class B(A): _fields_=[('b',c_uint,5),('c',c_ulong,50)]
print(sizeof(B),alignment(B),B.b,B.c)
b=B(1,2,3,4); print(b.a,b.x,b.b,b.c, bytes(b))
class P(Structure): _pack_=1; _fields_=[("a",c_uint,3),("b",c_uint,5)]
print(sizeof(P), bytes(P(5,17)))
