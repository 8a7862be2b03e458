"""What a program's first objects take of traced memory: some find blocks that the interpreter's start has left in free lists.

    start.py DRIVER            heapd against start.txt, and start.txt against the CPython 3.11.7 of this machine, if there is one
    start.py --record          writes start.txt anew, from that

The blocks are those of 3.11.7 as it is built from its sources: Debian's 3.11.2 starts with other files, and leaves fewer lists.
"""
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import VERSIONS, find_python, run, run_real, version_of  # noqa: E402

RECORD = HERE / "start.txt"

MADE = ["[]", "{}", "{'a': 1}", "i + .5", "(i,)", "(i, i)", "(i, i, i)", "(i,) * 4", "(i,) * 5", "(i,) * 9", "(i,) * 12", "(i,) * 13", "(i,) * 17"]

BEFORE = [
    "",
    "import sys\n",
    "import collections, functools, random\n",
    "import re\nre.compile('a+b')\n",
    "class A:\n    pass\n",
    "class A:\n    def f(self): return 5\nclass B(A):\n    pass\nb = B()\n",
    "from collections import namedtuple\nP = namedtuple('P', 'x y')\n",
    "import contextlib\n@contextlib.contextmanager\ndef f():\n    yield\nwith f(): pass\n",
    "import enum\nclass C(enum.Enum):\n    A = 1\n    B = 2\n",
    "class N:\n    def __init__(self, v):\n        self.v = v\n        self.next = None\nl = [N(i) for i in range(50)]\n",
    *("".join("def f%d(a, b):\n    x = 1\n" % i for i in range(n)) for n in (9, 17, 21, 30, 50)),
    *("".join("class C%d:\n    def m(self): return 5\n    def n(self): return 6\n" % i for i in range(n)) for n in (5, 9)),
]

BEGIN = """import tracemalloc
k = [[None] * 100 for _ in range(%d)]
tracemalloc.start()
traced = tracemalloc.get_traced_memory
told = [0] * len(k)
"""
MAKE = """
began = traced()[0]
i = 0
while i < 100:
    k[%d][i] = %s
    i += 1
told[%d] = traced()[0] - began
"""


def programs():
    """Each prints a list of numbers in the order of MADE."""
    makes = "".join(MAKE % (i, made, i) for i, made in enumerate(MADE))
    return [before + BEGIN % len(MADE) + makes + "print(told)\n" for before in BEFORE]


def answers(runner):
    told = ""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "start.py")
        for program in programs():
            path.write_text(program)
            done = runner(path)
            assert done.returncode == 0, done.stderr.decode()
            told += done.stdout.decode()
    return told


def main():
    python = find_python(11)
    is_same = python and version_of(python) == VERSIONS[11]
    real = answers(lambda path: run_real(python, path, site=True)) if is_same else None
    if sys.argv[1] == "--record":
        RECORD.write_text(real)
        return 0
    recorded = RECORD.read_text()
    wrong = 0
    for name, told in (("CPython", real), ("heapd", answers(lambda path: run([sys.argv[1], 11, path])))):
        for before, one, other in zip(BEFORE, (told or recorded).splitlines(), recorded.splitlines()):
            if one != other:
                wrong += 1
                print("%r ...\n    of %s\n    %s: %s\n    recorded: %s" % (before[:100], ", ".join(MADE), name, one, other))
    print("%d numbers compared%s, %d programs differ" % (len(BEFORE) * len(MADE), "" if real else " with what is recorded", wrong))
    return 1 if wrong else 0


sys.exit(main())
