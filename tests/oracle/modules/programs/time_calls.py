"""The functions of time: builtin functions, and what they say of their arguments."""
import time

# What clock_gettime_ns() says of its arguments calls it clock_gettime() in 3.11.
NAMES = """asctime clock_getres clock_gettime ctime get_clock_info gmtime localtime mktime strftime strptime tzset time sleep time_ns
           monotonic process_time_ns""".split()
for name in NAMES:
    f = getattr(time, name)
    print(name, type(f).__name__, f.__module__, f.__qualname__, repr(f))
    for args, kw in () if name == "sleep" else (((), {}), ((1, 2, 3), {}), ((1,), {"x": 1}), ((), {"seconds": 1}), ((None,), {}), (("a",), {}), ((1.5,), {}), (("a", 1), {}),
                     ((2**70,), {}), ((99,), {}), (("%Y", None), {}), ((b"%Y",), {}), (("monotonic",), {})):
        try:
            told = type(f(*args, **kw)).__name__
        except Exception as e:
            told = type(e).__name__ + ": " + str(e)
        print(name, args, sorted(kw), told)
print(time._STRUCT_TM_ITEMS, time.CLOCK_REALTIME, time.CLOCK_TAI, type(time.tzname), time)
print(time.gmtime(0), time.strftime("%Y", time.gmtime(0)), time.asctime(time.gmtime(0)), time.strptime("2000", "%Y"))
