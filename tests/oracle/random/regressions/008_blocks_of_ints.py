# The results of arithmetic of more than a digit were in blocks of just their size; CPython allocates before it knows it.
import gc, random, tracemalloc
def blocks(text, names):
    code = compile(text, "here", "exec")
    gc.collect()
    tracemalloc.start()
    exec(code, names)
    gc.collect()
    snapshot = tracemalloc.take_snapshot()
    tracemalloc.stop()
    return sorted(t.size for t in snapshot.traces if t.traceback[0].filename == "here")
r = random.Random(5)
values = [0, 1, -1, 7, 2**30 - 1, 2**30, -2**30, 2**60 - 1, 2**60, 2**90, -2**90 + 1, -12345678901, 3**50, -3**50, 3**50 + 1]
values += [r.getrandbits(r.randint(1, 200)) * r.choice((1, -1)) for i in range(25)]
for i in range(80):
    p, q, op = r.choice(values), r.choice(values), r.choice("+ - * // % & | ^ << >> **".split())
    if op in ("<<", ">>", "**"): q = abs(q) % (9 if op == "**" else 100)
    if op in ("//", "%"): q = q or 1
    print(p, op, q, blocks("x = p %s q" % op, {"p": p, "q": q, "x": None, "__builtins__": {}}))
print(blocks("x = ~p", {"p": 3**50, "x": None, "__builtins__": {}}), blocks("x = ~p", {"p": -2**60, "x": None, "__builtins__": {}}))
