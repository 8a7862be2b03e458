# What is joined may not change what stands between.
def t(f, *a):
    try:
        print("ok", f(*a))
    except Exception as e:
        print(type(e).__name__, str(e)[:90])


comma = bytearray(b",")


def pieces():
    comma.clear()
    yield b"a"


t(comma.join, pieces())
