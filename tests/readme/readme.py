#!/usr/bin/env python3
"""Runs the README's commands as a reader would, one after another, and holds its sample outputs against what they print.

    readme.py HEAPD [README]

An indented line that begins with a command of COMMANDS is run by sh, with the lines that its quotes, pipes or here-document go on to. Indented lines
that follow it are what it prints: white space aside, the parts between ellipses (... or …) must come in that order, the first at
the beginning and the last at the end. Times differ from run to run, so members *_us and *_at are compared by name only.
"""
import contextlib
import os
import pathlib
import re
import shlex
import sqlite3
import subprocess
import sys
import tempfile

# "python3" is the one that this test runs with: it has what deploy/packages-test names.
for name in [name for name in os.environ if name.lower().endswith("_proxy") or name in ("PYTHONWARNINGS", "PYTHONPATH", "PYTHONSTARTUP")]:
    del os.environ[name]  # a reader's shell has none
os.environ["HEAPD_LINGER"] = "100"  # the agent's last snapshot arrives also where the machine is slow
os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(REPOSITORY / "tests" / "oracle"))
from heapd import Heapd  # noqa: E402

COMMANDS = re.compile(r"curl |cat > |\(printf |python3 |[A-Z]=")
VARIES = re.compile(r'("\w+_(?:us|at)":)\s*(?:[\d.]+|"[^"]*")')
PRELUDE = 'set -e\ncurl() { command curl --silent --show-error --fail-with-body "$@"; }\n'


def indented_blocks(text):
    """-> (line number of the first, its lines without indentation): what stands between blank lines and is indented by four."""
    block, begin = [], 0
    for number, line in enumerate(text.splitlines() + [""], 1):
        if line.startswith("    "):
            if not block:
                begin = number
            block.append(line[4:])
        elif block and not line.strip():
            block.append("")
        elif block:
            yield begin, block
            block = []
    if block:
        yield begin, block


def is_whole(command):
    """Would sh run it, or wait for more?"""
    here = re.search(r"<<'(\w+)'", command)
    if here:
        return command.endswith("\n" + here.group(1))
    if command.rstrip().endswith("|"):
        return False
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return False
    return True


def commands(text):
    """-> [(line, command, output or "")]"""
    for begin, block in indented_blocks(text):
        number, found = begin, []
        while block:
            if not COMMANDS.match(block[0]):
                if found:
                    found[-1][2].append(block[0])
                block, number = block[1:], number + 1
                continue
            for length in range(1, len(block) + 1):
                if is_whole("\n".join(block[:length])):
                    break
            else:
                raise SystemExit("README.md:%d: a command that does not end" % number)
            found.append((number, "\n".join(block[:length]), []))
            block, number = block[length:], number + length
        for number, command, output in found:
            yield number, command, "\n".join(output).strip()


def squeeze(text):
    return re.sub(r"\s+", "", VARIES.sub(r"\1", text))


def difference(expected, got):
    """What of expected is not in got, or None."""
    lines = expected.splitlines()
    if len(lines) > 1 and all(line.startswith("…") and len(line) > 1 for line in lines) and len(lines) != len(got.splitlines()):
        return "%d lines, but %d" % (len(lines), len(got.splitlines()))  # none was left out
    parts = [squeeze(part) for part in re.split(r"\.\.\.|…", expected)]
    whole = squeeze(got)
    at = 0
    for index, part in enumerate(parts):
        found = whole.find(part, at)
        if found < 0 or (index == 0 and found != 0):
            return part
        at = found + len(part)
    return None if not parts[-1] or whole.endswith(parts[-1]) else parts[-1]


def examples_fail(heapd, text):
    """The SQL of the README is what GET .../query lists, no less and no more, and each of it answers rows of a heap with two snapshots."""
    failures = 0
    written = [" ".join(block.split()) for block in re.findall(r"^- [^\n]+:\n\n((?:      .*\n)+)", text, re.M) if re.match(r" *(SELECT|WITH)\b", block)]
    heapd.post("/v1/sessions", {"name": "examples", "python": "3.11", "trace": {"tracing": True}})
    for round in range(2):
        heapd.post("/v1/sessions/examples/exec", {"source": EXAMPLE})
        heapd.post("/v1/sessions/examples/snapshots", {"objects": True})
    listed = {" ".join(one["sql"].split()): one["sql"] for one in heapd.get("/v1/sessions/examples/query")["examples"]}
    if len(written) < 10 or sorted(written) != sorted(listed):
        failures += 1
        print("README.md and GET .../query have other examples: %s" % sorted(set(written) ^ set(listed)))
    for sql in listed.values():
        answer = heapd.request("POST", "/v1/sessions/examples/query", {"sql": sql})
        if answer.status != 200 or not answer.json["rows"]:
            failures += 1
            print("%s\n  answers %d %s" % (sql, answer.status, answer.body[:500].decode()))
    return failures


EXAMPLE = """
import weakref
class Node: pass
try: kept
except NameError: kept, data = [], {}
for i in range(50):
    one, two = Node(), Node()
    one.peer, two.peer = two, one
    kept.append((one, weakref.ref(one), "a text %d" % (i % 10), [str(i)]))
    data[len(data)] = ["only here", i]
"""


def sqlite_fails(folder, text):
    """The SELECT over what `export` gave, asked by Python's module: the rows below it must be what comes."""
    sql, printed = re.search(r'^    \$ sqlite3 -header -column (?:\S+) "([^"]*)"\n(.*?)\n\n', text, re.M | re.S).groups()
    with contextlib.closing(sqlite3.connect(os.path.join(folder, "web1.sqlite"))) as database:
        rows = database.execute(sql).fetchall()
    wrong = difference("\n".join(printed.splitlines()[2:]), "\n".join(" ".join(map(str, row)) for row in rows))
    if wrong:
        print("the rows of web1.sqlite in README.md are not what comes, %s: %s" % (wrong, rows))
    return bool(wrong)


def gate_fails(folder):
    """The fixture of the README, and a test that does keep something: it must say so. -> what is wrong, counted"""
    pathlib.Path(folder, "test_keeps.py").write_text("kept = []\n\n\ndef test_that_keeps(no_leak):\n    kept.extend(bytes(1000) for _ in range(1000))\n")
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "test_keeps.py"], cwd=folder, stdout=subprocess.PIPE, text=True, timeout=300)
    good = done.returncode == 1 and "traced memory grew by 1" in done.stdout and "*/test_*.py grew by" in done.stdout
    if not good:
        print("the fixture of README.md does not tell of a leak: exit status %d\n%s" % (done.returncode, done.stdout))
    return not good


def shell_gate_fails(folder, assignments):
    """The same of the shell's line, with limits that do not hold."""
    line = re.search(r"^ +(curl --fail-with-body \$H/web1/assert .*)$", (REPOSITORY / "README.md").read_text(), re.M).group(1)
    line = line.replace("100000", "-100000000")
    done = subprocess.run(["sh", "-c", assignments + line], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=300)
    good = done.returncode == 1 and '"reasons":["traced memory grew by' in done.stdout
    if not good:
        print("the shell's gate lets everything pass: exit status %d\n%s" % (done.returncode, done.stdout))
    return not good


IMPORTABLE = """
import sys
for name in sorted(sys.stdlib_module_names):
    try:
        __import__(name)
        print(name)
    except ImportError:
        pass
"""


def modules_fail(heapd, text):
    """Those that the README says can be imported are those that can (names with an underscore are nobody's)."""
    told = set(re.findall(r"`(\w+)`", re.search(r"^To import, .*?\.\n\n", text, re.M | re.S).group(0))) - {"memory_profiler", "objgraph"}
    there = {name for name in heapd.post("/v1/run?python=3.14", {"source": IMPORTABLE}, Accept="application/json")["stdout"].split() if not name.startswith("_") or name == "__future__"}
    if told != there:
        print("modules that README.md leaves out: %s; that are not there: %s" % (sorted(there - told), sorted(told - there)))
    return told != there


def main():
    binary = sys.argv[1]
    readme = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else REPOSITORY / "README.md")
    failures = ran = compared = 0
    with tempfile.TemporaryDirectory(prefix="heapd-readme-") as folder, Heapd(binary) as heapd:
        os.symlink(REPOSITORY / "api", os.path.join(folder, "api"))
        assignments = ""
        for number, command, expected in commands(readme.read_text()):
            here = command.replace("http://127.0.0.1:4327", heapd.url.rstrip("/"))
            if re.match(r"[A-Z]=", here):
                assignments += here + "\n"
                continue
            done = subprocess.run(["sh", "-c", PRELUDE + assignments + here], cwd=folder, capture_output=True, text=True, timeout=280)
            ran += 1
            wrong = None
            if done.returncode != 0:
                wrong = "exit status %d: %s" % (done.returncode, done.stderr.strip())
            elif expected:
                compared += 1
                missing = difference(expected, done.stdout)
                wrong = missing and "it does not print %s" % missing
            if wrong:
                failures += 1
                print("README.md:%d: %s\n  %s\n  printed: %s" % (number, command, wrong, done.stdout[:3000]))
        failures += examples_fail(heapd, readme.read_text())
        failures += modules_fail(heapd, readme.read_text())
        failures += sqlite_fails(folder, readme.read_text())
        failures += gate_fails(folder)
        failures += shell_gate_fails(folder, assignments)
    assert ran > 20 and compared > 8, "only %d commands and %d outputs were found" % (ran, compared)
    print("%d commands, %d outputs compared, %d wrong" % (ran, compared, failures))
    sys.exit(failures != 0)


main()
