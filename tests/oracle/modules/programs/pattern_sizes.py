"""A pattern is as large as the code that CPython's compiler makes of it."""
import random
import re
import sys
import tracemalloc

PATTERNS = [
    "", "a", "abc", "a|b", "a|bc", "ab|ac|ad", "ab|ab", "a|[b-d]|\\d", "[a]", "[^a]", "[a-a]", "[a-z]+", "[aaab]", "[a-zA-Z0-9_]", "[^\\s,]", "[\\d\\w]", "(a)(b)",
    "(?:ab)*", "(?:a)+?", "(?:(?:a|b))", "x{2,5}?", "x{0}", "(?>a+)b", "a++", "(?:ab)?+", "^a$", "\\Aa\\Z", "^a|\\Ab", "^a|^b", "(?m:^)a|^b", "\\bx\\B", "(?=a)", "(?!)",
    "(?!a)", "(?<=ab)c", "(?<!a)", "(?P<n>x)(?P=n)", "()(?(1)a|b)", "()(?(1)a)", "()(?(1)a|)", ".", "(?s:.)", "(?i:k)", "(?i:s|t)", "(?-i:S)", "(?a:\\w)", "(?i-s:a)|(?i-s:b)",
    "foo|foobar|foobaz", "(foo)bar", "(?:foo|f)o", "[\u0400-\u04ff]", "[\u0400\u0500\u0600]", "[\u0400-\u04ff\u1000-\u2000\u3000\u3005]", "[\U0001f600-\U0001f64f]", "[k\u212a]",
    "\u017f", "\u03c3", "[\u03c3\u0436]", "[\U00010400-\U00010427x]", "\\w+@(?:[a-z0-9-]+\\.)+[a-z]{2,}", "(\\d+)-(\\d+)(?:\\.(\\d+))?", "(?x) a  b # c", "a(?#comment)b",
    "(['\"])(?:\\\\.|(?!\\1).)*\\1",
]
for pattern in PATTERNS:
    sizes = [sys.getsizeof(re.compile(pattern, flags)) for flags in (0, re.I, re.A, re.I | re.A, re.M | re.S, re.I | re.M)]
    if pattern.isascii():
        sizes += [sys.getsizeof(re.compile(pattern.encode(), flags)) for flags in (0, re.I, re.L, re.I | re.L) if not (flags & re.L and "(?a" in pattern)]
    print(ascii(pattern), *sizes)

rng = random.Random(5)
LETTERS = "abkKsSzZ09_-.\u00b5\u00df\u0131\u017f\u03c2\u03a3\u0436\u6f22\U00010400"


def literal():
    return re.escape(rng.choice(LETTERS))


def charset():
    parts = []
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        low = rng.choice((rng.randrange(48, 123), rng.randrange(0xa0, 0x600), rng.randrange(0x1000, 0x3000)))
        parts.append(rng.choice((literal(), re.escape(chr(low)) + "-" + re.escape(chr(low + rng.choice((0, 1, 5, 30, 300)))), "\\d", "\\w")))
    return "[" + rng.choice(("", "^")) + "".join(parts) + "]"


def item(depth):
    kind = rng.randrange(10 if depth else 6)
    made = (literal() if kind < 4 else charset() if kind == 4 else rng.choice((".", "\\d", "\\W")) if kind == 5
            else rng.choice(("(%s)", "(?:%s)", "(?i:%s)", "(?=%s)", "(?!%s)", "(?>%s)", "(?-i:%s)")) % alternatives(depth - 1))
    return made + rng.choice(("", "", "", "*", "+?", "{2,3}", "?+"))


def alternatives(depth):
    start = rng.choice(("", literal(), "^", "\\A"))
    return "|".join(start + "".join(item(depth) for _ in range(rng.randrange(4))) for _ in range(rng.choice((1, 1, 2, 3))))


for _ in range(400):
    pattern = alternatives(2)
    print(ascii(pattern), *(sys.getsizeof(re.compile(pattern, flags)) for flags in (0, re.I, re.I | re.A)))

# Blocks, too: of patterns and of matches.
tracemalloc.start()
patterns = [re.compile("[a-c]x{%d}" % i) for i in range(300, 400)]
matches = [re.match("(a)(b)?", "ab") for _ in range(100)]
sizes = [trace.size for trace in tracemalloc.take_snapshot().traces]
print(*(sizes.count(sys.getsizeof(o)) // 100 for o in (patterns[0], matches[0])))
