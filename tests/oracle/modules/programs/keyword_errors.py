def x(src):
    try: exec(src, {}); print("ok", src[:40])
    except BaseException as e: print(type(e).__name__, e, src[:60])
for s in ("f(**{1:2})", "f(**{1:2}, **{2:3})", "f(a=1, **{1:2})", "f(*(), **{1:2})", "f(a=1, **{'a':2})", "d={1:2}\nf(**d)", "k(**{1:2})", "A().m(**{1:2})", "len(**{1:2})", "dict(**{1:2})", "print(**{1:2})", "[].sort(**{1:2})", "L(**{1:2})", "min(1, 2, **{1:2})", "int(**{1:2})", "type('A', (), {}, **{1:2})", "P(**{1:2})", "{}.update(**{1:2})"):
    x("import functools\ndef f(a=0): pass\ndef k(**k): pass\nclass A:\n  def m(self): pass\nL=lambda: 0\nP=functools.partial(f)\n" + s)
for s in ("f(aple=1)", "f(bananaa=1)", "f(zzz=1)", "f(applE=1)", "g(po=1)", "g(kwonlyy=1)", "g(posonl=1)", "h(appel=1)", "h(argss=1)", "C(naem=1)", "C().meth(valeu=1)", "f(a=1)", "lam(keyy=1)", "f(1, aple=1)", "D(nmae=1)", "N(fisrt=1)", "f(" + "q"*60 + "=1)", "f(APPLE=1)", "gen(valu=1)", "f(apple=1, aple=2)", "loc(interna=1)"):
    x("import dataclasses, collections\ndef f(apple=1, banana=2): inner = 1\ndef g(posonly, /, pos, *, kwonly=1): pass\ndef h(*args, apple=1): pass\nclass C:\n  def __init__(self, name=1): pass\n  def meth(self, value=1): pass\nlam=lambda key=1: 0\n@dataclasses.dataclass\nclass D:\n  name: int = 1\nN=collections.namedtuple('N','first', defaults=[1])\ndef gen(value=1): yield\ndef loc(a=1):\n  internal = 2\n" + s)
