# Template strings: literals, what is made by hand, put together, gone through, copied.
import sys

PROGRAM = '''
import copy
import pickle
from string.templatelib import Interpolation, Template, convert

name, number, width = "World", 3.5, 9


def literals():
    return [t"", t"plain", t"{name}", t"a{name!r:>{width}}b{number=:.2f}c", t"{name}" t"{number}", rt"\\\\n{name}", t"{t"{name}"}"]


def texts(t):
    return "".join(part if isinstance(part, str) else format(convert(part.value, part.conversion), part.format_spec) for part in t)


for t in literals():
    texts(t), repr(t), t.values, hash(t)
    texts(copy.copy(t)), texts(copy.deepcopy(t)), texts(pickle.loads(pickle.dumps(t)))
made = Template("a", "b", Interpolation(1, "one"), Interpolation(2), "c" * 40, "d" * 40)
texts(made + made + t"{number}")
for wrong in (lambda: made + "a", lambda: Template(1), lambda: Interpolation(1, 2), lambda: Interpolation(1, "", "z"), lambda: eval("t'{'")):
    try:
        wrong()
    except (TypeError, ValueError, SyntaxError):
        pass
match made.interpolations[0]:
    case Interpolation(value, expression):
        pass
'''

if sys.version_info >= (3, 14):
    exec(PROGRAM)
