"""Programs about classes that modules make: dataclasses with every option, enums and flags, named tuples."""
from grammar import Grammar

HEAD = Grammar.head + '''import collections, copy, dataclasses, enum, typing
from dataclasses import dataclass, field, fields, replace, asdict, astuple, InitVar, KW_ONLY, FrozenInstanceError
log = []
def told(make):
    try: show(make())
    except Exception as problem: print(type(problem).__name__, str(problem).split(" at 0x")[0] if LINES else "")
    if log: print(log)
    log.clear()
LINES = True
'''

FIELDS = ("a", "b", "c", "d2", "e2")


class Data(Grammar):
    head = HEAD
    look = "print(sorted(n for n in 'ABCDEFG' if n in globals()), log); log.clear()"

    def __init__(self, seed, bare=False):
        super().__init__(seed, bare)
        self.classes, self.enums = [], []

    def simple(self):
        return self.one(self.small, self.small, self.text_literal, "None", "2.5", "(1, 2)", "True", "b'x'", "1j")

    # ---- dataclasses

    def field_line(self, name, defaulted):
        """A field, and whether it has a default: those behind it need one then."""
        kind = self.one("int", "str", "list", "object", "'int'", "typing.Any", "float", "typing.ClassVar[int]" if self.likely(0.3) else "int", "InitVar[int]" if self.likely(0.3) else "str", "dict | None")
        if not defaulted and self.likely(0.6):
            return "%s: %s" % (name, kind), False
        options = self.r.sample(("default=%s" % self.simple(), "repr=False", "compare=False", "init=False", "hash=False", "hash=True", "kw_only=True", "metadata={'m': 1}"), self.r.randint(0, 3))
        if self.likely(0.25):
            options = ["default_factory=%s" % self.one("list", "dict", "lambda: [1]", "set", "int")] + [o for o in options if not o.startswith("default=")]
        return self.one("%s: %s = %s" % (name, kind, self.simple()), "%s: %s = field(%s)" % (name, kind, ", ".join(options)), "%s: %s = %s" % (name, kind, self.one("[]", "{}", "field()", "field(default=3)", "set()"))), True

    def dataclass(self):
        name = self.r.choice("ABCDEFG")
        bases = [self.r.choice(self.classes)] if self.classes and self.likely(0.35) else []
        bases = [b for b in bases if b != name] + (["typing.Generic[typing.TypeVar('T')]"] if self.likely(0.05) else [])
        options = self.r.sample(("order=True", "frozen=True", "eq=False", "repr=False", "unsafe_hash=True", "slots=True", "kw_only=True", "init=False", "match_args=False", "order=False", "frozen=False", "weakref_slot=True"), self.r.choice((0, 0, 1, 1, 2, 3)))
        options = list({o.split("=")[0]: o for o in options}.values())
        lines, defaulted = [], False
        for n in self.r.sample(FIELDS, self.r.randint(1, 4)):
            line, now = self.field_line(n, defaulted and self.likely(0.9))
            defaulted = defaulted or now
            lines.append(line)
            if self.likely(0.06):
                lines.append("_: KW_ONLY")
        lines += self.r.sample(("def __post_init__(self, *args): log.append(('post', args))", "def __repr__(self): return 'own'", "def __eq__(self, o): return True", "def __hash__(self): return 5", "def __lt__(self, o): return False", "def meth(self): return (self.a, type(self).__name__)", "x = 5", "@property\ndef prop(self): return self.a", "__slots__ = ()", "def __setattr__(self, n, v): log.append(n); object.__setattr__(self, n, v)", "@classmethod\ndef make(cls): return cls(1, 2)"), self.r.choice((0, 0, 0, 1, 1, 2)))
        if name not in self.classes:
            self.classes.append(name)
        return "@dataclass%s\nclass %s%s:\n%s" % ("(%s)" % ", ".join(options) if options else "", name, "(%s)" % ", ".join(bases) if bases else "", "\n".join("    " + x.replace("\n", "\n    ") for x in lines))

    def made(self):
        c = self.r.choice(self.classes) if self.classes else "Pt"
        return "%s(%s)" % (c, self.one("", "1", "1, 2", "1, 2, 3", "1, 2, 3, 4", "a=1", "1, b=2", "a=1, b='x', c=[1]", "*(1, 2)", "**{'a': 5}", "'x', 2.5", "[1], {}", "b=1, d2=2"))

    def asked(self):
        o, m = "o", self.made
        n = self.r.choice(FIELDS)
        c = self.r.choice(self.classes) if self.classes else "int"
        return self.one(lambda: "o = %s\nshow(o)" % m(), lambda: "o = %s\nshow(o)" % m(), lambda: "told(lambda: %s == %s)" % (m(), m()), lambda: "told(lambda: o == %s)" % m(), lambda: "told(lambda: (o < %s, o >= %s))" % (m(), m()), lambda: "told(lambda: sorted([%s, %s, o]))" % (m(), m()), lambda: "told(lambda: type(o).__hash__ is None or hash(o) == hash(copy.copy(o)))", lambda: "told(lambda: [(f.name, f.type, f.default is dataclasses.MISSING, f.init, f.repr, f.compare, f.hash, f.kw_only, dict(f.metadata)) for f in fields(%s)])" % self.one("o", c), lambda: "told(lambda: asdict(o))", lambda: "told(lambda: astuple(o))", lambda: "told(lambda: replace(o, %s=%s))" % (n, self.simple()), lambda: "told(lambda: replace(o))", lambda: "o.%s = %s\nshow(o)" % (n, self.simple()), lambda: "del o.%s\nshow(o)" % n, lambda: "told(lambda: o.%s)" % n, lambda: "told(lambda: o.%s)" % self.one("meth()", "prop", "x", "__match_args__", "__dataclass_params__", "__slots__", "__doc__", "__dict__"), lambda: "told(lambda: %s.%s)" % (c, self.one(n, "make()", "__match_args__", "__doc__", "__slots__", "__init__.__annotations__", "__annotations__.__len__()", "__mro__", "__hash__ is None")), lambda: "told(lambda: copy.%s(o))" % self.one("copy", "deepcopy"), lambda: "told(lambda: dataclasses.is_dataclass(%s))" % self.one("o", c, "5", "int"), lambda: "match o:\n    case %s(x): show('one', x)\n    case %s(a=q): show('a', q)\n    case _: show('none')" % (c, c),
                        lambda: "told(lambda: dataclasses.make_dataclass('N', ['a', ('b', int), ('c', list, field(default_factory=list))]%s)(1, 2))" % self.one("", ", frozen=True", ", bases=(%s,)" % c if self.classes else "", ", namespace={'z': 5}"), lambda: "told(lambda: sorted(k for k in vars(%s) if not k.startswith('__') or k in ('__eq__', '__lt__', '__hash__', '__setattr__', '__init__')))" % c, lambda: "told(lambda: __import__('inspect').signature(%s))" % c if not self.bare else "told(lambda: o)", lambda: "told(lambda: {o: 1}[o])", lambda: "told(lambda: (o != o, o == 1, o is o))", lambda: "told(lambda: sys.getsizeof(o))" if not self.bare else "told(lambda: o)")

    # ---- enums

    def enumeration(self):
        name = self.one("Hue", "Level", "Mode", "Tag")
        kind = self.one("Enum", "Enum", "IntEnum", "Flag", "IntFlag", "StrEnum", "str, enum.Enum", "int, enum.Enum")
        flags = "Flag" in kind
        value = lambda: self.one("enum.auto()", lambda: str(self.r.randint(0, 9)) if "Str" not in kind and not kind.startswith("str") else "'v%d'" % self.r.randint(0, 5), lambda: self.simple() if kind == "Enum" else "enum.auto()")
        if flags:
            value = lambda: self.one("enum.auto()", "1", "2", "4", "8", "3", "0", "A | 1" if self.likely(0.1) else "16")
        members = ["%s = %s" % (m, value()) for m in self.r.sample(("A", "B", "C", "D", "_private", "lower"), self.r.randint(1, 4))]
        extra = self.r.sample(("def meth(self): return (self.name, self.value)", "@property\ndef prop(self): return self.value", "@classmethod\ndef _missing_(cls, v): log.append(('missing', v)); return cls.A if v == 'find' else None", "def __str__(self): return 'str ' + self.name", "@staticmethod\ndef _generate_next_value_(name, start, count, last): return name.lower()" if kind == "Enum" and self.likely(0.4) else "x = property(lambda self: 7)", "_ignore_ = ['t']\nt = 5", "def __repr__(self): return 'repr ' + self.name", "@enum.member\ndef fm(self): pass", "nm = enum.nonmember(5)", "def __hash__(self): return 3"), self.r.choice((0, 0, 1, 1, 2)))
        if any("_generate" in e or "_ignore_" in e for e in extra):
            members = [e for e in extra if "_generate" in e or "_ignore_" in e] + members
            extra = [e for e in extra if "_generate" not in e and "_ignore_" not in e]
        if name not in self.enums:
            self.enums.append(name)
        kind = kind if "enum." in kind else "enum." + kind
        decorator = self.one("", "", "", "@enum.unique\n", "@enum.verify(enum.UNIQUE)\n")
        boundary = ", boundary=enum.%s" % self.one("STRICT", "CONFORM", "EJECT", "KEEP") if flags and self.likely(0.3) else ""
        return "%sclass %s(%s%s):\n%s" % (decorator, name, kind, boundary, "\n".join("    " + x.replace("\n", "\n    ") for x in members + extra))

    def enum_asked(self):
        e = self.r.choice(self.enums) if self.enums else "Color"
        m = lambda: "%s.%s" % (e, self.one("A", "B", "C", "D", "lower"))
        return "told(lambda: %s)" % self.one(lambda: "list(%s)" % e, lambda: "[(v.name, v.value) for v in %s]" % e, lambda: "%s(%s)" % (e, self.one(self.small, self.simple, "'find'", "'v1'", "3", "7")), lambda: "%s['%s']" % (e, self.one("A", "B", "zz")), m, lambda: "(%s, str(%s), f'{%s}', '%%s' %% %s, repr(%s))" % (m(), m(), m(), m(), m()), lambda: "%s is %s, %s == %s" % (m(), m(), m(), self.one(m, "1", "'v1'")), lambda: "%s %s %s" % (m(), self.one("|", "&", "^", "+", "<", "in", ">="), self.one(m, m, "1")), lambda: "~%s" % m(), lambda: "%s.__members__" % e, lambda: "len(%s), %s in %s" % (e, m(), e), lambda: "%s in %s" % (self.simple(), e) if not self.bare or True else "1", lambda: "setattr(%s, 'A', 5)" % e, lambda: "delattr(%s, 'A')" % e, lambda: "setattr(%s, 'name', 'x')" % m(), lambda: "%s.%s" % (m(), self.one("meth()", "prop", "x", "name", "value", "_name_", "_value_", "__class__", "_sort_order_" if not self.bare else "name")), lambda: "{%s: 1, %s: 2}" % (m(), m()), lambda: "sorted(%s, key=lambda v: v.name)" % e, lambda: "list(reversed(%s))" % e, lambda: "%s.A.B" % e if not self.bare else "1", lambda: "type('X', (%s,), {})" % e, lambda: "copy.deepcopy(%s) is %s" % (m(), m()), lambda: "enum.Enum('New', %s)" % self.one("'a b c'", "['x', 'y']", "{'a': 1, 'b': 1}", "[('a', 5), ('b', 6)]", "'a,b', start=5"), lambda: "list(%s)" % m(), lambda: "bool(%s), hash(%s) == hash(%s.name)" % (m(), m(), m()), lambda: "isinstance(%s, (int, str))" % m(), lambda: "format(%s, '>10')" % m(), lambda: "(%s).bit_count(), %s + 1" % (m(), m()), lambda: "%s.nm, %s.fm" % (e, e))

    # ---- named tuples

    def named(self):
        return self.one(lambda: "Nt = collections.namedtuple('Nt', %s%s)\ntold(lambda: Nt(%s))" % (self.one("'a b c'", "['a', 'b']", "'a, b'", "('x',)", "'a class'", "'a a'", "'_a b'", "''"), self.one("", ", rename=True", ", defaults=(1,)", ", defaults=(1, 2, 3)", ", module='m'"), self.one("", "1", "1, 2", "1, 2, 3", "a=1, b=2", "b=1")), lambda: "class Nc(typing.NamedTuple):\n    a: int\n    b: str = %s\n    def meth(self): return self.a\ntold(lambda: (Nc(%s), Nc._field_defaults, Nc.__match_args__))" % (self.simple(), self.one("1", "1, 2", "a=5", "")),
                        lambda: "told(lambda: Nt(%s)%s)" % (self.one("1", "1, 2", "1, 2, 3"), self.one("._replace(a=5)", "._asdict()", "[0]", ".a", "._fields", " == (1, 2)", ".b", "._make([1])", ".count(1)", ".__class__.__doc__", "._field_defaults", ".__getnewargs__()", " < (1, 3)")), lambda: "told(lambda: copy.copy(Nc(1)) == Nc(1))")

    def statement(self):
        return self.one(self.dataclass, self.asked, self.asked, self.asked, self.enumeration, self.enum_asked, self.enum_asked, self.enum_asked, self.named)

    def program(self, length=14):
        return [self.dataclass(), "o = %s\nshow(o)" % self.made(), self.enumeration()] + [self.statement() for _ in range(length - 3)]
