"""What a real interpreter would crash of, or do to the machine: what heapd says instead.

    refused.py DRIVER
"""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from pairs import run  # noqa: E402

EXPECTED = {
    # memory that is nobody's, and writing where objects are
    "import ctypes; ctypes.c_long.from_address(16).value": "ValueError: no memory of this session: 8 bytes at 0x10",
    "import ctypes; ctypes.string_at(2**64 - 1)": "ValueError: no memory of this session: no end of a string from 0xffffffffffffffff on",
    "import ctypes; ctypes.string_at(-1)": "ValueError: no address: not from 0 to 2**64 - 1",
    "import ctypes; ctypes.string_at(id([]) - id([]) + 1, 10**15)": "ValueError: no memory of this session: 1000000000000000 bytes at 0x1",
    "import ctypes; ctypes.c_long.from_address(id([])).value = 3":
        "PermissionError: [Errno 1] Operation not permitted: the memory of a heap can be read, not written",
    "import ctypes; ctypes.memset(id([]), 0, 8)": "PermissionError: [Errno 1] Operation not permitted: the memory of a heap can be read, not written",
    "import ctypes; ctypes.cast(17, ctypes.py_object).value": "ValueError: no object lives at 0x11",
    "import ctypes; ctypes.py_object.from_address(id([]) + 24).value": None, # whatever is there: no crash
    "import ctypes; ctypes.CDLL('libc.so.6')": "OSError: a heap has no libraries to load",
    "import ctypes; ctypes.pythonapi.Py_IncRef": "AttributeError: a heap has no C functions: Py_IncRef",
    # profilers that are not there, states that are none
    "import _lsprof; _lsprof._enable(99, True, True)": "ValueError: there is no such profiler",
    "import _lsprof; _lsprof._rows(-1)": "ValueError: there is no such profiler",
    "import _random; _random.Random().setstate((0,) * 7)": "ValueError: state vector is the wrong size",
    "import _random; _random.Random().setstate((0,) * 624 + (625,))": "ValueError: invalid state",
    "import random; random.getrandbits(2**40)": "MemoryError",
    "import json; json.loads('[' * 10**6)": None,
    "import cProfile; p = cProfile.Profile(); p.enable(); p.clear(); p._number = 5; p.disable()": "ValueError: there is no such profiler",
    "import sys; sys.setprofile(lambda f, e, a: 1 / 0); len('')": "ZeroDivisionError: division by zero",
    "import sys\ndef t(f, e, a): f.f_locals; return t\nsys.settrace(t)\ndef g(n): return n and g(n - 1)\ng(10**6)": None,
    "import tracemalloc; tracemalloc.Snapshot([], 1).dump('/tmp/x')": "PermissionError: [Errno 1] Operation not permitted: a heap has no files",
    "import sys; sys.breakpointhook()": "RuntimeError: a session has no debugger",
    "import random; random.SystemRandom().random()": None,
    # functions without what they must be given
    "eval()": None, "exec()": None, "compile()": None, "compile('1')": "TypeError: compile() missing required argument 'filename' (pos 2)",
    "compile(source='1', filename='', mode='exec', flags=0)\n__import__()": "TypeError: __import__() missing required argument 'name' (pos 1)",
    "__build_class__()": "TypeError: __build_class__: not enough arguments", "open()": None, "sorted()": "TypeError: sorted expected 1 argument, got 0",
    "eval('pass')": "SyntaxError: invalid syntax", "eval('return 1')": "SyntaxError: invalid syntax", "eval('x: int')": "SyntaxError: invalid syntax",
    # what is left out
    "compile('1', '', 'exec', 0x400)": "NotImplementedError: compile(): syntax trees (ast.PyCF_ONLY_AST) are not supported",
    "import asyncio": "ModuleNotFoundError: No module named 'asyncio'",
    "help()": "NotImplementedError: a session has no help(): look at __doc__ and dir()",
}


def main():
    wrong = 0
    for program, expected in EXPECTED.items():
        for minor in "11", "14":
            with tempfile.NamedTemporaryFile("w", suffix=".py") as f:
                f.write(program + "\n")
                f.flush()
                done = run([sys.argv[1], minor, f.name])
            last = done.stderr.decode().strip().split("\n")[-1]
            if done.returncode not in (0, 1) or expected is not None and last != expected:
                wrong += 1
                print("%s as 3.%s\n  expected %s\n  got %d: %s" % (program, minor, expected, done.returncode, done.stderr.decode()[-300:]))
    print("%d programs, %d wrong" % (2 * len(EXPECTED), wrong))
    return 1 if wrong else 0


sys.exit(main())
