# compile() with flags and optimize, and the features of the future that are inherited.
from __future__ import annotations
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
for optimize in (-1, 0, 1, 2):
    code = compile("'module'\nassert 0, 'asserted'\nprint(__debug__)\nif __debug__: print('debug')\n"
                   "def f():\n    'doc'\n    return 1\nclass A:\n    'doc'\n    x = 1\nprint(f.__doc__, A.__doc__, f())\ndef g(): 'alone'\nprint(g.__doc__, g())",
                   "f", "exec", optimize=optimize)
    space = {}
    t(lambda: exec(code, space))
    print(space.get("__doc__"))
source = "def f(a: 1 + 1): pass\nprint(f.__annotations__)\n"
exec(source)
exec(compile(source, "f", "exec"))
exec(compile(source, "f", "exec", dont_inherit=True))
exec(compile(source, "f", "exec", 0x1000000, True))
print(hex(compile("1", "f", "exec").co_flags & 0x1fe0000), hex(compile("1", "f", "eval", 0, True).co_flags & 0x1fe0000), hex(compile("1", "f", "exec", 0x100000, True).co_flags & 0x1fe0000))
t(lambda: eval("(lambda: 1).__code__.co_flags & 0x1fe0000"))
