"""Programs about the modules: collections, itertools, functools, copy, operator, heapq, bisect, json, re, dataclasses, enum, random, array."""
from grammar import Grammar

HEAD = Grammar.head + '''import array, bisect, collections, contextlib, copy, dataclasses, enum, functools, heapq, itertools, json, math, operator, random, re, string, textwrap, types
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple
Pt = namedtuple("Pt", "x y z", defaults=(0,))
class Color(enum.Enum): RED = 1; GREEN = "g"; ALIAS = 1
class Flag(enum.IntFlag): A = 1; B = 2; C = 4
class Node:
    def __init__(self, v, next=None): self.v, self.next = v, next
    def __repr__(self): return "Node(%r)" % (self.v,)
@dataclasses.dataclass(order=True)
class Row: a: int; b: str = "b"; c: list = dataclasses.field(default_factory=list, compare=False, repr=True)
@dataclasses.dataclass(frozen=True)
class Cold: a: object = 1
@functools.lru_cache(maxsize=4)
def cached(n, k=1): return n, k
@functools.total_ordering
class Order:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
    def __eq__(self, o): return isinstance(o, Order) and self.n == o.n
    def __repr__(self): return "Order(%r)" % self.n
@functools.singledispatch
def single(v): return "any"
@single.register
def _(v: int): return "int"
@single.register(list)
def _(v): return "list", len(v)
def first(it, n=12): return list(itertools.islice(it, n))
dq, cn, od, dd, cm = deque([1, 2, 3], 5), Counter("abracadabra"), OrderedDict(a=1, b=2), defaultdict(list, k=[1]), ChainMap({"a": 1}, {"b": 2, "a": 3})
ar, hp, rng = array.array("i", [1, 2, 3]), [5, 1, 4], random.Random(7)
'''


class Library(Grammar):
    head = HEAD
    look = "show(dq, cn, od, dd, cm, ar, hp, l, d)"

    def collections(self):
        v, n = lambda: self.any(1), self.small
        word = lambda: self.one("'abc'", "'hello'", "s", "t", "'aabb'")
        return self.one(lambda: "dq.%s" % self.one("append(%s)" % v(), "appendleft(%s)" % v(), "pop()", "popleft()", "rotate(%s)" % n(), "extend(%s)" % self.list(), "extendleft(%s)" % self.list(), "reverse()", "clear()", "remove(%s)" % v(), "index(%s)" % v(), "count(%s)" % v(), "insert(%s, %s)" % (n(), v()), "maxlen", "copy()"),
                        lambda: "dq[%s]" % n(), lambda: "dq = deque(%s%s); dq[0] = 5" % (self.list(), self.one("", ", 3", ", None", ", 0")), lambda: "dq += %s" % self.list(), lambda: "show(dq + deque([9]), dq * 2, dq == deque([1]), list(reversed(dq)), dq < deque([5]))", lambda: "del dq[%s]" % n(),
                        lambda: "cn.%s" % self.one("update(%s)" % word(), "subtract(%s)" % word(), "most_common(%s)" % self.one("", "2", "0"), "total()", "elements().__class__.__name__", "pop('a', None)", "__getitem__('zz')", "copy()", "update(a=%s)" % n()), lambda: "cn %s Counter(%s)" % (self.one("+", "-", "&", "|", "==", "<="), word()), lambda: "+cn, -cn, sorted(cn.elements())", lambda: "cn['%s'] %s %s" % (self.one("a", "q"), self.one("=", "+=", "-="), n()),
                        lambda: "od.%s" % self.one("move_to_end('a')", "move_to_end('b', last=False)", "popitem()", "popitem(last=False)", "update(%s)" % self.dict(), "setdefault('q', %s)" % v(), "pop('a')", "copy()", "keys()", "items()"), lambda: "od['%s'] = %s" % (self.one("a", "b", "c"), v()), lambda: "show(od == OrderedDict(b=2, a=1), od == {'b': 2, 'a': 1}, list(reversed(od)), od | {'z': 1})", lambda: "del od['%s']" % self.one("a", "b"),
                        lambda: "dd[%s].append(%s)" % (self.key(), v()), lambda: "dd = defaultdict(%s); dd['x'] += 1; show(dd['y'])" % self.one("int", "lambda: 5", "None", "str", "list"), lambda: "cm.%s" % self.one("new_child()", "parents", "maps", "get('a')", "pop('a')", "update(c=1)", "items()", "popitem()", "new_child({'a': 9})['a']"), lambda: "cm[%s] = %s" % (self.key(), v()), lambda: "show(list(cm), len(cm), 'b' in cm)",
                        lambda: "show(Pt(%s, %s), Pt(1, 2)._replace(%s=%s), Pt(1, 2)._asdict(), Pt._fields, Pt._make([1, 2, 3]))" % (v(), v(), self.one("x", "y", "q"), v()), lambda: "show(Pt(%s)%s)" % (self.one("1", "1, 2", "x=1, y=2", "*[1, 2, 3, 4]", "1, 2, x=3"), self.one("", " < Pt(1, 2)", " == (1, 2, 0)", ".index(2)", " + (1,)", "[1:]")))

    def itertools(self):
        a, n = self.list, lambda: str(self.r.randint(0, 6))
        source = lambda: self.one(a, "range(6)", "'abcab'", "iter(p)", "itertools.count(%s)" % n(), "itertools.count(1, -2)", "itertools.cycle('ab')", "itertools.repeat(1, 4)", "(q * q for q in range(8))")
        finite = lambda: self.one(a, "range(6)", "'abcab'", "iter(p)", "itertools.repeat(1, 4)", "(q * q for q in range(8))", "[1, 1, 2, 2, 1]", "'AAbbA'")
        return self.one(lambda: "first(itertools.%s)" % self.one("chain(%s, %s)" % (source(), source()), "islice(%s, %s, %s)" % (source(), n(), n()), "islice(%s, %s, %s, %s)" % (source(), n(), n(), self.one("1", "2", "0")), "accumulate(%s%s)" % (finite(), self.one("", ", operator.mul", ", max", ", initial=5")), "compress(%s, [1, 0, 1, 1])" % source(), "takewhile(lambda q: q != 2, %s)" % source(), "dropwhile(bool, %s)" % finite(), "filterfalse(lambda q: q in (1, 'a'), %s)" % finite(), "zip_longest(%s, %s, fillvalue=%s)" % (finite(), finite(), n()), "product(%s, repeat=%s)" % (finite(), self.one("1", "2", "0")), "permutations(%s%s)" % (finite(), self.one("", ", 2")),
                                                                          "combinations(%s, %s)" % (finite(), n()), "combinations_with_replacement(%s, 2)" % finite(), "pairwise(%s)" % source(), "starmap(operator.add, [(1, 2), ('a', 'b'), (3, [])])", "chain.from_iterable(%s)" % finite(), "count(%s, %s)" % (self.one(self.int, self.float), self.one(self.small, self.float)), "repeat(%s, %s)" % (self.any(1), self.small()), "tee(%s)[%s]" % (source(), n()), "zip_longest(%s)" % finite()),
                        lambda: "[(q, list(g)) for q, g in itertools.groupby(%s%s)]" % (finite(), self.one("", ", str", ", key=type")), lambda: "first(zip(%s, %s%s))" % (source(), source(), self.one("", ", strict=True")), lambda: "first(map(%s))" % self.one("lambda q, r: (q, r), %s, %s" % (source(), source()), "str, %s" % source(), "max, %s, %s" % (finite(), finite())), lambda: "first(enumerate(%s, %s))" % (source(), self.int(2)), lambda: "first(reversed(%s))" % self.one(a, "range(5)", "s", "d", "p", "e"), lambda: "sum(%s, %s)" % (finite(), self.one("[]", "0", "()", "0.5")),
                        lambda: "%s(%s%s)" % (self.one("max", "min"), finite(), self.one("", ", key=str", ", default=3", ", key=lambda q: 1")), lambda: "next(iter(%s), 'none')" % finite(), lambda: "iter(%s).__length_hint__()" % self.one("l", "p", "d", "range(3)", "s"), lambda: "list(iter(lambda it=iter(range(9)): next(it), %s))" % n(), lambda: "repr(itertools.%s)" % self.one("count(3)", "count(1.5, 2)", "repeat(1, 2)", "repeat('a')"))

    def functools(self):
        v = lambda: self.any(1)
        return self.one(lambda: "functools.reduce(%s, %s%s)" % (self.one("operator.add", "lambda q, r: [q, r]", "max"), self.list(), self.one("", ", %s" % v())), lambda: "functools.partial(%s)(%s)" % (self.one("sorted, reverse=True", "int, base=16", "max, 5", "cached, k=3", "print"), v()), lambda: "cached(%s)" % self.one("1", "2", "3", "1, 2", "1, k=2", "[]", "1.0", "'a'"), "cached.cache_info()", "cached.cache_clear()", lambda: "sorted(%s, key=functools.cmp_to_key(lambda q, r: (str(q) > str(r)) - (str(q) < str(r))))" % self.list(),
                        lambda: "single(%s)" % v(), lambda: "Order(%s) %s Order(%s)" % (self.int(), self.one("<", "<=", ">", ">=", "==", "!="), self.int()), lambda: "operator.%s" % self.one("itemgetter(%s)(%s)" % (self.small(), self.list()), "itemgetter(0, 1)(%s)" % self.list(), "attrgetter('real')(%s)" % self.int(), "methodcaller('upper')(%s)" % self.text(), "attrgetter('real.imag', 'imag')(i)", "add(%s, %s)" % (v(), v()), "concat(%s, %s)" % (self.list(), self.list()), "contains(%s, %s)" % (self.list(), v()), "countOf(%s, %s)" % (self.list(), v()), "indexOf(%s, %s)" % (self.list(), v()), "index(%s)" % v(), "truth(%s)" % v(), "mod(%s, %s)" % (v(), v()), "setitem(l, 0, 5)", "length_hint(%s, 2)" % v(), "matmul(%s, 1)" % v()),
                        lambda: "bisect.%s(%s, %s)" % (self.one("bisect", "bisect_left", "insort"), self.one("sorted(hp)", "hp", "[1, 3, 3, 5]"), self.one("3", "4.5", "-1", "'a'")), lambda: "heapq.%s" % self.one("heappush(hp, %s)" % self.one("3", "-1", "2.5", "'a'"), "heappop(hp)", "heapify(hp)", "heappushpop(hp, 4)", "heapreplace(hp, 2)", "nsmallest(2, %s, key=str)" % self.list(), "nlargest(3, %s)" % self.numbers(), "merge([1, 4], [2, 3]).__next__()"), lambda: "functools.wraps(cached)(lambda: 1).__name__", lambda: "random.seed(3); rng.%s" % self.one("random()", "randint(1, 100)", "choice(%s)" % self.list(), "shuffle(hp)", "sample(range(50), 3)", "gauss(0, 1)", "uniform(1, 9)", "choices('abc', k=4)", "getrandbits(70)", "randrange(0, 100, 7)"))

    def copies(self):
        v = lambda: self.any(1)
        return self.one(lambda: "copy.%s(%s)" % (self.one("copy", "deepcopy"), self.one("dq", "cn", "od", "dd", "cm", "Pt(1, [2])", "Row(1)", "Color.RED", "Order([1])", "ar", "hp", "d", "(l, l)", "{1: [l, m]}", "frozenset('a')", "range(3)", "len", "Row", "Node(1, Node(l))", v())), lambda: "(lambda q: (q[0] is q[1], q[0] is l, q))(copy.%s([l, l, p, s]))" % self.one("copy", "deepcopy"), "(lambda q: (q is q[-1], len(q)))(copy.deepcopy((lambda z: z.append(z) or z)([1])))", "(lambda n: (setattr(n, 'next', n), copy.deepcopy(n).next.next.v))(Node(5))",
                        lambda: "Row(%s, %s) %s Row(1)" % (v(), v(), self.one("==", "<", ">=", "!=")), lambda: "dataclasses.%s" % self.one("asdict(Row(1, c=[Cold()]))", "astuple(Row(%s))" % v(), "replace(Row(1), a=%s)" % v(), "fields(Row)[0].name", "is_dataclass(Row)", "replace(Cold(), zz=1)", "make_dataclass('X', ['q', ('r', int, 5)])(1)"), lambda: "(hash(Cold(%s)), Cold() == Cold())" % self.one("1", "'a'", "(1, 2)", "[]"), lambda: "setattr(Cold(), 'a', 2)", lambda: "Row(%s)" % self.one("", "1", "1, 2, 3", "a=1, d=2", "1, 'x', [1]"),
                        lambda: "Color%s" % self.one(".RED", "(1)", "('g')", "(5)", "['RED']", ".ALIAS is Color.RED", ".__members__", ".RED.name", ".NOPE", ".RED == 1", ".RED.value"), lambda: "list(Color), len(Color), Color.RED in Color, repr(Color)", lambda: "Flag%s" % self.one(".A | Flag.B", "(5)", "(3) & Flag.B", ".A + 1", "(8)", "(0)", ".C ^ Flag.A", ".B.name", "(6) in Flag(7)", "(7)"), lambda: "types.SimpleNamespace(a=%s, b=2) == types.SimpleNamespace(b=2, a=1)" % v(), lambda: "types.SimpleNamespace(a=%s)" % v(), lambda: "list[int], dict[str, %s], int | None, (int | str) == (str | int), isinstance(%s, int | str)" % (self.one("int", "'x'"), v()))

    def texts(self):
        t = self.text
        pattern = lambda: self.one("r'\\w+'", "r'(a)(b)?'", "r'[a-c]+'", "r'(?P<w>\\w)(?P=w)'", "r'\\d+|\\s'", "r'^.*$'", "r'(?i)SPAM'", "r'a*?'", "r'x{2,3}'", "r'(?<=a)b'", "r'[^a-z]'", "r'\\b'", "r''", "r'(.)(.)'", "r'e(?!g)'", "r'('")
        return self.one(lambda: "re.%s(%s, %s)" % (self.one("findall", "split", "match", "search", "fullmatch"), pattern(), t()), lambda: "re.sub(%s, %s, %s%s)" % (pattern(), self.one("'<\\\\g<0>>'", "r'\\1'", "lambda m: m.group().upper()", "'-'"), t(), self.one("", ", count=1", ", flags=re.I")), lambda: "[(m.span(), m.groups()) for m in re.finditer(%s, %s)]" % (pattern(), t()), lambda: "re.subn(%s, '_', %s)" % (pattern(), t()), lambda: "re.escape(%s)" % t(),
                        lambda: "json.dumps(%s%s)" % (self.any(), self.one("", ", indent=1", ", sort_keys=True", ", separators=(',', ':')", ", ensure_ascii=False", ", default=str", ", indent='\\t', default=repr")), lambda: "json.loads(%s)" % self.one("'[1, 2.5, null, true]'", "'{\"a\": [1e5, -0]}'", "'{\"a\": }'", "'\"\\\\u00e9\\\\ud83d\\\\ude00\"'", "'[1, 2'", "''", "'NaN'", "'123456789012345678901234567890'", "'[1] x'", "'{\"a\": 1, \"a\": 2}'"), lambda: "json.loads(json.dumps(%s, default=str))" % self.any(), lambda: "textwrap.%s" % self.one("wrap(%s, 10)" % t(), "fill(%s, 8)" % t(), "dedent('  a\\n   b\\n')", "indent('a\\nb', '> ')", "shorten(%s, 12)" % t()),
                        lambda: "string.%s" % self.one("Template('$a ${b} $$').substitute(a=%s, b=1)" % self.any(1), "Template('$a $q').safe_substitute(a=1)", "capwords(%s)" % t(), "ascii_letters[:5]", "Template('$').substitute()"), lambda: "ar.%s" % self.one("append(%s)" % self.small(), "extend([4, 5])", "pop()", "tolist()", "tobytes()", "index(%s)" % self.small(), "insert(0, 9)", "reverse()", "itemsize", "append(%s)" % self.any(1), "frombytes(b'abcd')", "fromlist([1, 'a'])", "count(1)", "remove(2)"), lambda: "ar[%s] = array.array('i', [7])" % self.piece(), lambda: "array.array('%s', %s)" % (self.one("i", "d", "b", "B", "u", "q", "f", "H"), self.one("[1, 2]", "[1.5]", "'ab'", "[300]", "b'abcd'", "[-1]")), lambda: "memoryview(%s)%s" % (self.one("u", "ar", "bytearray(b'abcd')"), self.one("[0]", "[1:3].tobytes()", ".nbytes", ".format", ".tolist()", "[::2].tolist()", ".readonly")))

    def statement(self):
        expression = self.one(self.collections, self.collections, self.itertools, self.itertools, self.functools, self.copies, self.texts)
        try:
            compile("show(%s)" % expression, "x", "eval")
        except SyntaxError: # a statement
            return expression
        return self.one("show(%s)", "show(%s)", "l = [%s]", "d['r'] = %s") % expression if "%" not in expression else "show(%s)" % expression
