def x(src):
    try: exec(src, {}); print("ok", src[:60])
    except BaseException as e: print(type(e).__name__, e, src[:60])
for old in ("", "(A0)", "(int)", "(list)", "(dict)", "(Exception)", "(OSError)", "(S)", "(str)", "(tuple)"):
    for new in ("int", "list", "dict", "A0", "S", "Exception", "str", "tuple", "object", "float", "type", "B0, A0"):
        x("class A0: pass\nclass B0: pass\nclass S: __slots__='q',\nclass A%s: pass\nA.__bases__=(%s,)" % (old, new))
