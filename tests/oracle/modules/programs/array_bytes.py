"""Arrays are bytes-like wherever bytes are asked for."""
import array
a = array.array('b', b'b')
for f in ("b'abc'.find(a)","b'abc'.startswith(a)", "b'abc'+a", "a in b'abc'", "b'%s' % a", "bytearray(b'x')+a", "b''.join([a])", "b'abc'.replace(a,b'x')", "b'abc'.split(a)", "bytearray(b'abc').strip(a)", "b'abc'.translate(a*256)", "bytes.maketrans(a,a)","bytes(a)","b'abc' == a", "a in bytearray(b'abc')", "b'b'==a", "bytearray(b'b')==a", "b'b'<a","memoryview(b'b')==a", "str(a,'latin-1')", "a.tobytes() in a", "98 in a"):
    try: print(f, eval(f))
    except Exception as e: print(f, type(e).__name__, e)

import re
print(re.findall(b"b.", array.array("B", b"abcabd")), re.sub(b"b", b"x", array.array("B", b"abc")), re.compile(b"").match(array.array("d")).groups())
held = array.array("B", b"abab")
found = re.finditer(b"a", held)
for change in "held.append(1)", "held.extend(b'x' * 400)":
    try:
        eval(change)
    except BufferError as e:
        print(e)
print(len(list(found)))
del found
held.append(1)
text = bytearray(b"xax")
print(re.sub(b"a", lambda m: b"<%d>" % len(text), text))
try:
    re.sub(b"a", lambda m: text.append(1), text)
except BufferError as e:
    print(e)
view = memoryview(b"aa")
scanner = re.compile(b"a").scanner(view)
try:
    view.release()
except BufferError as e:
    print(e)
print(scanner.search().span())
del scanner
view.release()
itself = array.array("b", b"ab")
try:
    itself.frombytes(itself)
except BufferError as e:
    print(e)
itself.frombytes(array.array("B", b"cd"))
room = bytearray(b"0123")
room[1:2] = array.array("H", [0x4141])
print(itself, room, array.array("i", array.array("b", b"ab")))
