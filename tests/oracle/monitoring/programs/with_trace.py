# settrace() and setprofile() beside tools


def f(x):
    y = x + 1
    len([y])
    return y


def g():
    yield f(1)


def tracer(frame, event, arg):
    log.append(("trace", event, frame.f_code.co_name, frame.f_lineno))
    return tracer


def profiler(frame, event, arg):
    log.append(("profile", event, frame.f_code.co_name, getattr(arg, "__name__", None)))


def both():
    for set_it, function in ((sys.settrace, tracer), (sys.setprofile, profiler)):
        m.use_tool_id(5, "beside")
        for name in ("PY_START", "PY_RETURN", "LINE", "CALL", "C_RETURN", "PY_YIELD", "PY_RESUME"):
            m.register_callback(5, getattr(E, name), recorder(name))
        set_it(function)
        m.set_events(5, E.PY_START | E.PY_RETURN | E.LINE | E.CALL | E.PY_YIELD | E.PY_RESUME)
        f(1)
        list(g())
        set_it(None)
        f(2)
        m.set_events(5, 0)
        m.free_tool_id(5)
        log.append(("----",))


both()
flush()


# neither is told of what runs in the other
def plain(code, *rest):
    log.append(("tool", code.co_name))


m.use_tool_id(5, "tool")
m.register_callback(5, E.PY_START, plain)
m.set_events(5, E.PY_START)
sys.settrace(tracer)
f(3)
sys.settrace(None)
m.set_events(5, 0)
m.free_tool_id(5)
flush()
