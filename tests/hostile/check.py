"""check.py --driver DRIVER | --heapd HEAPD [--minor 11] [--steps N] [--slow FACTOR] [NAME...]

Hostile programs (programs.txt): each ends as it says there, within a second or so, and leaves a heap that is whole. With --driver each runs
in a heap of its own; with --heapd all of them run in sessions of a heapd that is started, by HTTP.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
USUAL_STEPS = 3000000
LONGEST_MS = 2000


def programs(options):
    after, number = options.after, 0
    with open(os.path.join(HERE, "programs.txt"), encoding="utf-8") as file:
        text = file.read()
    for part in re.split(r"^## ", text, flags=re.M)[1:]:
        head, source = part.split("\n", 1)
        name, expected = head.split(": ")
        number += 1
        if not after and (not options.names or name in options.names) and number % options.part == 0:
            yield name, expected.split(), source
        if name == after:
            after = None


def by_driver(options):
    with tempfile.TemporaryDirectory() as folder:
        files = []
        rows = list(programs(options))
        for i, (_, _, source) in enumerate(rows):
            files.append(os.path.join(folder, "%d.py" % i))
            with open(files[-1], "w", encoding="utf-8") as file:
                file.write(source)
        longest = int(LONGEST_MS * options.slow)
        process = subprocess.Popen([options.driver, str(options.minor), str(options.steps), str(4 * longest)] + files, stdout=subprocess.PIPE,
                                   encoding="utf-8")
        for name, expected, _ in rows:
            line = process.stdout.readline()
            ended, milliseconds, _ = line.rsplit(None, 2) if line else ("nothing", 0, 0)
            yield name, expected, ended, int(milliseconds), longest
        process.wait()


def outcome_of(answer):
    """How an answer of exec says that the program ended."""
    if answer.status == 200:
        exception = answer.json["exception"]
        return exception["type"] if exception else "ends"
    problem = answer.json["type"].rsplit("/", 1)[1]
    exception = answer.json.get("exception")
    return exception["type"] if exception else "MemoryError" if problem == "out-of-memory" else problem


def by_service(options):
    sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
    from heapd import Heapd
    longest = int(LONGEST_MS * options.slow)
    with Heapd(options.heapd) as heapd:
        for name, expected, source in programs(options):
            session = heapd.post("/v1/sessions", {"python": "3.%d" % options.minor, "memory_limit": 128 << 20})["name"]
            path = "/v1/sessions/%s/exec?steps=%d&output=1048576" % (session, options.steps)
            begun = time.monotonic()
            answer = heapd.request("POST", path, source.encode(), {"Content-Type": "text/x-python"})
            ended, milliseconds = outcome_of(answer), int(1000 * (time.monotonic() - begun))
            heapd.request("PATCH", "/v1/sessions/" + session, {"memory_limit": 144 << 20})
            after = heapd.request("POST", path, b"after = [1]; after.append(after); after[1] is after", {"Content-Type": "text/x-python"})
            if outcome_of(after) != "ends" or after.json["result"]["repr"] != "True":
                ended += " BROKEN afterwards: " + outcome_of(after)
            heapd.request("DELETE", "/v1/sessions/" + session)
            yield name, expected, ended, milliseconds, 3 * longest # by the clock, beside whatever else runs


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--driver")
    parser.add_argument("--heapd")
    parser.add_argument("--minor", type=int, default=11)
    parser.add_argument("--steps", type=int, default=3000000)
    parser.add_argument("--slow", type=float, default=1, help="how many times longer than %d ms a program may take" % LONGEST_MS)
    parser.add_argument("--part", type=int, default=1, help="every so manieth program only")
    parser.add_argument("--all", action="store_true", help="tell of those that end well too")
    parser.add_argument("--after", help="only the programs behind the one of this name")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    failures = count = 0
    for name, expected, ended, milliseconds, longest in by_driver(options) if options.driver else by_service(options):
        count += 1
        bad = ended not in expected and not (options.steps < USUAL_STEPS and ended == "step-limit")
        late = milliseconds > longest
        failures += bad or late
        if bad or late or options.all:
            print("%-50s %s after %d ms%s%s" % (name, ended, milliseconds, "; expected " + " or ".join(expected) if bad else "",
                                                "; too late" if late else ""))
    print("%d programs, %d failures" % (count, failures))
    return failures != 0 or count == 0


if __name__ == "__main__":
    sys.exit(main())
