import gc


def f(n=2):
    for i in range(n):
        len([i])
    return n


def with_tool(events, callbacks, call, tool=3):
    m.use_tool_id(tool, "hostile")
    for name, callback in callbacks.items():
        m.register_callback(tool, getattr(E, name), callback)
    m.set_events(tool, events)
    try:
        call()
    except BaseException as e:
        m.set_events(tool, 0)
        chain = []
        while e:
            chain.append((show(e), line_numbers(e)))
            e = e.__context__
        print(chain)
    if m.get_tool(tool):
        m.set_events(tool, 0)
        for name in callbacks:
            m.register_callback(tool, getattr(E, name), None)
        m.free_tool_id(tool)
    m.restart_events()
    flush()


def line_numbers(e):
    lines, t = [], e.__traceback__
    while t:
        lines.append((t.tb_frame.f_code.co_name, t.tb_lineno))
        t = t.tb_next
    return lines


def raiser(name):
    def raises(code, *rest):
        if code.co_filename == f.__code__.co_filename and code.co_name in ("f", "guarded", "g", "fails"):
            raise LookupError(name, code.co_name)
    return raises


def fails():
    try:
        1 / 0
    finally:
        x = 1


def guarded():
    try:
        f()
    except LookupError as e:
        return e.args
    try:
        fails()
    except Exception as e:
        return e.args


def g():
    try:
        yield 1
    except KeyError:
        yield 2


def generates():
    x = g()
    next(x)
    x.throw(KeyError)
    x.close()


# a callback that raises, in each event
for name in NAMES:
    events = getattr(E, name) if name not in ("C_RETURN", "C_RAISE") else E.CALL
    print("----", name)
    with_tool(events, {name: raiser(name)}, f)
    if name not in ("EXCEPTION_HANDLED", "RERAISE", "BRANCH"):  # handled there again, for ever; or never again what was handled before
        with_tool(events, {name: raiser(name)}, guarded)
        with_tool(events, {name: raiser(name)}, generates)
        with_tool(events, {name: raiser(name)}, fails)

print("---- unregisters itself")


def once(code, *rest):
    log.append(("once", code.co_name))
    m.register_callback(3, E.LINE, None)


with_tool(E.LINE, {"LINE": once}, f)

print("---- frees its tool")


def frees(code, *rest):
    log.append(("frees", code.co_name))
    m.set_events(3, 0)
    m.register_callback(3, E.LINE, None)
    m.free_tool_id(3)


with_tool(E.LINE, {"LINE": frees}, f)
print(m.get_tool(3), m._all_events())

print("---- runs what is monitored")


def recurses(code, *rest):
    log.append(("recurses", code.co_name))
    f()


with_tool(E.PY_START | E.LINE, {"PY_START": recurses, "LINE": recurses}, f)

print("---- deletes the code")
space = {}
exec("def made():\n    x = 1\n    y = 2\n    return x + y", space)


def deletes(code, *rest):
    if code.co_name == "made":
        log.append(("deletes", code.co_name, rest))
        space.clear()
        gc.collect()
        return m.DISABLE


with_tool(E.LINE, {"LINE": deletes}, lambda: print(space["made"]()))

print("---- a code object without anybody")
with_tool(E.PY_RETURN, {"PY_RETURN": lambda code, offset, value: log.append((code.co_name, show(value)))}, lambda: exec("(lambda: 5)()"))

print("---- what is no function")
with_tool(E.PY_START, {"PY_START": 5}, f)
with_tool(E.PY_START, {"PY_START": print and len}, f)
with_tool(E.PY_RETURN, {"PY_RETURN": m.DISABLE}, f)

print("---- events change while they are told")


def changes(code, line):
    log.append(("changes", code.co_name, line))
    m.set_events(3, E.LINE if m.get_events(3) != E.LINE else E.LINE | E.PY_RETURN)


with_tool(E.LINE, {"LINE": changes, "PY_RETURN": recorder("PY_RETURN")}, f)

print("---- finalizers")


class F:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        log.append(("del", self.n))


def finalizes():
    a = F(1)
    del a
    b = F(2)
    b.me = b
    del b
    gc.collect()


with_tool(E.PY_START | E.PY_RETURN, {"PY_START": recorder("PY_START"), "PY_RETURN": recorder("PY_RETURN")}, finalizes)

print("---- a finalizer in a callback")


def callback(code, *rest):
    F(code.co_name)
    if code.co_name == "f":
        raise KeyError("after a finalizer")


with_tool(E.PY_START, {"PY_START": callback}, f)

print("---- tools of others")


def names_others(code, *rest):
    log.append(("first", code.co_name))
    if not m.get_tool(4):
        m.use_tool_id(4, "second")
        m.register_callback(4, E.PY_START, lambda code, *rest: log.append(("second", code.co_name)))
        m.set_events(4, E.PY_START)


def twice():
    f(1)
    f(1)


with_tool(E.PY_START, {"PY_START": names_others}, twice)
m.set_events(4, 0)
m.free_tool_id(4)
flush()
