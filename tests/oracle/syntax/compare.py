"""Compares ast_parse() with real interpreters on source files: the same tree, every place in it included, or the same error."""
import re
import subprocess
import sys
import tempfile

NUMBER = re.compile(r" ([IFC])([0-9][0-9a-zA-Z.+_-]*|\.[0-9][0-9a-zA-Z.+_-]*)")
PLACE = re.compile(r"@[0-9:?-]*\(|@[0-9?]+:[0-9?]+-[A-Za-z0-9?]+:[A-Za-z0-9?]+\(")


def number(match):
    kind, text = match.groups()
    if kind == "I":
        base = {"x": 16, "o": 8, "b": 2}.get(text[1:2].lower(), 10)
        return " I%#x" % int(text[2:] if base != 10 else text, base)
    return " %s%r" % (kind, float(text))


def normal(line):
    """A driver's line with its literals evaluated."""
    return NUMBER.sub(number, line)


def without_places(line):
    return PLACE.sub("(", line)


class Process:
    """One line in, one line out."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, path):
        self.process.stdin.write(path.encode() + b"\n")
        self.process.stdin.flush()

    def answer(self):
        line = self.process.stdout.readline().decode()
        assert line.endswith("\n"), "died"
        return line[:-1]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def difference(ours, theirs):
    """Where two lines part, with what is around there."""
    i = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    begin = max(0, i - 200)
    return "  ours   ...%s\n  theirs ...%s" % (ours[begin:i + 120], theirs[begin:i + 120])
