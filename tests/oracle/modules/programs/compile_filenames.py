for n in ("a\0b", b"a\0b", b"\xff", "é"*200, b"x"*400):
    try: print(len(compile("1", n, "exec").co_filename), ascii(compile("1", n, "exec").co_filename)[:20])
    except Exception as e: print(type(e).__name__, e)
    try: compile("1 1", n, "exec")
    except Exception as e: print(type(e).__name__, len(getattr(e, 'filename', '')), ascii(str(e))[:40])
for s in ("a\0b", b"a\0b"):
    try: compile(s, "f", "exec")
    except Exception as e: print(type(e).__name__, e)
