# Text over streams of bytes: what is read, written and told, by programs from seeds (3.14 too).
import io, random
TEXTS = ['', 'one\ntwo\nthree', 'a\r\nb\rc\n\rd\r', 'é€\U0001f600x\n'*3, 'x'*50+'\r\n'+'y'*20, '\n\n', '\r\r\n\n', 'abc']
ENC = ['utf-8','ascii','latin-1','utf-16','utf-16-le','utf-8-sig','cp1252', 'utf-16-be']
def run(seed):
    r = random.Random(seed)
    enc = r.choice(ENC); t0 = r.choice(TEXTS)+r.choice(TEXTS)
    nl = r.choice([None,'','\n','\r','\r\n'])
    errors = r.choice([None,'replace','ignore','strict','backslashreplace'])
    data = t0.encode(enc,'replace')
    if r.random()<.15: data += b'\xff\xfe\x80'
    b = io.BytesIO(data)
    if r.random() < .3: b.seek(0,2)
    lb, wt = r.random()<.2, r.random()<.2
    t = io.TextIOWrapper(b, encoding=enc, newline=nl, errors=errors, line_buffering=lb, write_through=wt)
    if r.random()<.4: t._CHUNK_SIZE = r.choice([1,3,5,16])
    print(seed, enc, repr(nl), errors, lb, wt, t._CHUNK_SIZE)
    marks=[0]
    for i in range(12):
        op = r.choice('read readline write tell seek next flush getvalue newlines reads seekend readlines trunc iter writelines reconf'.split())
        n = r.choice([-1,0,1,2,3,7,30,None])
        w = r.choice(TEXTS)
        try:
            if op=='read': x = t.read(n)
            elif op=='reads': x = t.read()
            elif op=='readline': x = t.readline(-1 if n is None else n) if r.random()<.4 else t.readline()
            elif op=='write': x = t.write(w)
            elif op=='tell': x = t.tell(); marks.append(x)
            elif op=='seek': x = t.seek(r.choice(marks))
            elif op=='next': x = next(t)
            elif op=='flush': x = t.flush()
            elif op=='getvalue': x = b.getvalue(), b.tell()
            elif op=='newlines': x = t.newlines
            elif op=='seekend': x = t.seek(0, r.choice([0,1,2,2,3]))
            elif op=='readlines': x = t.readlines()
            elif op=='trunc': x = t.truncate()
            elif op=='iter': x = [l for l in t]
            elif op=='writelines': x = t.writelines([w, w])
            elif op=='reconf': x = t.reconfigure(**r.choice([dict(newline='\n'), dict(errors='replace'), dict(line_buffering=True), dict(encoding='latin-1')]))
        except Exception as e: x = repr(e)
        print(op, repr(n), repr(x))
    print(b.getvalue())
    try: t.detach(); print(b.getvalue())
    except Exception as e: print(repr(e))
for s in range(90):
    run(s)
