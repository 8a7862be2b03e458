"""A program for the agent's tests: keeps more and more, and knows nothing of being watched. Arguments: rounds, seconds between; "signal": each
round sends a signal; "on": and goes on until its standard input ends; "stay": does nothing more until then; "fail": ends with status 7."""
import os
import select
import signal
import sys
import time

assert __name__ == "__main__" and os.path.basename(sys.argv[0]) == "leaky.py", sys.argv
assert os.path.samefile(sys.path[0], os.path.dirname(os.path.abspath(__file__)))


class Node:
    def __init__(self, payload):
        self.payload = payload
        self.me = self


kept = []


def leak(n):
    for i in range(n):
        kept.append(Node(bytes(1000)))  # the leak


def goes_on():
    return "on" in sys.argv and not select.select([sys.stdin], [], [], 0)[0]


rounds = 0
while rounds < int(sys.argv[1]) or goes_on():
    rounds += 1
    time.sleep(float(sys.argv[2]))
    leak(100)
    if "signal" in sys.argv:
        os.kill(os.getpid(), signal.SIGUSR1)
        time.sleep(float(sys.argv[2]))
if "stay" in sys.argv:
    sys.stdin.read()
print("done", len(kept))
sys.exit(7 if "fail" in sys.argv else 0)
