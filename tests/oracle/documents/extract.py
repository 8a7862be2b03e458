"""Takes the Python examples out of the documents that heapd is drawn from, into examples/DOCUMENT_NUMBER.py.

    extract.py FOLDER_OF_DOCUMENTS

The documents are not part of the tree, the examples are. Each document marks its code in its own way: cells of a notebook, fenced blocks, blocks
that end with a line "Python", or plain lines whose indentation is lost; the last ones are written here with their indentation again.
"""
import ast
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent


def parses(lines):
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError:
        return None


def longest(lines):
    """The longest beginning of the lines that is Python, up to an empty line or a heading."""
    best = []
    for end in range(1, len(lines) + 1):
        if end == len(lines) or not lines[end].strip() or re.match(r"#{2,} ", lines[end]):
            tree = parses(lines[:end])
            if tree and tree.body:
                best = lines[:end]
            if end < len(lines) and re.match(r"#{2,} ", lines[end]):
                break
    return best


def cells(text):
    """Of a notebook: from "In [..]:" to the output, or to the text that follows."""
    for part in re.split(r"^In \[[^]]*\]:$", text, flags=re.M)[1:]:
        lines = part.strip("\n").split("\n")
        code = longest(lines)
        while code and re.fullmatch("True|False|", code[-1]): # output
            code.pop()
        yield code


def fenced(text):
    for block in re.findall(r"^```python\n(.*?)^```", text, flags=re.M | re.S):
        yield block.rstrip("\n").split("\n")


def suffix(lines):
    """The lines before a mark that are Python: upward from there until something is none."""
    best = []
    for start in range(len(lines) - 1, -1, -1):
        if not lines[start].strip() or (start and lines[start][0] == " "):
            continue
        tree = parses(lines[start:])
        if tree is None:
            if best and not lines[start - 1].strip():
                break
            continue
        if tree.body and isinstance(tree.body[0], ast.Expr) and isinstance(tree.body[0].value, (ast.Name, ast.BoolOp)):
            break # a heading
        best = lines[start:]
    return best


def marked(text):
    lines = [line[4:] if line.startswith("    ") else line for line in text.split("\n")]
    last = 0
    for number, line in enumerate(lines):
        if line == "Python":
            code = suffix(lines[last:number])
            if code:
                yield code
            last = number + 1


FLAT = """\
a = [1, 2, 3]
b = [1, 2, 3]
print(a == b) # True – same content
----
class SensorValue:
    def __init__(self, value, tolerance):
        self.value = int(value)
        self.tolerance = int(tolerance)
    def __eq__(self, other):
        # Equality within tolerance
        return abs(self.value - other.value)
----
for i in range(5):
    print(f"id({i+1}) - id({i}) = {id(i+1) - id(i)}")
----
import sys
print(f"{sys.getsizeof(1)=}") # sys.getsizeof(1)=28
----
import sys
x = [1, 2, 3]
print(f"Initial refcount: {sys.getrefcount(x)=}") # 2 (x + argument)
y = x
print(f"Assigning y <- x: {sys.getrefcount(x)=}") # 3
z = x
print(f"Assigning z <- x: {sys.getrefcount(x)=}") # 4
del y
print(f"De‑assigning y: {sys.getrefcount(x)=}") # 3
z = None
print(f"De‑assigning z: {sys.getrefcount(x)=}") # 2
del x
print("Deleted x")
----
import sys
import weakref
class Node:
    def __init__(self, child):
        self.child = child
a = Node(None) # refcnt = 1
b = Node(None)
a_ref = weakref.ref(a) # weak reference, no refcnt increase
a.child = b
b.child = a # creates a cycle, refcnt = 2 for each
print(f"All refs a, b, and a_ref assigned: {sys.getrefcount(a_ref())=}") # 3 (2 + argument)
del a
print(f"After variable A deleted: {sys.getrefcount(a_ref())=}") # 3 (still alive because of the cycle)
del b
print(f"After variable B deleted: {sys.getrefcount(a_ref())=}") # 2 (object freed, but weakref still returns None)
----
import gc
print(f"GC generations thresholds: {gc.get_threshold()}")
# (700, 10, 10) by default
"""


def flat(text):
    for block in FLAT.split("----\n"):
        lines = block.rstrip("\n").split("\n")
        for line in lines:
            assert line.strip() in text, line
        yield lines


WAYS = {"000": cells, "001": cells, "002": marked, "003": fenced, "004": flat}


def main():
    folder = HERE / "examples"
    folder.mkdir(exist_ok=True)
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
        document = path.name[:3]
        for number, code in enumerate(WAYS[document](path.read_text(encoding="utf-8")), 1):
            (folder / ("%s_%02d.py" % (document, number))).write_text("\n".join(code).strip("\n") + "\n", encoding="utf-8")


main()
