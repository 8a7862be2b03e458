"""Programs about classes: bases and C3, slots, the dunder methods of operators and containers, properties and descriptors, metaclasses, attributes."""
from grammar import Grammar

HEAD = Grammar.head + '''LINES = True
log = []
def told(make):
    try: show(make())
    except Exception as problem: print(type(problem).__name__, str(problem).split(" at 0x")[0] if LINES else "")
    if log: print(log)
    log.clear()
class Descriptor:
    def __init__(self, default=None): self.default, self.name = default, "?"
    def __set_name__(self, owner, name): self.name = name; log.append(("named", owner.__name__, name))
    def __get__(self, o, owner=None):
        if o is None: return self.name
        return o.__dict__.get("_" + self.name, self.default) if hasattr(o, "__dict__") else self.default
class Data(Descriptor):
    def __set__(self, o, value): log.append(("set", self.name)); o.__dict__["_" + self.name] = value
    def __delete__(self, o): log.append(("delete", self.name)); del o.__dict__["_" + self.name]
class Meta(type):
    def __new__(meta, name, bases, names, **keywords):
        log.append(("new", name, [b.__name__ for b in bases], sorted(k for k in names if not k.startswith("__")), keywords))
        return super().__new__(meta, name, bases, names)
    def __init__(cls, name, bases, names, **keywords): super().__init__(name, bases, names)
    def __call__(cls, *args, **keywords): log.append(("call", cls.__name__)); return super().__call__(*args, **keywords)
    def __len__(cls): return 42
    def __getattr__(cls, name):
        if name.startswith("_"): raise AttributeError(name)
        return "meta " + name
    def __instancecheck__(cls, o): return type.__instancecheck__(cls, o) or o == 7
class Prepared(type):
    @classmethod
    def __prepare__(meta, name, bases, **keywords): return {"prepared": name}
    def __repr__(cls): return "<Prepared %s>" % cls.__name__
class Base:
    def __init_subclass__(cls, tag=None, **keywords): super().__init_subclass__(**keywords); cls.tag = tag; log.append(("subclass", cls.__name__, tag))
def decorated(cls): cls.mark = cls.__name__; return cls
'''

BINARY = ("add", "sub", "mul", "truediv", "floordiv", "mod", "and", "or", "xor", "lshift", "rshift", "matmul", "pow")
SIGNS = ("+", "-", "*", "/", "//", "%", "&", "|", "^", "<<", ">>", "@", "**")
COMPARE = (("lt", "<"), ("le", "<="), ("eq", "=="), ("ne", "!="), ("gt", ">"), ("ge", ">="))
NAMES = ("a", "b", "c", "v", "w", "tag", "prop", "meth", "cm", "sm", "de", "da", "_de", "zz")


class Classes(Grammar):
    head = HEAD
    look = "print(sorted(n for n in 'ABCDEFG' if n in globals()), log); log.clear()"

    def __init__(self, seed, bare=False):
        super().__init__(seed, bare)
        self.made = []

    def name(self):
        return self.r.choice(NAMES)

    def cls(self):
        return self.r.choice(self.made) if self.made else "Base"

    def body(self):
        return self.one("return self", "return NotImplemented", lambda: "return %s" % self.any(1), lambda: "return (type(self).__name__, %s)" % self.any(1), lambda: "log.append('%d'); return getattr(self, '%s', 0)" % (self.r.randint(0, 99), self.name()), "raise ValueError('body')", lambda: "return self.%s" % self.name(), lambda: "return %s" % self.int(1))

    def dunder(self):
        """A method, and how it is asked for: {} is the object."""
        r = self.r
        n = r.randrange(len(BINARY))
        value = lambda: self.any(1)
        c = r.choice(COMPARE)
        return self.one_method(
            ("__%s__(self, o)" % BINARY[n], "{} %s %s" % (SIGNS[n], value())), ("__r%s__(self, o)" % BINARY[n], "%s %s {}" % (value(), SIGNS[n])), ("__i%s__(self, o)" % BINARY[n], None), ("__%s__(self, o)" % c[0], "{} %s %s" % (c[1], self.one(value, "{}"))), ("__%s__(self, o)" % c[0], "%s %s {}" % (value(), c[1])),
            ("__len__(self)", "(len({}), bool({}))"), ("__bool__(self)", "(bool({}), 1 if {} else 0, not {})"), ("__getitem__(self, n)", "({}[%s], list(zip(range(3), {})))" % self.one(self.index, self.text_literal)), ("__setitem__(self, n, v)", "{}.__setitem__(1, 2)"), ("__delitem__(self, n)", "{}.__delitem__(1)"), ("__contains__(self, n)", "%s in {}" % value()),
            ("__iter__(self)", "list({})"), ("__next__(self)", "next({})"), ("__call__(self, *args, **keywords)", "{}(%s)" % self.one("", "1", "*p", "k=2")), ("__repr__(self)", "(str({}), repr({}), f'{{{{{}}}}}')"), ("__str__(self)", "(str({}), '%s' % ({},))"), ("__format__(self, spec)", "(format({}, 'x'), f'{{{}:>9}}')"), ("__hash__(self)", "(type({}).__hash__ is object.__hash__ or hash({}), len({{{}, {}}}))"), ("__int__(self)", "int({})"), ("__float__(self)", "float({})"), ("__index__(self)", "([1, 2, 3][{}], hex({}), range(9)[{}:])"),
            ("__neg__(self)", "-{}"), ("__invert__(self)", "~{}"), ("__abs__(self)", "abs({})"), ("__pos__(self)", "+{}"), ("__round__(self, n=None)", "(round({}), round({}, 2))"), ("__divmod__(self, o)", "divmod({}, 2)"), ("__rdivmod__(self, o)", "divmod(2, {})"), ("__enter__(self)", "{}.__enter__()"), ("__exit__(self, *a)", "{}.__exit__()"), ("__getattr__(self, name)", "({}.nothing, {}.%s)" % self.name()), ("__reversed__(self)", "reversed({})"), ("__bytes__(self)", "bytes({})"), ("__complex__(self)", "complex({})"),
            ("__missing__(self, key)", "{}['absent']"), ("__dir__(self)", "dir({})"), ("__length_hint__(self)", "list(iter({}))"), ("__sizeof__(self)", "{}.__sizeof__()"), ("__trunc__(self)", "__import__('math').trunc({})"), ("__copy__(self)", "__import__('copy').copy({})"), ("__deepcopy__(self, memo)", "__import__('copy').deepcopy({})"), ("__instancecheck__(self, o)", "isinstance({}, type({}))"))

    def one_method(self, *rows):
        return self.r.choice(rows)

    def members(self):
        """Members of a class, and expressions that ask for them."""
        out, asked = [], []
        for _ in range(self.r.randint(1, 5)):
            kind = self.r.randrange(12)
            if kind < 5:
                head, ask = self.dunder()
                good = {"__len__": "return 3", "__bool__": "return False", "__hash__": "return 5", "__iter__": "return iter((1, 2))", "__next__": "if len(log) > 3: raise StopIteration\n    log.append('next'); return 9", "__index__": "return 1", "__int__": "return 12", "__float__": "return 1.5", "__repr__": "return '<me>'", "__str__": "return 'str'", "__format__": "return 'F' + spec", "__sizeof__": "return 100", "__dir__": "return ['z', 'y']", "__length_hint__": "return 4", "__bytes__": "return b'me'", "__complex__": "return 1j",
                        "__getattr__": "log.append(name); raise AttributeError(name)", "__getitem__": "if n == 2: raise IndexError\n    return [n]", "__contains__": "return o_in(self)" if False else "return n == 1", "__exit__": "return True"}.get(head.split("(")[0])
                endless = head.startswith(("__next__", "__getitem__")) # unless it ends
                text = good if good and (endless or self.likely(0.7)) else self.body()
                if head.startswith("__getattr__") and text is not good:
                    text = "return (name, 5)"
                out.append("def %s:\n    %s" % (head, text))
                if ask:
                    asked.append(ask)
            elif kind == 5:
                out.append(self.one("@property\ndef prop(self):\n    %s" % self.body().replace("self.prop", "self.zz").replace("'prop'", "'zz'"), "@property\ndef prop(self): return self.__dict__.get('p', 'unset')\n@prop.setter\ndef prop(self, v): self.__dict__['p'] = v\n@prop.deleter\ndef prop(self): del self.__dict__['p']"))
                asked += ["{}.prop", "setattr({}, 'prop', %s)" % self.any(1), "delattr({}, 'prop')"]
            elif kind == 6:
                out.append(self.one("de = Descriptor(%s)" % self.any(1), "da = Data(%s)" % self.any(1)))
                asked += ["{}.de", "setattr({}, 'da', 3)", "{}.da", "delattr({}, 'da')", "type({}).de"]
            elif kind == 7:
                out.append(self.one("@classmethod\ndef cm(cls, *args): return cls.__name__, args", "@staticmethod\ndef sm(*args): return args", "cm = classmethod(lambda cls: cls.__mro__[-1])"))
                asked += ["{}.cm(1)", "{}.sm(2)", "type({}).cm()"]
            elif kind == 8:
                out.append("def meth(self, a=1, *rest, k=2):\n    %s" % self.one(lambda: "return super().meth(a, k=k)", lambda: "return [a, rest, k]", lambda: self.body().replace("self.meth", "self.a").replace("'meth'", "'a'"), "return __class__.__name__, super().__repr__()[:4]"))
                asked += ["{}.meth()", "{}.meth(5, 6, k=7)", "type({}).meth({})", "{}.meth.__self__ is {}", "{}.meth == {}.meth"]
            elif kind == 9:
                out.append("def __init__(self, *args, **keywords):\n    %s" % self.one("self.a = args; log.append(keywords)", "super().__init__(); self.b = len(args)", "object.__setattr__(self, 'v', args)", "self.c, self.__private = 1, 2"))
                asked.append("{}._A__private")
            elif kind == 10:
                out.append(self.one("def __setattr__(self, name, value):\n    log.append(('setattr', name)); super().__setattr__(name, value)", "def __getattribute__(self, name):\n    if name == 'zz': return 'got'\n    return super().__getattribute__(name)", "def __delattr__(self, name):\n    log.append(('delattr', name)); super().__delattr__(name)", "def __new__(cls, *args, **keywords):\n    log.append('new'); return super().__new__(cls)", "def __class_getitem__(cls, item): return cls.__name__, item", "def __del__(self): log.append('del')" if False else "__hash__ = None"))
                asked += ["{}.zz", "delattr({}, 'a')", "type({})[int]", "type({}).__hash__ is object.__hash__ or hash({})"]
            else:
                out.append("%s = %s" % (self.one("a", "b", "c", "v", "tag"), self.any(1)))
        return "\n".join(out), asked

    def klass(self):
        name = self.r.choice("ABCDEFG")
        bases = self.r.sample([b for b in self.made if b != name], min(len([b for b in self.made if b != name]), self.r.choice((0, 0, 1, 1, 1, 2, 2, 3))))
        if self.likely(0.3):
            bases.append(self.one("list", "dict", "int", "str", "tuple", "Base", "Base", "Exception", "object", "float", "set", "bytes"))
        if self.likely(0.12):
            bases.append(self.one("metaclass=Meta", "metaclass=Prepared", "tag=5", "metaclass=type", "tag='t', other=1"))
        members, asked = self.members()
        slots = self.one("", "", "", "__slots__ = ('a', 'b')", "__slots__ = ()", "__slots__ = ('c', '__dict__')", "__slots__ = 'v'", "__slots__ = ('a', '__weakref__')", "__slots__ = ['_%s' % q for q in 'ab']".replace("%", "%"), "__slots__ = {'a': 'doc'}")
        body = "\n".join(x for x in (slots, members) if x)
        text = "%sclass %s%s:\n%s" % ("@decorated\n" if self.likely(0.1) else "", name, "(%s)" % ", ".join(bases) if bases else "", "\n".join("    " + line for line in body.split("\n")))
        if name not in self.made:
            self.made.append(name)
        if not asked:
            asked = ["{}.a"]
        made = "o = %s(%s)" % (name, self.one("", "", "", "1", "'5'", "[1, 2]", "k=1"))
        questions = "\n".join("told(lambda: %s)" % a.replace("{}", "o").replace("{{", "{").replace("}}", "}") for a in self.r.sample(asked, min(len(asked), 4)))
        return "%s\n%s\n%s\n%s" % (text, made, questions, self.question())

    def question(self):
        c, n = self.cls, self.name
        o = "o"
        return self.one(lambda: "show([b.__name__ for b in %s.__mro__], %s.__bases__)" % (c(), c()), lambda: "told(lambda: %s.%s)" % (o, n()), lambda: "told(lambda: setattr(o, '%s', %s))" % (n(), self.any(1)), lambda: "told(lambda: delattr(o, '%s'))" % n(), lambda: "told(lambda: sorted(vars(o).items(), key=str))", lambda: "show(sorted(k for k in vars(%s) if not k.startswith('__')))" % c(),
                        lambda: "told(lambda: isinstance(o, %s))" % c(), lambda: "told(lambda: issubclass(%s, %s))" % (c(), c()), lambda: "told(lambda: hasattr(o, '%s'))" % n(), lambda: "told(lambda: getattr(o, '%s', 'default'))" % n(), lambda: "told(lambda: sorted(set(dir(o)) - set(dir(object))))" if not self.bare else "told(lambda: type(o).__name__)", lambda: "told(lambda: o == %s())" % c(), lambda: "told(lambda: type('New', (%s, %s), {'%s': %s}).__mro__[1:])" % (c(), c(), n(), self.any(1)),
                        lambda: "told(lambda: %s.__subclasses__())" % c(), lambda: "told(lambda: sys.getsizeof(o))" if not self.bare else "told(lambda: o.__class__.__qualname__)", lambda: "told(lambda: sys.getsizeof(o.__dict__))" if not self.bare else "told(lambda: o.__doc__)", lambda: "told(lambda: %s.__dict__.get('%s').__class__.__name__)" % (c(), n()), lambda: "told(lambda: setattr(%s, '%s', %s))" % (c(), n(), self.any(1)), lambda: "told(lambda: delattr(%s, '%s'))" % (c(), n()),
                        lambda: "told(lambda: setattr(o, '__class__', %s))" % c(), lambda: "told(lambda: super(%s, o).%s)" % (c(), n()), lambda: "told(lambda: %s.%s)" % (c(), n()), lambda: "told(lambda: (%s.__name__, %s.__qualname__, %s.__module__, %s.__doc__, %s.__class__))" % (c(), c(), c(), c(), c()), lambda: "told(lambda: %s(%s))" % (c(), self.any(1)), lambda: "told(lambda: %s.__new__(%s))" % (c(), c()), lambda: "told(lambda: o.__reduce_ex__(2)[0].__name__)", lambda: "told(lambda: __import__('copy').copy(o))",
                        lambda: "told(lambda: [o] + o)", lambda: "told(lambda: sorted([o, %s(), o]))" % c(), lambda: "told(lambda: {o: 1, %s(): 2})" % c(), lambda: "told(lambda: (bool(o), callable(o), len(o)))", lambda: "o %s %s\nshow(o)" % (self.one("+=", "-=", "*=", "|=", "@=", "//=", "**="), self.any(1)), lambda: "with o as q: show(q)", lambda: "for q in o: show(q); break", lambda: "told(lambda: %s.__slots__)" % c(), lambda: "told(lambda: %s.__weakrefoffset__ > 0)" % c(), lambda: "told(lambda: (%s.__dictoffset__, %s.__basicsize__, %s.__itemsize__))" % (c(), c(), c()) if not self.bare else "told(lambda: o.a)",
                        lambda: "match o:\n    case %s(a=q): show('a', q)\n    case %s(): show('class')\n    case _: show('none')" % (c(), c()), lambda: "told(lambda: o.%s)" % self.one("__class__", "__doc__", "__module__", "__hash__ is None", "__eq__(o)", "__ne__(1)", "__lt__(1)", "__init__()", "__str__()", "__format__('')", "__dir__.__name__", "__init_subclass__()", "__sizeof__()" if not self.bare else "__doc__"))

    def program(self, length=14):
        return [self.klass() if q < 2 or self.likely(0.5) else self.question() for q in range(length)]
