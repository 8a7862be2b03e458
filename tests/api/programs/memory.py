#!/usr/bin/env python3
"""memory.py --heapd HEAPD: what compiling long sources takes is bounded, and heapd gives it back.

Each of its threads has memory of its own: some requests more than there are threads are sent.
"""
import argparse
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "oracle"))
from heapd import Heapd  # noqa: E402

REQUESTS, MEBIBYTE = 20, 1024  # of the kilobytes that /proc tells


def resident(pid, word):
    for line in pathlib.Path("/proc/%d/status" % pid).read_text().splitlines():
        if line.startswith(word):
            return int(line.split()[1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heapd", required=True)
    binary = parser.parse_args().heapd
    long = "x = [" + "1," * 100000 + "]\n"
    longest = "x = [" + "1," * 3000000 + "]\n"
    with Heapd(binary) as heapd:
        pid = heapd.process.pid
        before = resident(pid, "VmRSS")
        for _ in range(REQUESTS):
            assert heapd.request("POST", "/v1/run", long.encode(), {"Content-Type": "text/x-python"}).status == 200
        kept = resident(pid, "VmRSS") - before
        assert kept < 64 * MEBIBYTE, "%d KiB are kept" % kept
        answer = heapd.request("POST", "/v1/run", longest.encode(), {"Content-Type": "text/x-python", "Accept": "application/json"})
        assert answer.status == 200 and answer.json["exception"]["type"] == "MemoryError", (answer.status, answer.body[:300])
        most = resident(pid, "VmHWM") - before
        assert most < 700 * MEBIBYTE, "%d KiB were taken" % most  # a heap of 256 MiB, and as much for the source
    print("%d KiB kept, %d at most" % (kept, most))


if os.environ.get("HEAPD_URL"):
    sys.exit(77)  # nobody knows whose process that is
main()
