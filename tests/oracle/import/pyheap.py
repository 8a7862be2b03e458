"""Dumps in PyHeap's format, version 1, written from its description (api/import_pyheap.h), and one of this very process.

    small() -> bytes                    a dump made by hand, of what check.py knows
    own(kept) -> bytes, expected        this process's objects; of them, how many there are of each type and of what size
"""
import gc
import struct
import sys

MAGIC = 123000321


class Writer:
    def __init__(self, texts=True):
        self.parts = [struct.pack(">QI", MAGIC, 1)]
        self.texts = texts
        self.text("2026-11-28T12:00:00+00:00")
        self.number(8, int(texts))

    def number(self, width, value):
        self.parts.append(value.to_bytes(width, "big"))

    def text(self, value):
        data = value.encode()
        self.number(2, len(data))
        self.parts.append(data)

    def many(self, things, write):
        self.number(4, len(things))
        for thing in things:
            write(thing)

    def threads(self, threads):
        """[(name, [(file, line, function, {local: address}), newest first])]"""
        def frame(one):
            self.text(one[0])
            self.number(4, one[1])
            self.text(one[2])
            self.many(list(one[3].items()), lambda pair: (self.text(pair[0]), self.number(8, pair[1])))

        def thread(one):
            self.text(one[0])
            self.number(1, 1)
            self.number(1, 0)
            self.many(one[1], frame)

        self.many(threads, thread)

    def names(self, names):
        self.known = {name: i for i, name in enumerate(names)}
        self.many(names, self.text)

    def attribute(self, pair):
        name, address = pair
        if name in self.known:
            self.parts.append(struct.pack(">h", -1 - self.known[name]))
        else:
            self.text(name)
        self.number(8, address)

    def common_types(self, types):
        """{address: [(attribute, address)]}"""
        self.common = set(types)
        self.many(list(types.items()), lambda pair: (self.number(8, pair[0]), self.many(pair[1], self.attribute)))

    def objects(self, objects):
        """[(address, type, size, referents, attributes, text)]"""
        def one(o):
            address, type_, size, referents, attributes, text = o
            self.number(8, address)
            self.number(8, type_)
            self.number(4, size)
            self.many(referents, lambda referent: self.number(8, referent))
            if type_ not in self.common:
                self.many(attributes, self.attribute)
            if self.texts:
                self.text(text)

        self.many(objects, one)

    def end(self, types):
        """{address: name}"""
        self.many(list(types.items()), lambda pair: (self.number(8, pair[0]), self.text(pair[1])))
        self.number(8, MAGIC)
        return b"".join(self.parts)


TYPE, NODE, OTHER_NODE, DICT, MODULE = 0x1000, 0x1100, 0x1180, 0x1200, 0x1300
MODULE_SIGNS = [("__loader__", 1), ("__package__", 1), ("__spec__", 1)]


def small(texts=True, change=None):
    w = Writer(texts)
    w.threads([
        ("MainThread", [("app.py", 20, "inner", {"x": 0x2000}), ("app.py", 3, "<module>", {})]),
        ("no frames", []),
        ("worker", [("w.py", 1, "run", {"job": 0x2600, "gone": 0x9999})]),
    ])
    w.names(["__class__", "cache", "__loader__"])
    w.common_types({DICT: [("__class__", TYPE), ("clear", 0x1)], 0x1280: []})
    objects = [
        (0x2000, NODE, 48, [0x2100, NODE], [("__class__", NODE), ("cache", 0x2100), ("limit", 0x7777)], "<Node 1>"),
        (0x2100, DICT, 232, [0x2200], [], "{'a': <Node 2>}"),
        (0x2200, NODE, 1000, [], [], "<Node 2>"),
        (0x2300, MODULE, 72, [0x2400], MODULE_SIGNS, "<module 'app.things' from '/x/things.py'>"),
        (0x2400, OTHER_NODE, 64, [], [("of-two", 5), ("\u00e9", 6)], "x" * 199 + "\u00e9" + "y" * 1000),
        (0x2500, 0x1280, 56, [0x2500], [], ""),
        (0x2600, DICT, 64, [0x2600 + 16 * i for i in range(5000)], [], "many"),
        (NODE, TYPE, 900, [], [], "<class 'Node'>"),
    ]
    w.objects(objects if change is None else change(objects))
    return w.end({TYPE: "type", NODE: "Node", OTHER_NODE: "Node", DICT: "dict", MODULE: "module", 0x1280: "set", 0x1f00: "never"})


def own(kept):
    """As PyHeap's dumper goes about it: what the collector knows, and all that those refer to."""
    frame = sys._getframe()
    w = Writer()
    names = dict(frame.f_back.f_locals)
    w.threads([("MainThread", [("check.py", 1, "f", {name: id(value) for name, value in names.items()})])])
    w.names(["__class__", "children", "name"])
    common = (int, float, bool, str, bytes, list, set, dict)
    w.common_types({id(t): [] for t in common})
    gc.collect()
    waiting, seen = gc.get_objects() + list(names.values()), {}
    hidden = {id(waiting), id(seen), id(frame), id(w.__dict__), id(w.parts), id(names), id(w.known), id(w.common)}
    while waiting:
        one = waiting.pop()
        if id(one) in seen or id(one) in hidden or type(one).__name__ == "frame":
            continue
        referents = gc.get_referents(one)
        seen[id(one)] = (id(one), id(type(one)), sys.getsizeof(one), [id(r) for r in referents],
                         list((name, id(value)) for name, value in getattr(one, "__dict__", {}).items() if type(name) is str and len(name) < 1000)
                         if type(one).__name__ == "Kept" else [], "")
        waiting.extend(referents)
        del referents
    objects = list(seen.values())
    w.objects(objects)
    types, counts = {}, {}
    for address, type_, size, _, _, _ in objects:
        name = names_of_types(type_)
        types[type_] = name
        count, total = counts.get(name, (0, 0))
        counts[name] = count + 1, total + size
    return w.end(types), counts


def names_of_types(address):
    import ctypes
    return ctypes.cast(address, ctypes.py_object).value.__name__
