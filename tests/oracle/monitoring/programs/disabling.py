def f(n):
    total = 0
    for i in range(n):
        if i % 2:
            total += i
        else:
            total -= 1
    return total


def g():
    yield 1
    yield 2


def use(*names, tool=2, calls=(lambda: f(4), lambda: f(4), lambda: list(g()), lambda: list(g()))):
    m.use_tool_id(tool, "disabling")
    for name in names:
        m.register_callback(tool, getattr(E, name), recorder(name, m.DISABLE))
    m.set_events(tool, sum(getattr(E, name) for name in names))
    for call in calls:
        call()
        log.append(("called",))
    m.restart_events()
    log.append(("restarted",))
    for call in calls:
        call()
        log.append(("called",))
    m.set_events(tool, 0)
    for name in names:
        m.register_callback(tool, getattr(E, name), None)
    m.free_tool_id(tool)
    m.restart_events()
    print("----", *names)
    flush()


use("PY_START")
use("LINE")
use("PY_START", "PY_RETURN", "PY_YIELD", "PY_RESUME")
use("CALL")
use("JUMP")
use("LINE", "PY_RETURN")


def again():
    for name in ("RAISE", "EXCEPTION_HANDLED", "PY_UNWIND", "RERAISE"):
        m.use_tool_id(2, "again")
        m.register_callback(2, getattr(E, name), recorder(name, m.DISABLE))
        m.set_events(2, getattr(E, name))

        def fails():
            try:
                1 / 0
            finally:
                pass

        try:
            try:
                fails()
            except ZeroDivisionError:
                log.append(("handled",))
        except ValueError as e:
            log.append(("ValueError", str(e)))
        m.set_events(2, 0)
        print(name, m.register_callback(2, getattr(E, name), None))
        m.free_tool_id(2)
        flush()


again()

for name in "C_RETURN", "C_RAISE":
    m.use_tool_id(2, "C")
    m.register_callback(2, getattr(E, name), lambda *a: m.DISABLE)
    m.set_events(2, E.CALL | E.C_RETURN | E.C_RAISE)
    try:
        len([]) if name == "C_RETURN" else len(5)
    except Exception as e:
        m.set_events(2, 0)
        print(type(e), e)
    m.set_events(2, 0)
    print(m.register_callback(2, getattr(E, name), None))
    m.free_tool_id(2)


# two tools, of which one disables
def two():
    for tool, answer in ((1, m.DISABLE), (3, None)):
        m.use_tool_id(tool, "two")
        m.register_callback(tool, E.PY_START, lambda code, offset, tool=tool, answer=answer: (log.append((tool, code.co_name)), answer)[1])
        m.set_events(tool, E.PY_START)
    f(1)
    f(1)
    print(m._all_events())
    for tool in (1, 3):
        m.set_events(tool, 0)
        m.free_tool_id(tool)
    m.restart_events()
    flush()


two()


# what is disabled comes back once the code has run without the event, whoever else was told of it, or nobody
def quiet():
    x = 1
    return x


def loop():
    for i in range(2):
        if i:
            pass


def rounds(label, *functions):
    log.clear()
    for function in functions:
        function()
    print(label, log)


def disables(name):
    m.use_tool_id(4, name)
    m.register_callback(4, getattr(E, name), lambda code, *rest: (code in (quiet.__code__, loop.__code__) and log.append((name, code.co_name)), m.DISABLE)[1])
    event = getattr(E, name)
    m.set_events(4, event)
    rounds("told", quiet, loop, quiet, loop)
    m.set_events(4, 0)
    m.set_events(4, event)
    rounds("not run meanwhile", quiet, loop)
    m.set_events(4, 0)
    quiet()
    m.set_events(4, event)
    rounds("one has run meanwhile", quiet, loop)
    m.set_events(4, 0)
    quiet()
    loop()
    m.set_local_events(4, loop.__code__, event)
    rounds("of one alone", quiet, loop)
    m.set_local_events(4, loop.__code__, 0)
    rounds("of none", quiet, loop)
    m.set_local_events(4, loop.__code__, event)
    rounds("of one again", quiet, loop)
    m.set_local_events(4, loop.__code__, 0)
    m.free_tool_id(4)
    quiet()


for name in ("PY_START", "PY_RETURN", "LINE", "JUMP"):
    disables(name)
m.restart_events()
log.clear()
