"""What is called when a thread raises something, and when that fails."""
import re
import sys
import threading


def fail():
    raise KeyError("in a thread")


def run(name="t"):
    thread = threading.Thread(target=fail, name=name)
    print(re.sub(r"stopped \d+", "stopped ID", repr(thread)), thread.is_alive())
    thread.start()
    thread.join()
    print(re.sub(r"stopped \d+", "stopped ID", repr(thread)), thread.is_alive(), thread._started.is_set(), sys.exc_info())


def told(args):
    print(args.exc_type, args.exc_value, args.thread.name, args.exc_traceback is args.exc_value.__traceback__)


threading.excepthook = told
run()
threading.excepthook = None
sys.stderr = sys.stdout
try:
    threading.Thread()
except RuntimeError as e:
    print(e)


def broken(args):
    raise ValueError("in the hook")


threading.excepthook = broken
sys.excepthook = lambda kind, value, tb: print(kind, value)
run("of a broken hook")
sys.excepthook = sys.__excepthook__
main = threading.main_thread()
print(main.name, main.daemon, main.is_alive(), main._started.is_set(), main is threading.current_thread())
for f in (lambda: main.start(), lambda: main.join(), lambda: setattr(main, "daemon", True), lambda: threading.Thread().join()):
    try:
        print(f())
    except RuntimeError as e:
        print(e)
