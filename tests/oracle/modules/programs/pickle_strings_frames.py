# The quoted strings of old pickles are data, not source; frames that are cut short are refused before anything is done.
import pickle, _codecs as codecs, io
def t(f, *a, **k):
    try: r = f(*a, **k); print(r if type(r).__name__ != 'code' else r.co_name)
    except BaseException as e: print(type(e).__name__, e)
print(pickle.loads(b"S'abc'\n."))
for line in (b"S''if print('ran') else''", b"S'a'b'", b"S'a\\n\\x41\\101\\\\\\''", b'S"q\'"', b"S'\\x4'", b"S'\\xg'", b"S'\\q'", b"S'a\\'", b"S'", b"S''", b"S'''", b"S'a\"", b"Sabc", b"S", b"S 'a'", b"S'a' ", b"S'a'\t", b"S'\\777'", b"S'\\400'", b"S'\\8'", b"S'\\\n'", b"S'\xff'", b"S'\\xff'", b"S'\\u0041\\N{DASH}'", b"S'\\a\\b\\f\\n\\r\\t\\v\\0\\7\\08'", b"S'\\"):
    for enc in ("ASCII", "latin-1", "bytes"):
        print(line, enc); t(pickle.loads, line + b"\n.", encoding=enc)
for data in (b"abc", rb"\x41", rb"\x4", rb"\xg1", rb"a\xzzb", rb"\q\8", b"\\", rb"\777\400\1", "\\x41", bytearray(rb"\n"), memoryview(rb"\t"), 5, None, "é\\n", rb"a\x"):
    print(data if not isinstance(data, memoryview) else "m"); t(codecs.escape_decode, data)
    for e in ("strict", "ignore", "replace", "nope"): t(codecs.escape_decode, data, e)
for f in (b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00K\x01.", b"\x80\x04\x95\x03\x00\x00\x00\x00\x00\x00\x00K\x01.", b"\x80\x04\x95\x02\x00\x00\x00\x00\x00\x00\x00K\x01.", b"\x80\x04\x95\x01\x00\x00\x00\x00\x00\x00\x00K\x01.", b"\x80\x04\x95\x00\x00\x00\x00\x00\x00\x00\x00K\x01.",
   b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xffK\x01.", b"\x80\x04\x95\x01\x00", b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00", b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7fK\x01.", b"\x80\x04\x95\xff\xff\xff\xff\xff\x00\x00\x00K\x01."):
    print(f); t(pickle.loads, f); t(pickle.load, io.BytesIO(f))
class Twice:
    def __init__(self, data): self.file = io.BytesIO(data); self.calls = []
    def read(self, n): self.calls.append(n); return self.file.read(n)
    def readline(self): self.calls.append("line"); return self.file.readline()
for protocol in range(6):
    data = pickle.dumps([1, "a" * 5, {2: b"x" * 100000}, (3, [4.5, None])], protocol) + pickle.dumps("next", protocol)
    unpickler = pickle.Unpickler(Twice(data))
    print(protocol, repr(unpickler.load())[:30], unpickler.load())
    file = io.BytesIO(data)
    print(repr(pickle.load(file))[:30], pickle.load(file), file.tell() == len(data))
