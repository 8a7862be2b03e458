# Waiting for longer than can be told, and nearly that long.
import threading
import time

lock = threading.Lock()
lock.acquire()
for wait in lock.acquire, threading.RLock().acquire, threading.Event().wait, time.sleep:
    for timeout in 1e30, -1e30, 1e10, -1e10, 2**64, 2**63, -2**63, -9223372037, -9223372036, 9223372037, -2, -2.5, True, float("nan"), "x", None, 1j:
        if timeout is None and wait != time.sleep or timeout is True and wait == lock.acquire:
            continue
        try:
            print(wait(timeout) if wait in (time.sleep, threading.Event().wait) else wait(timeout=timeout))
        except Exception as e:
            print(type(e).__name__, e)
