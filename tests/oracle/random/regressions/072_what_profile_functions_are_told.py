# A profile function is told of a method of a builtin type as of one that is bound; a trace function of a module's code that begins in line 0. 3.14 too.
import sys


def trace(f, event, argument):
    print(event, f.f_code.co_name, f.f_lineno)
    return trace


def profile(f, event, argument):
    if event.startswith("c_"):
        print(event, type(argument).__name__, argument.__name__, getattr(argument, "__self__", None))


sys.settrace(trace)
exec("x = 1\ny = 2")
eval("1 + 1")
sys.settrace(None)
sys.setprofile(profile)
"a".upper()
(5).bit_length()
[].append(1)
len([])
{}.get(1)
str.upper("b")
"{}".format(*[1])
" ".join(["a"])
try:
    [].pop()
except IndexError:
    pass
sys.setprofile(None)
