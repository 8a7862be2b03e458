"""The Python examples of the documents: what they print on heapd is what the real CPythons of this machine print.

    compare.py DRIVER [EXAMPLE...]

Each runs as it stands, and once more with its functions called: most of those that only define them are called nowhere. The cells of a notebook are
one program besides, as they are where somebody reads it. Addresses are masked. What else is not compared, and why, is in DIFFERENT below.
"""
import ast
import difflib
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import SKIP, find_pairs, name_of, run, run_real  # noqa: E402

NOTEBOOKS = ["000", "001"]

# Imports of third parties are replaced by nothing that does something.
THIRD = {
    "from memory_profiler import profile": "def profile(function): return function",
    "import objgraph": "class objgraph: show_refs = staticmethod(lambda *args, **kwargs: None)",
}


# Functions that are not called: {example: {function: why}}
UNCALLED = {
    "002_30": {"heap_exhaustion": "takes whatever memory the machine of a real interpreter has"},
}

# Lines that are not compared: {example: [(pattern, why)]}. Those of each side that match are left out.
COLLECTOR = "counts what the interpreter itself has made, or when it collected before"
TIME = "is a time"
FREE = "counts blocks that a real interpreter takes from its free lists, and those of its own tracemalloc.py"
PROFILE = "is a time, or calls of the interpreter's own functions"
DIFFERENT = {
    "000_01": [(r"Garbage collector stats:", COLLECTOR)],
    "001_02": [(r"Objects in gen", COLLECTOR)],
    "001_07": [(r".*: size=", FREE)],
    "002_37": [(r"(Regular|Slotted) class access time|Speedup", TIME)],
    "002_41": [(r"String concatenation:|List join:|Speedup", TIME)],
    "002_42": [(r"(List as queue|Deque as queue|Speedup|Manual counting|Counter|defaultdict):", TIME)],
    "002_34": [(r"gc: ", COLLECTOR)],
    "002_46": [(r".*: size=", FREE), (r"Before GC|After GC|Objects collected|gc: ", COLLECTOR)],
    "002_47": [(r"(Without|With) interning", TIME)],
    "002_50": [(r".* took |.* function calls|.* [0-9.]+ +[0-9.]+ ", PROFILE)],
    "003_03": [(r"\(\d+, \d+, \d+\)", COLLECTOR)],
    "003_04": [(r"GC tracking|gc: |x has", COLLECTOR)],
    "003_10": [(r".*: size=|Current:|Peak:", FREE)],
}

# What 3.14 has changed since 3.13, which stands for it here.
CHANGED = {
    "002_11": [(r"Tuple size", "tuples keep their hash")],
    "002_29": [(r"(Initial|After|Final) ?.*(ref|del|count)", "fast locals are borrowed")],
    "002_31": [(r"Generator size", "frames are larger")],
    "002_32": [(r"(Initial|After) .*ref", "fast locals are borrowed")],
    "002_49": [(r"Generator memory", "frames are larger")],
    "003_06": [(r"\d+$", "tuples keep their hash")],
}


def different(name, minor):
    tables = [DIFFERENT] + ([CHANGED] if minor == 14 else [])
    if name.endswith("all"):
        return [row for table in tables for example, rows in table.items() if example[:3] == name[:3] for row in rows]
    return [row for table in tables for row in table.get(name.split(" ")[0], [])]


def clean(name, minor, text):
    """Without addresses (Debian's interpreter has its own objects at short ones), frames of the library, and lines that are not compared."""
    text = re.sub(r"0x[0-9a-f]{6,}|\b([0-9]{13,16}|1(0[5-9]|1[0-9])[0-9]{5})\b", "ADDRESS", text)
    text = re.sub(r'  File "(?:<frozen [^"]*>|[^"]*/lib/python3[^"]*)", line .*\n(?:    .*\n)*', "", text)
    rows = [pattern for pattern, why in different(name, minor)]
    return [line for line in text.split("\n") if not any(re.match(pattern, line.strip()) for pattern in rows)]


def with_calls(name, source):
    """The example, and calls of those of its functions that need no arguments."""
    calls = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and len(node.args.args) == len(node.args.defaults) and node.name not in UNCALLED.get(name, {}):
            calls.append("try:\n    %s()\nexcept Exception as e:\n    print(type(e), e)\n" % node.name)
    return source + "\n" + "".join(calls) if calls else None


def programs():
    """(name, source)"""
    whole = {}
    for path in sorted((HERE / "examples").glob("*.py")):
        source = path.read_text(encoding="utf-8")
        for line, instead in THIRD.items():
            source = re.sub("^%s.*$" % re.escape(line), instead, source, flags=re.M)
        yield path.stem, source
        called = with_calls(path.stem, source)
        if called:
            yield path.stem + " called", called
        if path.stem[:3] in NOTEBOOKS:
            whole.setdefault(path.stem[:3], []).append(source)
    for name, sources in whole.items():
        yield name + "_all", "\n".join(sources)


def texts(done):
    return done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def main():
    driver, chosen = sys.argv[1], sys.argv[2:]
    versions = find_pairs()
    if not versions:
        return SKIP
    wrong = compared = 0
    for name, source in programs():
        if chosen and name.split(" ")[0] not in chosen:
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "example.py"
            path.write_text(source, encoding="utf-8")
            for python, minor in versions:
                real = texts(run_real(python, path, seconds=240))
                ours = texts(run([driver, minor, path], 240))
                compared += 1
                for expected, got in zip(real, ours):
                    lines = list(difflib.unified_diff(clean(name, minor, expected), clean(name, minor, got), "%s on %s" % (name, name_of(python)), "heapd", lineterm="", n=0))
                    print("\n".join(lines[:40]), end="\n" if lines else "")
                    wrong += bool(lines)
    print("%d runs compared, %d differ" % (compared, wrong))
    return 1 if wrong or not compared else 0


sys.exit(main())
