"""statements.py SEED COUNT: random statements, between lines of dashes, as compare.py reads them. They are made as trees, and unparsed by the
CPython that runs this, with few more parentheses than there must be: what is tried is how tightly everything binds, wherever it stands."""
import ast
import random
import sys
import warnings

LONGEST = 3000
OPERATORS = [ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.Pow, ast.LShift, ast.RShift, ast.BitOr, ast.BitXor, ast.BitAnd, ast.MatMult]
COMPARISONS = [ast.Lt, ast.Eq, ast.In, ast.NotIn, ast.Is, ast.IsNot, ast.GtE, ast.NotEq]


class Statements:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.functions = 0  # that what is made lies in

    def one(self, *makers):
        return self.r.choice(makers)()

    def some(self, make, least, most):
        return [make() for _ in range(self.r.randint(least, most))]

    def perhaps(self, make, chance=0.5):
        return make() if self.r.random() < chance else None

    # -- expressions; `depth` levels may be below

    def name(self, context=ast.Load):
        return ast.Name(self.r.choice("abcdefgh"), context())

    def constant(self):
        return ast.Constant(self.r.choice([0, 1, 5, 2.5, 3j, "s", "é€", b"b", None, True, ..., 10**20]))

    def expression(self, depth):
        if depth <= 0 or self.r.random() < 0.08:
            return self.one(self.name, self.name, self.constant)
        makers = [self.binary, self.binary, self.unary, self.logical, self.comparison, self.conditional, self.conditional, self.walrus, self.function,
                  self.attribute, self.index, self.list, self.tuple, self.set, self.dict, self.call, self.call, self.comprehension, self.generator_call, self.fstring]
        return self.r.choice(makers + [self.yielded] * (self.functions > 0))(depth - 1)

    def binary(self, depth):
        return ast.BinOp(self.expression(depth), self.r.choice(OPERATORS)(), self.expression(depth))

    def unary(self, depth):
        return ast.UnaryOp(self.r.choice([ast.Not, ast.Not, ast.USub, ast.UAdd, ast.Invert])(), self.expression(depth))

    def logical(self, depth):
        return ast.BoolOp(self.r.choice([ast.And, ast.Or])(), self.some(lambda: self.expression(depth), 2, 3))

    def comparison(self, depth):
        count = self.r.randint(1, 3)
        return ast.Compare(self.expression(depth), [self.r.choice(COMPARISONS)() for _ in range(count)], [self.expression(depth) for _ in range(count)])

    def conditional(self, depth):
        return ast.IfExp(self.expression(depth), self.expression(depth), self.expression(depth))

    def walrus(self, depth):
        return ast.NamedExpr(self.name(ast.Store), self.expression(depth))

    def function(self, depth):
        return ast.Lambda(self.parameters(depth), self.expression(depth))

    def parameters(self, depth):
        found = [ast.arg(name) for name in self.r.sample("abcdefgh", self.r.randint(0, 5))]
        positional = self.r.randint(0, len(found))
        plain = self.r.randint(positional, len(found))
        only = found[plain:]
        keywords = only.pop() if only and self.r.random() < 0.4 else None
        rest = only.pop() if only and self.r.random() < 0.5 else None
        return ast.arguments(posonlyargs=found[:positional], args=found[positional:plain], vararg=rest, kwonlyargs=only, kwarg=keywords,
                             kw_defaults=[self.perhaps(lambda: self.expression(depth)) for _ in only], defaults=self.some(lambda: self.expression(depth), 0, plain))

    def attribute(self, depth):
        return ast.Attribute(self.expression(depth), self.r.choice("xyz"), ast.Load())

    def slice(self, depth):
        return ast.Slice(*[self.perhaps(lambda: self.expression(depth)) for _ in range(3)])

    def index(self, depth):
        x = lambda: self.expression(depth)
        part = lambda: self.one(lambda: self.slice(depth), x, lambda: self.starred(depth))
        return ast.Subscript(x(), self.one(lambda: self.slice(depth), x, lambda: ast.Tuple(self.some(part, 1, 3), ast.Load())), ast.Load())

    def starred(self, depth):
        return ast.Starred(self.expression(depth), ast.Load())

    def element(self, depth):
        return self.starred(depth) if self.r.random() < 0.2 else self.expression(depth)

    def list(self, depth):
        return ast.List(self.some(lambda: self.element(depth), 0, 4), ast.Load())

    def tuple(self, depth):
        return ast.Tuple(self.some(lambda: self.element(depth), 0, 4), ast.Load())

    def set(self, depth):
        # with a name in it: the order of a frozenset of constants is that of addresses
        return ast.Set(self.some(lambda: self.element(depth), 0, 3) + [self.name()])

    def dict(self, depth):
        count = self.r.randint(0, 3)
        return ast.Dict([self.perhaps(lambda: self.expression(depth), 0.8) for _ in range(count)], [self.expression(depth) for _ in range(count)])

    def call(self, depth):
        keywords = [ast.keyword(self.r.choice([None, name]), self.expression(depth)) for name in self.r.sample("pqrstu", self.r.randint(0, 2))]
        return ast.Call(self.expression(depth), self.some(lambda: self.element(depth), 0, 3), keywords)

    def clauses(self, depth):
        return self.some(lambda: ast.comprehension(self.target(depth), self.expression(depth), self.some(lambda: self.expression(depth), 0, 2), 0), 1, 2)

    def comprehension(self, depth):
        kind = self.r.choice([ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp])
        return kind(*self.some(lambda: self.expression(depth), *(2, 2) if kind is ast.DictComp else (1, 1)), self.clauses(depth))

    def generator_call(self, depth):
        return ast.Call(self.expression(depth), [ast.GeneratorExp(self.expression(depth), self.clauses(depth))], [])

    def fstring(self, depth):
        text = lambda: ast.Constant(self.r.choice(["x", " é", "{", "1:"]))
        spec = lambda: ast.JoinedStr([self.one(lambda: ast.Constant(">3"), lambda: ast.FormattedValue(self.name(), -1, None))])
        field = lambda: ast.FormattedValue(self.expression(min(depth, 1)), self.r.choice([-1, -1, ord("r"), ord("s")]), self.perhaps(spec))
        return ast.JoinedStr(self.some(lambda: self.one(text, field), 1, 3))

    def yielded(self, depth):
        return self.one(lambda: ast.Yield(self.perhaps(lambda: self.expression(depth))), lambda: ast.YieldFrom(self.expression(depth)))

    # -- targets and patterns

    def place(self, depth, context=ast.Store):
        return self.one(lambda: self.name(context), lambda: ast.Attribute(self.expression(depth), "x", context()),
                        lambda: ast.Subscript(self.expression(depth), self.expression(depth), context()))

    def target(self, depth):
        if depth <= 0 or self.r.random() < 0.5:
            return self.name(ast.Store)
        if self.r.random() < 0.5:
            return self.place(depth - 1)
        targets = self.some(lambda: self.target(depth - 1), 1, 3)
        if self.r.random() < 0.4:
            at = self.r.randrange(len(targets))
            targets[at] = ast.Starred(targets[at], ast.Store())
        return self.r.choice([ast.Tuple, ast.List])(targets, ast.Store())

    def pattern(self, depth):
        value = lambda: ast.MatchValue(self.one(lambda: ast.Constant(5), lambda: ast.Constant("s"), lambda: ast.UnaryOp(ast.USub(), ast.Constant(3)),
                                                lambda: ast.Attribute(ast.Name("a", ast.Load()), "b", ast.Load())))
        if depth <= 0:
            return self.one(value, ast.MatchAs, lambda: ast.MatchSingleton(None))
        inner = lambda: self.pattern(depth - 1)
        return self.one(value, lambda: ast.MatchSequence(self.some(inner, 0, 3)), lambda: ast.MatchSequence([ast.MatchStar("s"), inner()]),
                        lambda: ast.MatchMapping([ast.Constant(0), ast.Constant(1)], [inner(), inner()], self.r.choice([None, "rest"])),
                        lambda: ast.MatchClass(self.name(), self.some(inner, 0, 2), ["k"], [inner()]), lambda: ast.MatchOr([value(), value()]),
                        lambda: ast.MatchAs(inner(), "w"))

    # -- statements

    def simple(self):
        x = lambda: self.expression(3)
        pair = lambda: ast.Tuple([self.element(2), self.element(2)], ast.Load())
        makers = [lambda: ast.Expr(x()), lambda: ast.Expr(x()), lambda: ast.Expr(pair()), lambda: ast.Assign(self.some(lambda: self.target(2), 1, 2), self.one(x, pair)),
                  lambda: ast.AugAssign(self.place(1), self.r.choice([ast.Add, ast.Pow, ast.FloorDiv, ast.MatMult])(), x()),
                  lambda: ast.AnnAssign(self.name(ast.Store), x(), self.perhaps(x), 1), lambda: ast.Assert(x(), self.perhaps(x)),
                  lambda: ast.Delete([self.place(2, ast.Del)]), lambda: ast.Raise(x(), self.perhaps(x)), lambda: ast.Raise(None, None), ast.Pass]
        if self.functions:
            makers += [lambda: ast.Return(self.perhaps(x)), lambda: ast.Return(pair()), lambda: ast.Expr(self.yielded(2))]
        return self.one(*makers)

    def definition(self, depth):
        self.functions += 1
        try:
            return ast.FunctionDef("f", self.parameters(1), self.block(depth), self.some(lambda: self.expression(2), 0, 1), self.perhaps(lambda: self.expression(1)))
        finally:
            self.functions -= 1

    def handlers(self, block, most):
        return self.some(lambda: ast.ExceptHandler(self.expression(3), self.r.choice([None, "e"]), block()), 1, most)

    def block(self, depth):
        return self.some(lambda: self.statement(depth - 1), 1, 2)

    def statement(self, depth):
        if depth <= 0 or self.r.random() < 0.6:
            return self.simple()
        x, block = lambda: self.expression(3), lambda: self.block(depth)
        rest = lambda: self.perhaps(block) or []
        item = lambda: ast.withitem(x(), self.perhaps(lambda: self.target(1)))
        case = lambda: ast.match_case(self.pattern(2), self.perhaps(x), block())
        return self.one(lambda: ast.If(x(), block(), rest()), lambda: ast.While(x(), block(), rest()), lambda: ast.For(self.target(2), self.one(x, lambda: self.tuple(2)), block(), rest()),
                        lambda: ast.With(self.some(item, 1, 2), block()), lambda: ast.Try(block(), self.handlers(block, 2), rest(), rest()),
                        lambda: ast.Try(block(), [], [], block()), lambda: ast.TryStar(block(), self.handlers(block, 1), rest(), rest()),
                        lambda: self.definition(depth), lambda: ast.Match(x(), self.some(case, 1, 2)),
                        lambda: ast.ClassDef("C", self.some(lambda: self.expression(2), 0, 2), self.some(lambda: ast.keyword("m", self.expression(1)), 0, 1), block(),
                                             self.some(lambda: self.expression(2), 0, 1)))

    def text(self):
        """Of one that this CPython compiles."""
        while True:
            try:
                text = ast.unparse(ast.fix_missing_locations(ast.Module([self.statement(2)], [])))
                compile(text, "statement", "exec")
            except (SyntaxError, ValueError):
                continue
            if len(text) < LONGEST:
                return text


warnings.simplefilter("ignore")
made = Statements(int(sys.argv[1]))
print("\n---\n".join(made.text() for _ in range(int(sys.argv[2]))))
