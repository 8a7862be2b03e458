"""re.Scanner: texts taken apart."""
import re

scanner = re.Scanner([(r"[a-z]+", lambda s, text: ("word", text, s.match.span())), (r"\d+", lambda s, text: int(text)), (r"\s+", None), (r"[+*/-]", "operator"), (r"(?:x)?", "empty")])
for text in ("abc 12 de", "abc + 12 ?rest", "", "?", "12abc", "   ", "a*b"):
    print(repr(text), scanner.scan(text))
print(re.Scanner([("a", "A"), ("b(?:c)", "B")], re.I).scan("abcABCq"), re.Scanner([(b"a", 1)]).scan(b"aab"))
for lexicon in ([("(", 1)], [(5, 1)], [("a",)]):
    try:
        print(re.Scanner(lexicon))
    except (re.error, TypeError, ValueError) as e:
        print(type(e).__name__)
try:
    re.Scanner([("a", lambda s, text: 1 / 0)]).scan("a")
except ZeroDivisionError as e:
    print(e)
