# Methods of builtin types that are called without what they need.
import types

def answer(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)

answer(lambda: b"abc".translate())
answer(lambda: bytearray(b"x").translate())
answer(lambda: b"a".translate(delete=b"a"))
answer(lambda: b"a".translate(None, b"a"))

answer(lambda: b"a".translate(None, delete=b"a"))
answer(lambda: int.from_bytes())
answer(lambda: int.from_bytes(byteorder="big"))
answer(lambda: (5).to_bytes())
answer(lambda: types.ModuleType())
answer(lambda: types.ModuleType(doc="x"))
