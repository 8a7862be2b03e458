import atexit, sys
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("gone", self.n, getattr(sys, "last_type", "?") if sys else None)
g = D("global")
def last():
    print(sys.last_type, sys.last_value, sys.last_traceback.tb_lineno, hasattr(sys, "last_exc"))
atexit.register(last)
def f():
    d = D("frame")
    1/0
print(hasattr(sys, "last_type"))
f()
