import sys

if sys.version_info >= (3, 12):
    m = sys.monitoring
    E = m.events
    log = []

    def f(n):
        for i in range(n):
            if i:
                len([i])
        return n

    def g():
        try:
            yield f(2)
            yield from (1, 2)
        except KeyError:
            yield 3

    def told(code, *rest):
        log.append((code.co_name, rest[0]))
        return m.DISABLE if code is f.__code__ and len(rest) == 1 and len(log) % 3 == 0 else None

    class C:
        def method(self):
            return 1

    class D(C):
        def method(self):
            return super().method() + len(*["a"])

    for tool in (1, 2):
        m.use_tool_id(tool, "tool %d" % tool)
        for name in ("PY_START", "PY_RETURN", "PY_YIELD", "PY_THROW", "PY_UNWIND", "LINE", "JUMP", "BRANCH", "CALL", "C_RETURN", "C_RAISE", "RAISE", "RERAISE",
                     "EXCEPTION_HANDLED", "STOP_ITERATION"):
            m.register_callback(tool, getattr(E, name), told)
    m.set_local_events(1, f.__code__, E.LINE | E.CALL)
    m.set_events(2, (1 << 16) - 1 & ~E.INSTRUCTION)
    try:
        f(3)
        list(g())
        x = g()
        next(x)
        x.throw(KeyError)
        D().method()
        try:
            len(5)
        except TypeError:
            pass
    finally:
        m.set_events(2, 0)
    m.restart_events()
    f(1)
    m.free_tool_id(1)
    m.free_tool_id(2)
