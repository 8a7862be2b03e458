import sys

m = sys.monitoring
E = m.events
NAMES = ("PY_START PY_RESUME PY_RETURN PY_YIELD CALL LINE JUMP BRANCH STOP_ITERATION RAISE EXCEPTION_HANDLED PY_UNWIND PY_THROW RERAISE C_RETURN "
         "C_RAISE").split()
log = []


def show(x):
    if x is m.MISSING:
        return "MISSING"
    if isinstance(x, BaseException):
        return "%s%r" % (type(x).__name__, x.args)
    if type(x) in (int, str, list, tuple, dict, float, bool, type(None)):
        return repr(x)
    return getattr(x, "__name__", type(x).__name__)


def line_of(code, offset):
    return next((line for start, end, line in code.co_lines() if start <= offset < end), None)


def recorder(name, answer=None):
    def record(code, *rest):
        if name == "LINE":
            shown = rest
        elif name in ("JUMP", "BRANCH", "BRANCH_LEFT", "BRANCH_RIGHT"):
            shown = [line_of(code, offset) for offset in rest]
        else:
            shown = [line_of(code, rest[0]), *map(show, rest[1:])]
        log.append((name, code.co_name, *shown))
        return answer
    return record


def flush():
    for entry in log:
        print(*entry)
    log.clear()


def run(function, leave_out="", tool=2):
    """Every event of the function, but for some."""
    names = [name for name in NAMES if name not in leave_out.split()]
    m.use_tool_id(tool, "test")
    for name in names:
        m.register_callback(tool, getattr(E, name), recorder(name))
    try:
        m.set_events(tool, sum(getattr(E, name) for name in names))
        function()
    except BaseException as e:
        m.set_events(tool, 0)
        log.append(("ended by", show(e)))
    m.set_events(tool, 0)
    for name in names:
        m.register_callback(tool, getattr(E, name), None)
    m.free_tool_id(tool)
    print("----", function.__name__)
    flush()


