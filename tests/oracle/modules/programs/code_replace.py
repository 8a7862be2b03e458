import types
def f(a, b=2):
    c = a + b
    return c, "text"
code = f.__code__
def t(call):
    try: print(call())
    except (TypeError, SystemError, OverflowError) as e: print(type(e).__name__, e)
new = code.replace(co_name="g", co_filename="other.py", co_firstlineno=100)
print(new.co_name, new.co_filename, new.co_firstlineno, new == code, code.replace() == code, code.replace() is code)
print(sorted({line for _, _, line in new.co_lines() if line is not None}), next(iter(new.co_positions())))
g = types.FunctionType(new, globals(), "g", (5,))
print(g(1, 1), g(1), g)
changed = code.replace(co_consts=tuple("TEXT" if c == "text" else c for c in code.co_consts))
print(types.FunctionType(changed, {})(1, 2))
def fails(): raise ValueError
try: types.FunctionType(fails.__code__.replace(co_firstlineno=1000), {"ValueError": ValueError})()
except ValueError as e: print(e.__traceback__.tb_next.tb_lineno)
for name, value in (("co_name", 5), ("co_consts", [1]), ("co_firstlineno", "x"), ("co_filename", b"x"), ("zzz", 1), ("co_qualname", None), ("co_firstlineno", 2**40)):
    t(lambda: code.replace(**{name: value}))
t(lambda: code.replace(1))
t(lambda: code.replace(co_argcount=code.co_argcount, co_flags=code.co_flags, co_names=code.co_names, co_varnames=code.co_varnames).co_name)
print([code._varname_from_oparg(i) for i in range(3)])
# an alias that is unpacked
print([*tuple[int, str]], next(iter(list[int])), [*tuple[int]] == [tuple[int]], [*tuple[int]][0].__unpacked__)
def variadic(*args: *tuple[int, ...]): pass
print("replaced".replace("e", "E", 1))
print(list(reversed(types.MappingProxyType({"a": 1, "b": 2}))))
