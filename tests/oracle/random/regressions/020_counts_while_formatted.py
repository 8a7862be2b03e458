# Who else holds an object while it is asked for its text: bound methods, tuples of arguments, nobody.
import sys
class C:
    def __repr__(self): print("repr", sys.getrefcount(self)); return "C"
class D:
    def __str__(self): print("str", sys.getrefcount(self)); return "D"
class F:
    def __format__(self, s): print("format", sys.getrefcount(self)); return "F"
    def __str__(self): return "F"
c, d, f = C(), D(), F()
ll = []
def run():
  for name, text in enumerate(('f"{c}"', '"{}".format(c)', '"%s" % c', 'str(c)', 'repr(c)', 'f"{c!r}"', 'f"{c!s}"', '"{!r}".format(c)', '"%r" % c', '"%s %r" % (c, c)', 'format(c)',
    '"%s" % (c,)', '"%(a)s" % {"a": c}', '"{a}".format(a=c)', '"{0}".format(*[c])', '"{0.x}".format(h)', 'f"{c!a}"', 'ascii(c)', '"{}".format_map({"": c})', 'str.format("{}", c)', 'str.__format__("", "")', 'object.__format__(c, "")', 'object.__str__(c)', 'c.__str__()', 'c.__repr__()', 'c.__format__("")',
    'str([c])', 'f"{[c]}"', '"%s" % [c]', '"{}".format([c])', 'str((c,))', 'str({1: c})', 'str({c: 1})', 'str({c})', 'print(c)', '"{:}".format(c)', '"{!s:>5}".format(c)', 'f"{c!s:>5}"', 'f"{K()}"', 'str(K())', '"%s" % K()', '"{}".format(K())', 'repr(K())', 'f"{K()!r}"', 'print(K())', 'ValueError(c).__str__()', 'str(ValueError(c))', 'str(ValueError(c, c))', '"%s" % ValueError(c)', 'f"{ValueError(c)}"', 'str(KeyError(c))', 'repr(ValueError(c))', 'map(str, [c]).__next__()', 'list(map(str, [c]))', '[str(x) for x in [c]]', '"".join(map(repr, [c]))', 'sorted([c], key=str)', 'sorted([c, c], key=repr)', 'b"%a" % c', 'bytes(3) and b"%r" % c', 'format(c, "")', '("%*s" % (3, c))', '"%.1s" % c', 'int.__format__(3, "")', 'str(object=c)', '"{0}{0}".format(c)', '"{0[0]}".format([c])', 'f"{c}{c}"', 'f"{c=}"', 'f"a{c}b"', '"%s%s" % (c, c)', 'x.__str__()', 'repr(slice(c))', 'repr(__import__("collections").deque([c]))', 'str(c.__class__)', 'hash(c) and 1', 'repr(__import__("collections").OrderedDict(a=c))', 'repr(__import__("collections").defaultdict(int, a=c))', 'repr(frozenset([c]))', 'repr({1: c}.values())', 'repr({1: c}.items())', 'repr([c].__iter__)' )):
    print(text, end=": ")
    for K in C, D, F:
        try:
            x = K(); c = K()
            class H: x = K()
            exec("def g(c, K, x, h):\n    %s\n    c2 = c\n    return None" % text, env := {"c": c})
            env["g"](c, K, x, H)
            exec(text, {"c": c, "K": K, "x": x, "h": H})
        except Exception as e: print(type(e).__name__, e)
    print()
run()
