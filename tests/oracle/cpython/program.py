"""Makes one program of the stand-ins and a test file of an installed CPython: read where it is, changed in memory, kept nowhere.

An import of a module or a name that heapd has not becomes an absent thing (an ImportError in a try statement that has an answer for it), and a function of the file
with syntax that heapd does not know is left out, so that the rest of the file can run. Line numbers stay.
"""
import ast
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
STAND_INS = ("unittest_standin.py", "support_standin.py")
STOOD_IN = ("unittest", "doctest", "test", "_testcapi", "_testinternalcapi")

# Syntax that heapd may not have: a program that has it, and the nodes that are it.
FEATURES = {
    "async": ("async def f(): await f()", ("AsyncFunctionDef", "AsyncFor", "AsyncWith", "Await")),
    "type": ("type X = int", ("TypeAlias",)),
    "type parameters": ("def f[T](): pass", ("TypeVar", "ParamSpec", "TypeVarTuple")),
}


def read(folder, name):
    """(path, text) of a module test.NAME, or None."""
    base = pathlib.Path(folder, *name.split(".")[1:])
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path, path.read_text(encoding="utf-8")
    return None


def is_python(folder, name):
    """Some are wrong on purpose."""
    found = read(folder, name)
    try:
        return found is not None and ast.parse(found[1]) is not None
    except SyntaxError:
        return False


class File:
    """A module below test, ready to be embedded."""

    def __init__(self, folder, name, there):
        self.folder, self.name, self.there, unknown = folder, name, there, there.unknown
        self.missing = []  # names that heapd's modules have not
        self.path, self.text = read(folder, name)
        self.needs, self.edits = [], []
        self.nodes = tuple(getattr(ast, node) for feature in unknown for node in FEATURES[feature][1] if hasattr(ast, node))
        self.starts = [0]
        for line in self.text.encode().splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.visit(ast.parse(self.text), None, False)
        text = self.text.encode()
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new.encode() + b"\n" * text[start:end].count(b"\n") + text[end:]
        self.text = text.decode()

    def replace(self, node, new):
        first = min([node] + getattr(node, "decorator_list", []), key=lambda one: one.lineno)
        start = self.starts[first.lineno - 1] + first.col_offset - (first is not node)
        self.edits.append((start, self.starts[node.end_lineno - 1] + node.end_col_offset, new))

    def visit(self, node, function, guarded):
        """function: the outermost one around the node."""
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self.imports(node, guarded)
        for name, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if not isinstance(child, ast.AST):
                    continue
                outermost = function
                if function is None and isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    outermost = child
                if outermost is child or function is None and isinstance(child, ast.stmt) and not hasattr(child, "body"):
                    if any(isinstance(one, self.nodes) or getattr(one, "is_async", 0) and self.nodes and ast.Await in self.nodes
                           for one in ast.walk(child)):
                        self.replace(child, "from test import _absent; %s = _absent('%s')" % (child.name, child.name) if hasattr(child, "name") else "pass")
                        continue
                if function is None and isinstance(child, self.nodes) and isinstance(child, ast.stmt):
                    self.replace(child, "pass")
                    continue
                self.visit(child, outermost, guarded or isinstance(node, ast.Try) and name == "body" and catches_import(node))

    def imports(self, node, guarded):
        module = getattr(node, "module", None) or ""
        if getattr(node, "level", 0):
            module = (self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]) + ("." + module if module else "")
        rows = []
        for alias in node.names:
            full = module or alias.name
            top = full.partition(".")[0]
            if top == "test":
                self.need(full)
                if module and alias.name != "*":
                    self.need(full + "." + alias.name)
            missing = module and (module, alias.name) in self.there.missing
            if missing:
                self.missing.append("%s.%s" % (module, alias.name))
            if (top in self.there.absent or missing) and top not in STOOD_IN:
                bound = alias.asname or (alias.name if module else top)
                if alias.name != "*":
                    rows.append((True, '%s = _absent("%s")' % (bound, full + ("." + alias.name if module else ""))))
            else:
                text = alias.name + (" as " + alias.asname if alias.asname else "")
                rows.append((False, "from %s import %s" % (module, text) if module else "import " + text))
        if not any(absent for absent, text in rows) and rows:
            return
        if guarded:
            self.replace(node, 'raise ImportError("there is no %s")' % (module or node.names[0].name))
        else:
            self.replace(node, "; ".join(["from test import _absent"] + [text for absent, text in rows]))

    def need(self, name):
        if name != "test" and not name.startswith("test.support") and name not in self.needs and is_python(self.folder, name):
            self.needs.append(name)


def catches_import(node):
    names = {one.id for handler in node.handlers if handler.type is not None for one in ast.walk(handler.type) if isinstance(one, ast.Name)}
    return any(handler.type is None for handler in node.handlers) or bool(names & {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


class There:
    """What heapd has not: modules, names of modules, features."""

    def __init__(self, modules, names, output):
        lines = {tuple(line.split(" ")) for line in output.splitlines()}
        self.absent = {"ctypes"} | {name for name in modules if ("module", name) not in lines}
        self.missing = {(module, name) for module, name in names
                        if ("name", module, name) not in lines and module.partition(".")[0] not in self.absent}
        self.unknown = {feature for feature in FEATURES if tuple(("feature " + feature).split(" ")) not in lines}


def with_needs(folder, name, there, seen=None):
    """The file and those of the folder that it imports, which come first."""
    seen = {} if seen is None else seen
    if name in seen:
        return []
    seen[name] = file = File(folder, name, there)
    return [one for need in file.needs for one in with_needs(folder, need, there, seen)] + [file]


def imported(folder, names):
    """The top-level names of all modules that the files import, and those that they import of the folder; {(module, name)} of from ... import."""
    found, asked, waiting, seen = set(), set(), list(names), set()
    while waiting:
        name = waiting.pop()
        if name in seen or not is_python(folder, name):
            continue
        seen.add(name)
        for node in ast.walk(ast.parse(read(folder, name)[1])):
            if isinstance(node, ast.Import):
                full = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                full = [node.module] + [node.module + "." + alias.name for alias in node.names]
                if node.module.partition(".")[0] not in STOOD_IN:
                    asked |= {(node.module, alias.name) for alias in node.names if alias.name != "*"}
            else:
                continue
            found.update(one.partition(".")[0] for one in full)
            waiting += [one for one in full if one.startswith("test.") and not one.startswith("test.support")]
    return found - set(STOOD_IN), asked


def make(files, there, left_out, only, slow):
    """The text of the program. left_out: names; only (None: all), slow: names where * is any text"""
    text = "".join((HERE / name).read_text() for name in STAND_INS)
    text += "_test._absent = _Absent\n_own_absent.update(%r)\n" % sorted(there.absent)
    made = set()
    for file in files:
        parts = file.name.split(".")
        for end in range(2, len(parts)):
            if ".".join(parts[:end]) not in made:
                made.add(".".join(parts[:end]))
                text += "_module(%r).__path__ = []\n" % ".".join(parts[:end])
        made.add(file.name)
    text += "_left_out, _only, _slow = frozenset(%r), %r, %r\n" % (sorted(left_out), only, slow)
    text += "_run_all(%r, lambda name: name not in _left_out and (_only is None or _matches(name, _only)) and not _matches(name, _slow))\n" % [
        (file.name, "/lib/" + file.name.replace(".", "/") + ".py", file.text) for file in sorted(files, key=lambda file: file is files[-1])]
    return text


def probe(modules, names):
    """A program that prints which of the modules, of their names, and of the features are there."""
    return """
for module, name in %r:
    try:
        exec("from %%s import %%s" %% (module, name))
        print("name", module, name)
    except ImportError:
        pass
for name in %r:
    try:
        __import__(name)
        print("module", name)
    except ImportError:
        pass
for name, text in %r:
    try:
        compile(text, "probe", "exec")
        print("feature", name)
    except SyntaxError:
        pass
""" % (sorted(names), sorted(modules), [(name, text) for name, (text, nodes) in FEATURES.items()])
