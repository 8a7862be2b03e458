"""Programs about match statements in depth: every kind of pattern within every other, over every kind of subject, and what is bound."""
from grammar import Grammar

HEAD = Grammar.head + '''import collections, dataclasses, enum
log = []
class Pt:
    __match_args__ = ("x", "y")
    def __init__(self, x=0, y=0): self.x, self.y = x, y
    def __repr__(self): return "Pt(%r, %r)" % (self.x, self.y)
    def __eq__(self, o): log.append("eq"); return isinstance(o, Pt) and (self.x, self.y) == (o.x, o.y)
class P3(Pt):
    __match_args__ = ("x", "y", "z")
    z = 3
class Odd:
    __match_args__ = ["x"]
    x = 1
class Many: __match_args__ = ("a", "a")
class Gets:
    __match_args__ = ("v", "w")
    def __getattr__(self, name): log.append(name); return 5 if name == "v" else [1, 2] if name == "w" else super().__getattribute__(name)
@dataclasses.dataclass
class Da: a: int = 1; b: object = None
class Color(enum.Enum): RED = 1; BLUE = "b"
class Co: ONE = 1; NONE = None; TEXT = "a"; class_ = Color
class Seq(collections.abc.Sequence):
    def __init__(self, *v): self.v = v
    def __len__(self): log.append("len"); return len(self.v)
    def __getitem__(self, i): log.append(i); return self.v[i]
class Map(collections.abc.Mapping):
    def __init__(self, **v): self.v = v
    def __len__(self): return len(self.v)
    def __iter__(self): return iter(self.v)
    def __getitem__(self, k): log.append(k); return self.v[k]
class Ints(int): pass
class Meta(type):
    def __instancecheck__(cls, o): log.append("check"); return o == 7
class Seven(metaclass=Meta): __match_args__ = ()
Nt = collections.namedtuple("Nt", "p q")
def names(found): return sorted((k, v) for k, v in found.items() if k in NAMES)
NAMES = ("v1", "v2", "v3", "rest", "whole", "other")
'''


class Matching(Grammar):
    head = HEAD
    look = "print(log); log.clear()"

    def subject(self, n=0):
        s = lambda: self.subject(n + 1) if n < 3 else self.one("1", "'a'", "None")
        return self.one("1", "0", "-1", "2.5", "True", "None", "'a'", "'ab'", "b'x'", "1+2j", lambda: "[%s]" % self.some(s, 0, 3), lambda: "(%s,)" % self.some(s, 1, 3), lambda: "{'k': %s, 'z': %s}" % (s(), s()), lambda: "{1: %s, None: 2}" % s(), lambda: "Pt(%s, %s)" % (s(), s()), lambda: "P3(%s)" % s(), "Odd()", "Many()", "Gets()", lambda: "Da(%s, %s)" % (s(), s()), "Color.RED", "Color.BLUE", lambda: "Seq(%s)" % self.some(s, 0, 3), lambda: "Map(k=%s, a=2)" % s(), "Ints(5)", "7", lambda: "Nt(%s, %s)" % (s(), s()), "range(3)", "set()", "{1}", "bytearray(b'ab')", "memoryview(b'ab')", "collections.deque([1, 2])", "collections.defaultdict(int, k=1)", "collections.OrderedDict(k=1, z=2)", "collections.Counter('k')", "__import__('array').array('i', [1, 2])", "frozenset()", "float('nan')", "i", "s", "l", "d", "p", "int", "'' ", "[]", "{}", "()", "object()", "iter([1])")

    def pattern(self, n=0, names=None):
        """`names`: those that are free still."""
        p = lambda: self.pattern(n + 1, names)
        def name():
            return names.pop() if names and self.likely(0.8) else "_"
        if n > 3:
            return self.one("_", "1", "'a'", "None", name)
        return self.one("_", name, name, "1", "0", "-1", "2.5", "-0.5", "'a'", "b'x'", "None", "True", "False", "1+2j", "1-2j", "'a' 'b'", "Co.ONE", "Co.TEXT", "Color.RED", "Co.class_.BLUE", "Co.missing" if self.likely(0.2) else "Co.NONE", lambda: "[%s]" % self.some(p, 0, 3), lambda: "(%s, %s)" % (p(), p()), lambda: "(%s,)" % p(), lambda: "[%s, *%s]" % (p(), name()), lambda: "[*%s, %s]" % (name(), p()), lambda: "[%s, *%s, %s]" % (p(), name(), p()), lambda: "[*%s]" % name(), lambda: "{'k': %s}" % p(), lambda: "{'k': %s, 'z': %s}" % (p(), p()), lambda: "{'k': %s, **%s}" % (p(), names.pop()) if names else "{}", "{}", lambda: "{1: %s}" % p(), lambda: "{Co.TEXT: %s, -1: _}" % p(), lambda: "Pt(%s, %s)" % (p(), p()), lambda: "Pt(%s)" % p(), lambda: "Pt(y=%s)" % p(), lambda: "P3(%s, z=%s)" % (p(), p()), lambda: "P3(%s, %s, %s)" % (p(), p(), p()), lambda: "Pt(%s, %s, %s)" % (p(), p(), p()) if self.likely(0.3) else "Pt()", lambda: "Pt(%s, x=%s)" % (p(), p()) if self.likely(0.3) else "Pt()", lambda: "Odd(%s)" % p(), lambda: "Many(%s, %s)" % (p(), p()), lambda: "Gets(%s, %s)" % (p(), p()), lambda: "Gets(v=%s, q=%s)" % (p(), p()), lambda: "Da(%s, b=%s)" % (p(), p()), lambda: "Color()", lambda: "%s(%s)" % (self.one("int", "str", "float", "list", "tuple", "dict", "bool", "bytes", "set", "Ints", "Seven", "object", "Seq", "Map"), self.one("", p)), lambda: "int(real=%s)" % p(), lambda: "Nt(%s, %s)" % (p(), p()), lambda: "(%s | %s)" % (self.one("1", "'a'", "None", "[]", "int()"), self.one("2", "{}", "str()", "[_, _]", "Pt()")), lambda: "(%s as %s)" % (p(), names.pop()) if names else "_", lambda: "collections.abc.%s()" % self.one("Sequence", "Mapping", "Sized"), lambda: "i()" if self.likely(0.1) else "int()")

    def match(self):
        cases = []
        for _ in range(self.r.randint(1, 5)):
            names = ["v1", "v2", "v3", "rest", "whole"]
            self.r.shuffle(names)
            pattern = self.pattern(0, names)
            irrefutable = pattern in ("_", "v1", "v2", "v3", "rest", "whole") or pattern.startswith("(_ as") or pattern.startswith("(v")
            guard = " if %s" % self.one("True", "False", "log.append('guard') is None", "'v1' in locals()", "i", "1 // 0" if self.likely(0.2) else "len(log) % 2") if irrefutable or self.likely(0.2) else ""
            cases.append("        case %s%s:\n            return %d, names(locals())" % (pattern, guard, len(cases)))
        return "def f(subject):\n    match subject:\n%s\n    return 'none', names(locals())\n%s" % ("\n".join(cases), "\n".join("try: show(f(%s))\nexcept Exception as problem: print(type(problem).__name__%s)" % (self.subject(), "" if self.bare else ", problem") for _ in range(self.r.randint(2, 6))))

    def inline(self):
        names = ["v1", "v2", "v3", "rest", "whole"]
        return "match %s:\n    case %s if True: show('yes', names(globals()))\n    case other: show('other')\nv1 = v2 = v3 = rest = whole = other = None" % (self.one(self.subject, lambda: "%s, %s" % (self.subject(), self.subject()), lambda: "%s, 1" % self.one("l", "p", "[]")), self.pattern(1, names))

    def statement(self):
        return self.one(self.match, self.match, self.match, self.inline)
