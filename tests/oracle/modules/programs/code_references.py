# How often code counts that runs: who compiles it, its function and its frame have it.
import sys


def count():
    print(sys.getrefcount(sys._getframe().f_code))


def generate():
    yield sys.getrefcount(sys._getframe().f_code)


print(sys.getrefcount(sys._getframe().f_code))
exec("print(sys.getrefcount(sys._getframe().f_code))")
print(eval("sys.getrefcount(sys._getframe().f_code)"))
code = compile("print(sys.getrefcount(sys._getframe().f_code))", "text", "exec")
exec(code)
eval(code)
count()
print(list(generate()), [sys.getrefcount(sys._getframe().f_code) for _ in "a"])


class InClass:
    print(sys.getrefcount(sys._getframe().f_code))
