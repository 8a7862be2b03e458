def f(n):
    if n:
        len([n])
        return f(n - 1)
    return "end"


def other():
    f(1)


class C:
    def method(self):
        x = 1
        return x


def local(function, *names, call=None, tool=2):
    code = function.__code__
    m.use_tool_id(tool, "local")
    for name in NAMES:
        m.register_callback(tool, getattr(E, name), recorder(name))
    events = sum(getattr(E, name) for name in names)
    m.set_local_events(tool, code, events)
    print(sum(getattr(E, name) for name in names if name[:2] != "C_") == m.get_local_events(tool, code), m.get_events(tool), m._all_events())
    (call or function)()
    m.set_local_events(tool, code, 0)
    print(m.get_local_events(tool, code))
    (call or function)()
    for name in NAMES:
        m.register_callback(tool, getattr(E, name), None)
    m.free_tool_id(tool)
    print("----", function.__name__, *names)
    flush()


local(f, "PY_START", "PY_RETURN", call=lambda: f(2))
local(f, "LINE", call=other)
local(f, "CALL", "C_RETURN", "C_RAISE", call=other)
local(other, "LINE", "PY_RETURN")
local(C.method, "LINE", "PY_START", call=C().method)
local(f, "JUMP", call=other)


# set while it runs
def running():
    a = 1
    m.use_tool_id(4, "running")
    m.register_callback(4, E.LINE, recorder("LINE"))
    m.set_local_events(4, running.__code__, E.LINE)
    b = 2
    c = 3
    m.set_local_events(4, running.__code__, 0)
    d = 4
    m.set_events(4, E.LINE)
    e = 5
    m.set_events(4, 0)
    m.free_tool_id(4)


running()
flush()


# local and global ones, and what is disabled of them
def both():
    m.use_tool_id(1, "local")
    m.use_tool_id(2, "global")
    m.register_callback(1, E.LINE, recorder("LINE", m.DISABLE))
    m.register_callback(2, E.LINE, recorder("LINE"))
    m.set_local_events(1, f.__code__, E.LINE)
    m.set_events(2, E.LINE)
    f(1)
    f(1)
    m.set_events(2, 0)
    f(1)
    log.append(("restarted",))
    m.restart_events()
    f(1)
    m.set_local_events(1, f.__code__, 0)
    for tool in (1, 2):
        m.free_tool_id(tool)


both()
flush()


# a code object that goes
def gone():
    m.use_tool_id(1, "gone")
    m.register_callback(1, E.PY_START, recorder("PY_START", m.DISABLE))
    for i in range(5):
        space = {}
        exec("def made():\n    return %d" % i, space)
        m.set_local_events(1, space["made"].__code__, E.PY_START)
        space["made"]()
        space["made"]()
        if i % 2:
            m.set_local_events(1, space["made"].__code__, 0)
        space.clear()
    m.free_tool_id(1)


gone()
flush()
