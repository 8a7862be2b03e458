"""Writes text_signature_table.c: what __text_signature__ says of the functions, methods and types of CPython that heapd has in C as well.

    python3 text_signatures.py PYTHON_3_11 PYTHON_3_13 DRIVER > text_signature_table.c

Each interpreter walks its modules and types (walk() below), and heapd's own, started with the driver of tests/oracle/python, says which of these
there are. 3.14 has the signatures of 3.13, which is the last that could be asked, and those of what is new in it (LATER).
"""
import json
import subprocess
import sys
import tempfile

PROGRAM = '''
import sys
MODULES = """builtins math sys sys.monitoring gc time itertools functools _functools collections _collections operator _operator _abc _weakref _json _sre re _thread
tracemalloc _tracemalloc array bisect _bisect heapq _heapq random _random datetime decimal struct _struct warnings _warnings codecs _codecs io _io types weakref atexit
typing""".split()


def hidden():
    """Types that have no name in a module."""
    import collections, itertools, re, types
    def generator():
        yield
    for one in (iter([]), reversed([]), iter(()), iter(""), iter(b""), iter(bytearray()), iter({}), iter({}.items()), iter({}.values()), iter({1}),
                iter(range(1)), iter(range(1 << 70)), iter(len, 1), {}.keys(), {}.values(), {}.items(), reversed({}), generator(),
                iter(collections.deque()), reversed(collections.deque()), iter(collections.OrderedDict()), collections.OrderedDict().keys(),
                collections.OrderedDict().values(), collections.OrderedDict().items(), iter(memoryview(b"")), re.finditer("a", "a"), re.match("a", "a"),
                re.compile("a"), itertools.tee([])[0], next(itertools.groupby("a"))[1], object.__init__, object().__init__, str.join, "".join,
                dict.__dict__["fromkeys"], list[int], iter(list[int]), int | str, types.SimpleNamespace(), types.MappingProxyType({}), sys._getframe(), NotImplemented,
                type.__dict__["__dict__"], type.__dict__["__basicsize__"], generator.__code__, generator, types.ModuleType("m"), ..., None):
        yield type(one)


def walk():
    """(name, what __text_signature__ is asked of): MODULE.FUNCTION, TYPE, TYPE.METHOD; .SLOT, which is the same for every type."""
    done = set()
    types = list(hidden())
    for name in MODULES:
        try:
            module = sys.monitoring if name == "sys.monitoring" else __import__(name)
        except (ImportError, AttributeError):
            continue
        for value in list(vars(module).values()):
            if type(value) is type(len) and isinstance(value.__module__, str) and (value.__self__ is None or type(value.__self__) is type(sys)):
                yield ("_io" if value.__module__ == "io" else value.__module__) + "." + value.__name__, value
            elif isinstance(value, type):
                types.append(value)
    for cls in types:
        if cls in done or cls.__flags__ & 1 << 9 and not cls.__flags__ & 1 << 8:
            continue
        done.add(cls)
        title = cls.__qualname__ if cls.__module__ == "builtins" else cls.__module__ + "." + cls.__qualname__
        yield title, cls
        for name, value in vars(cls).items():
            kind = type(value).__name__
            if kind == "wrapper_descriptor" or name == "__new__":
                yield "." + name, getattr(cls, name)
            elif kind in ("method_descriptor", "classmethod_descriptor"):
                yield title + "." + name, value
            elif kind in ("staticmethod", "builtin_function_or_method"):
                yield title + "." + name, getattr(cls, name)


found = {}
for name, value in walk():
    text = getattr(value, "__text_signature__", None)
    if text is None or isinstance(text, str):
        found.setdefault(name, set()).add(text)
import json
print(json.dumps({name: sorted(texts, key=str) for name, texts in found.items()}))
'''


LATER = {
    "_heapq.heapify_max": "($module, heap, /)",
    "_heapq.heappop_max": "($module, heap, /)",
    "_heapq.heappush_max": "($module, heap, item, /)",
    "_heapq.heappushpop_max": "($module, heap, item, /)",
    "_heapq.heapreplace_max": "($module, heap, item, /)",
    "_operator.is_none": "($module, a, /)",
    "_operator.is_not_none": "($module, a, /)",
    "bytearray.resize": "($self, size, /)",
    "complex.from_number": "($type, number, /)",
    "decimal.Decimal.from_number": "($type, number, /)",
    "float.from_number": "($type, number, /)",
    "memoryview.count": "($self, value, /)",
    "memoryview.index": "($self, value, start=0, stop=sys.maxsize, /)",
    "sys.monitoring.clear_tool_id": "($module, tool_id, /)",
}


NAMES = {"builtins.open": "_io.open"}  # heapd's, CPython's


def ask(*command):
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def literal(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") if text else "NULL"


def main():
    *pythons, driver = sys.argv[1:]
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(PROGRAM)
        file.flush()
        asked = [ask(python, "-S", file.name) for python in pythons]
        ours = [ask(driver, minor, file.name) for minor in ("11", "14")]
    rows = []
    for name in sorted(set(ours[0]) | set(ours[1])):
        texts = []
        for real in asked:
            told = [text for text in real.get(NAMES.get(name, name), []) if text]
            if len(told) > 1:
                print("several: %s %r" % (name, told), file=sys.stderr)
            texts.append(told[0] if told else None)
        texts[-1] = texts[-1] or LATER.get(name)
        if any(texts):
            rows.append((name, *texts))
    print("/* What __text_signature__ says: written by text_signatures.py. By name, in the order of strcmp(). */")
    print('#include "daemon/heap/object/text_signature.h"\n')
    print("#define SAME(name, text) {name, {text, text}}\n\nconst struct text_signature text_signatures[] = {")
    for name, early, late in sorted(rows, key=lambda row: row[0].encode()):
        if early == late:
            print("    SAME(%s, %s)," % (literal(name), literal(early)))
        else:
            print("    {%s, {%s, %s}}," % (literal(name), literal(early), literal(late)))
    print("};\nconst size_t text_signature_count = sizeof text_signatures / sizeof *text_signatures;")


if __name__ == "__main__":
    main()
