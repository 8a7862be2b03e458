"""For each path read from standard input, one line: what the Python that runs this makes of that file, in the form that driver.c prints.
Runs on every CPython from 3.6 on; before 3.8, nodes have no ends and constants are of other classes."""
import ast
import re
import sys
import threading
import warnings

SKIPPED = {"type_comment", "type_ignores"}
LATER = {"type_params", "default_value"}  # of later versions: told where there are some
DECLARED = re.compile(rb"^[ \t\f]*#.*?coding[:=]", re.M)
PLAIN = set(range(0x21, 0x7f)) - set(b'"\\()[]@')


def text(kind, value):
    data = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return '%s"%s"' % (kind, "".join(chr(c) if c in PLAIN else "\\%02x" % c for c in data))


def constant(value):
    if value is None or value is True or value is False:
        return repr(value)
    if value is Ellipsis:
        return "Ellipsis"
    if isinstance(value, str):
        return text("s", value)
    if isinstance(value, bytes):
        return text("b", value)
    if isinstance(value, int):
        return "I%#x" % value
    if isinstance(value, float):
        return "F%r" % value
    return "C%r" % value.imag


def position(node):
    if not hasattr(node, "lineno"):
        return ""
    return "@%d:%d-%s:%s" % (node.lineno, node.col_offset, getattr(node, "end_lineno", "?"), getattr(node, "end_col_offset", "?"))


def old_constant(name, node):
    """Num, Str, Bytes, NameConstant and Ellipsis became Constant with 3.8."""
    value = {"Num": "n", "Str": "s", "Bytes": "s", "NameConstant": "value"}.get(name)
    return "Constant%s( %s -)" % (position(node), constant(getattr(node, value) if value else Ellipsis))


def index(node):
    """Index and ExtSlice are no nodes any more from 3.9."""
    if type(node).__name__ == "Index":
        return node.value
    if type(node).__name__ == "ExtSlice":
        return ast.Tuple(elts=[index(d) for d in node.dims], ctx=ast.Load())
    return node


def field(node, name, value, out):
    out.append(" ")
    if name == "slice":
        value = index(value)
    if isinstance(value, list):
        out.append("[")
        for item in value:
            field(node, None, item, out)
        out.append("]")
    elif isinstance(value, ast.AST):
        dump(value, out)
    elif type(node).__name__ == "Constant" and name == "value":
        out.append(constant(value))
    elif type(node).__name__ == "MatchSingleton":
        out.append(repr(value))
    elif value is None:
        out.append("-")
    elif isinstance(value, str):
        out.append(text("n", value))
    else:
        out.append("i%d" % value)


def dump(node, out):
    name = type(node).__name__
    if name in ("Num", "Str", "Bytes", "NameConstant", "Ellipsis"):
        out.append(old_constant(name, node))
        return
    fields = [f for f in node._fields if f not in SKIPPED and not (f in LATER and not getattr(node, f))]
    if not fields and not hasattr(node, "lineno"):
        out.append(name)
        return
    out.append(name + position(node) + "(")
    if name == "arguments" and "posonlyargs" not in fields:
        out.append(" []")
    for f in fields:
        field(node, f, getattr(node, f, None), out)
    out.append(")")


def answer(path):
    with open(path, "rb") as file:
        source = file.read()
    if not source.startswith(b"\xef\xbb\xbf") and not DECLARED.search(b"\n".join(source.split(b"\n")[:2])) and b"\0" not in source:
        try:
            source = source.decode()  # errors in bytes without a declared encoding are told in bytes, others in characters
        except UnicodeDecodeError:
            pass
    try:
        tree = ast.parse(source, path)
    except SyntaxError as e:
        return "!%s|%s|%s|%s|%s|%s" % (type(e).__name__, e.lineno or 0, e.offset or 0, getattr(e, "end_lineno", 0) or 0, getattr(e, "end_offset", 0) or 0, e.msg)
    except (ValueError, MemoryError, RecursionError, UnicodeError, OverflowError) as e:
        return "!%s|0|0|0|0|%s" % (type(e).__name__, e)
    out = []
    dump(tree, out)
    return "".join(out)


def main():
    warnings.simplefilter("ignore")
    for path in sys.stdin:
        line = answer(path.rstrip("\n")).replace("\n", "\\n")
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


sys.setrecursionlimit(100000)
threading.stack_size(512 << 20)
thread = threading.Thread(target=main)
thread.start()
thread.join()
