"""What the documents do with packages of third parties, memory_profiler and objgraph: it works as they say.

    third.py DRIVER
"""
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import run  # noqa: E402

# The increments that document 003 shows for its example, in MiB: 8, 16, -16 and 24 million bytes of pointers.
INCREMENTS = ["7.6", "15.3", "-15.3", "22.9"]

FORMS = '''
import io, sys
import memory_profiler
from memory_profiler import profile, memory_usage

stream = io.StringIO()

@profile(stream=stream, precision=3)
def outer(n):
    """Of two."""
    def inner(i):
        return [i] * 1000

    kept = []
    for i in range(n):
        kept.append(inner(i))
    return len(kept)

assert outer.__name__ == "outer" and outer.__doc__ == "Of two."
assert outer(3) == 3
lines = stream.getvalue().split("\\n")
assert lines[0].startswith("Filename: ") and lines[1] == ""
assert lines[2] == "Line #    Mem usage    Increment  Occurrences   Line Contents" and lines[3] == "=" * len(lines[2]), lines
assert [line.split()[0] for line in lines[4:14]] == [str(n) for n in range(8, 18)], lines
assert lines[14:] == ["", "", ""], lines
rows = {line.split()[0]: line.split()[5:6] for line in lines[4:14] if " MiB" in line}
assert rows == {"8": ["1"], "11": ["4"], "12": ["3"], "14": ["1"], "15": ["4"], "16": ["3"], "17": ["1"]}, rows
assert sys.gettrace() is None

@profile
def fails():
    1 / 0

try:
    fails()
except ZeroDivisionError:
    pass
assert sys.gettrace() is None
assert len(memory_usage(-1)) == 1
(before, after), kept = memory_usage((lambda: [0] * 1000000, (), {}), retval=True)
assert 7.6 < after - before < 7.7 and len(kept) == 1000000
'''

GRAPHS = '''
import gc, io, re, sys
import objgraph

class Tree:
    def __init__(self, child=None):
        self.child = child

class Slots:
    __slots__ = ("left", "right")

def edges(show, *objects, **options):
    text = io.StringIO()
    show(list(objects), output=text, **options)
    text = text.getvalue()
    assert text.startswith("digraph ObjectGraph {") and text.endswith("}\\n"), text
    names = dict(re.findall(r'^  (o\\d+)\\[label="(.*?)"', text, re.M))
    return [(names[a].split("\\\\n")[0], label, names.get(b, b).split("\\\\n")[0]) for a, b, label in
            re.findall(r'^  (o\\d+) -> (\\w+)(?: \\[label="(.*)"\\])?', text, re.M) if a in names]

leaf = Tree()
top = Tree(Tree(leaf))
before = gc.get_referents(top)
found = edges(objgraph.show_refs, top, filter=lambda o: type(o) is Tree)
assert found == [("Tree", "child", "Tree")] * 2, found
assert [type(o) for o in gc.get_referents(top)] == [type(o) for o in before] # looking has made no __dict__
found = edges(objgraph.show_backrefs, leaf, max_depth=1, refcounts=True)
assert sorted(label for _, label, _ in found) == ["[0]", "child", "leaf"] and {to for _, _, to in found} == {"Tree [3]"}, found # [0]: of the arguments
both = Slots()
both.left, both.right = [both], {"key": both}
assert [e for e in edges(objgraph.show_refs, both) if e[2] == "Slots"] == [("list", "[0]", "Slots"), ("dict", "key", "Slots")]
assert len(edges(objgraph.show_refs, [[], [], [], []], max_depth=1, too_many=3)) == 4

chain = objgraph.find_backref_chain(leaf, objgraph.is_proper_module)
assert chain[0] is sys.modules["__main__"] and chain[-1] is leaf and len(chain) == 3, chain
assert objgraph.find_ref_chain(top, lambda o: o is leaf) == [top, top.child, leaf]
assert objgraph.find_backref_chain(leaf, lambda o: False, max_depth=1) == [leaf]
assert edges(lambda objects, output: objgraph.show_chain(chain, output=output)) == [("dict", "leaf", "Tree"), ("module", "", "dict")] or \\
    [e[::2] for e in edges(lambda objects, output: objgraph.show_chain(chain, output=output))] == [("dict", "Tree"), ("module", "dict")]

assert objgraph.count("Tree") == objgraph.count("__main__.Tree") == len(objgraph.by_type("Tree")) == 3
assert objgraph.typestats(objgraph.by_type("Tree")) == {"Tree": 3}
assert objgraph.at(id(top)) is top and objgraph.at(1) is None and objgraph.at_addrs({id(top)}) == [top]
objgraph.growth()
kept = [Tree() for _ in range(50)]
assert ("Tree", 53, 50) in objgraph.growth()
assert not [row for row in objgraph.growth() if row[0] == "Tree"]
del kept
more = [Tree() for _ in range(60)]
text = io.StringIO()
objgraph.show_growth(file=text, limit=1)
assert text.getvalue() == "Tree       63       +10\\n", text.getvalue()
assert dict(objgraph.most_common_types(limit=None))["Tree"] == 63
text = io.StringIO()
objgraph.show_most_common_types(objects=more, file=text)
assert text.getvalue() == "Tree 60\\n"
text = io.StringIO()
objgraph.get_new_ids(file=text)
new = Tree()
assert objgraph.get_new_ids(file=text)["Tree"] == {id(new)}
lost = [[]]
assert [] not in objgraph.get_leaking_objects([lost, lost[0]]) and lost in objgraph.get_leaking_objects([lost, lost[0]])
try:
    objgraph.show_refs([top], filename="a.dot", output=text)
except ValueError as error:
    assert str(error) == "Cannot specify both output and filename."
'''


def check(driver, minor):
    wrong = []
    table = run([driver, minor, HERE / "examples" / "003_11.py"], 120).stdout.decode()
    if re.findall(r"MiB +(-?\d+\.\d) MiB +1 +[a-z]", table)[:4] != INCREMENTS:
        wrong.append("the table of memory_profiler is not that of the document:\n" + table)
    dot = run([driver, minor, HERE / "examples" / "001_08.py"], 120).stdout.decode()
    if not dot.startswith("digraph") or dot.count('[label="Tree\\n') != 3 or dot.count('[label="child"]') != 3:
        wrong.append("the graph of three nodes is none:\n" + dot)
    for name, text in (("memory_profiler", FORMS), ("objgraph", GRAPHS)):
        with tempfile.NamedTemporaryFile("w", suffix=".py") as program:
            program.write(text)
            program.flush()
            ran = run([driver, minor, program.name], 120)
        if ran.returncode or ran.stderr:
            wrong.append("%s: %s%s" % (name, ran.stdout.decode()[-1500:], ran.stderr.decode()[-1500:]))
    return ["3.%d: %s" % (minor, text) for text in wrong]


def main():
    wrong = check(sys.argv[1], 11) + check(sys.argv[1], 14)
    print("\n".join(wrong) if wrong else "memory_profiler and objgraph do what the documents do with them")
    return bool(wrong)


sys.exit(main())
