#!/usr/bin/env python3
"""The programs of ../programs in heaps of one version, judged by ../check.py: run by the driver, or sent to a heapd as curl sends them.

    run.py 3.11 driver PROGRAM [--verify]        PROGRAM is python_driver; --verify checks the heap after its lines
    run.py 3.14 heapd PROGRAM                    PROGRAM is heapd, started on a free port (or the one that HEAPD_URL names)
"""
import argparse
import http.client
import pathlib
import sys
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.dont_write_bytecode = True
import check  # noqa: E402
import heapd  # noqa: E402


def post(url, program, options):
    """What `curl --data-binary @program URL/v1/run?python=VERSION` prints."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=options.timeout)
    try:
        connection.request("POST", "/v1/run?python=" + options.version, program.read_bytes(),
                           {"Accept": "*/*", "Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        return check.Answer(None if answer.status == 200 else "status %d" % answer.status, answer.read(), "")
    except OSError as error:
        return check.Answer("no answer: %s" % error, b"", "")
    finally:
        connection.close()


def judge(options):
    """Prints what is wrong, and answers how many programs are."""
    programs = [p for p in sorted(check.PROGRAMS.glob("*.py")) if check.runs_on(p, options.version)]
    wrong = 0
    with check.concurrent.futures.ThreadPoolExecutor(2) as pool:
        for program, problem in zip(programs, pool.map(lambda p: check.check(options, p), programs)):
            if problem:
                wrong += 1
                print("%s: %s" % (program.stem, problem[0]))
    print("%d of %d print the same" % (len(programs) - wrong, len(programs)))
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version", type=check.parse_version)
    parser.add_argument("way", choices=("driver", "heapd"))
    parser.add_argument("program")
    parser.add_argument("--verify", action="store_true")
    options = parser.parse_args()
    options.timeout, options.stdout_only = 240, False
    if options.way == "driver":
        options.command = "'%s' %s %s {file}" % (options.program, "--verify-some" if options.verify else "", options.version[2:])
        return judge(options) != 0
    with heapd.Heapd(options.program) as server:
        check.run = lambda options, program: post(server.url, program, options)
        return judge(options) != 0


if __name__ == "__main__":
    sys.exit(main())
