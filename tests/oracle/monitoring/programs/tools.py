import gc


def t(f, *a, **k):
    try:
        print(f.__name__, a, k, "->", f(*a, **k))
    except BaseException as e:
        print(f.__name__, a, k, type(e).__name__, e)


class I:
    def __index__(self):
        return 2

    def __repr__(self):
        return "I"


code = t.__code__
print(m, type(m).__name__, "sys.monitoring" in sys.modules, m.__name__, m.__doc__, m.__spec__, m.__loader__, m.__package__)
print([name for name in m.__dict__ if name != "clear_tool_id"], type(m.events), sys.getsizeof(m.events), sys.getsizeof(m))
print(set(NAMES) | {"INSTRUCTION", "NO_EVENTS"} <= set(vars(m.events)), E.PY_START, E.PY_RESUME, E.PY_RETURN, E.PY_YIELD, E.CALL, E.LINE, E.INSTRUCTION,
      E.JUMP, E.NO_EVENTS)
print(m.DEBUGGER_ID, m.COVERAGE_ID, m.PROFILER_ID, m.OPTIMIZER_ID)
print(type(m.DISABLE), type(m.MISSING), m.DISABLE is m.MISSING, gc.is_tracked(m), gc.is_tracked(m.events), sys.getrefcount(m.events), gc.is_tracked(m.DISABLE))
f = m.use_tool_id
print(f, f.__module__, f.__self__, f.__name__, f.__qualname__, f.__text_signature__)
for a in ((), (1,), (1, 2, 3), (1, 2), ("1", 2), (6, "a"), (-1, "a"), (2**40, "a"), (1.0, "a"), (True, "a"), (1, "b"), (I(), "c"), (I(), "c")):
    t(m.use_tool_id, *a)
t(m.use_tool_id, tool_id=1, name="b")
for a in ((1,), (7,), (), (2, 3), (I(),), ("a",)):
    t(m.get_tool, *a)
t(m.set_events, 2, E.LINE)
for a in ((1,), (1,), (9,), (), (2,)):
    t(m.set_events, 2, 0)
    t(m.free_tool_id, *a)
t(m.get_tool, 1)
for events in (1, 0, -1, 1 << 20, E.C_RETURN, E.C_RETURN | E.C_RAISE, E.C_RETURN | E.CALL, "a"):
    if events not in (E.C_RETURN, E.C_RETURN | E.C_RAISE, E.C_RETURN | E.CALL):
        t(m.set_events, 1, events)
    else:
        try:
            m.set_events(1, events)
        except ValueError as e:
            print(e)
t(m.get_events, 1)
t(m.get_events, 6)
for event, func in ((3, None), (0, None), (1 << 25, None), (-1, None), (1, len), (1, None), (1, None), (1, 5), (1, None), (-2**31, None), ("a", None)):
    t(m.register_callback, 1, event, func)
t(m.register_callback, 8, 3, None)
t(m.register_callback, 1, 1)
t(m.register_callback, 1, 1, None, None)
code = "a code object"
for name, a in (("get_local_events", (1, code)), ("get_local_events", (8, code)), ("set_local_events", (1, code, 3)), ("set_local_events", (1, code, "x"))):
    t(getattr(m, name), *a)


def say(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__name__, e)


say(m.get_local_events, 1, t.__code__)
say(m.set_local_events, 1, t.__code__, 1)
say(m.set_local_events, 9, t.__code__, 0)
say(m.set_local_events, 1, t.__code__, E.C_RETURN)
say(m.set_local_events, 1, t.__code__, 1 << 25)
m.use_tool_id(1, "x")
say(m.set_local_events, 1, t.__code__, E.PY_START | E.CALL | E.C_RETURN | E.C_RAISE)
say(m.get_local_events, 1, t.__code__)
say(m.set_local_events, 1, t.__code__, 0)
t(m.restart_events)
t(m.restart_events, 1)
t(m._all_events)
t(m._all_events, 1)
m.set_events(1, 1 | 4 | 8)
print(m._all_events())
m.set_events(1, 0)
m.free_tool_id(1)
for statement in "import sys.monitoring", "from sys.monitoring import events":
    try:
        exec(statement)
    except ImportError as e:
        print(type(e).__name__, e)


# a callback is kept, and by nobody that the collector knows
def callback(*a):
    pass


before = sys.getrefcount(callback)
m.use_tool_id(3, "kept")
m.register_callback(3, E.PY_START, callback)
print(sys.getrefcount(callback) - before, [type(o).__name__ for o in gc.get_referrers(callback) if o is not globals()])
print(m.register_callback(3, E.PY_START, callback) is callback, sys.getrefcount(callback) - before)
m.register_callback(3, E.PY_START, None)
print(sys.getrefcount(callback) - before)


class Cycle:
    def __call__(self, *a):
        pass

    def __del__(self):
        print("gone")


c = Cycle()
c.me = c
m.register_callback(3, E.PY_START, c)
del c
print(gc.collect())
m.register_callback(3, E.PY_START, None)
print(gc.collect() > 0)
m.free_tool_id(3)
