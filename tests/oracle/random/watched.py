"""Programs about sys.settrace() and sys.setprofile(): the events of functions, generators and handlers, in order."""
from functions import Functions

HEAD = Functions.head + '''
def tracer(opcodes=False, lines=True, locally=True):
    def trace(frame, event, arg):
        if not frame.f_code.co_filename == __file__ or frame.f_code.co_name in QUIET: return None
        if opcodes: frame.f_trace_opcodes = True
        if not lines: frame.f_trace_lines = False
        seen.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, arg[0].__name__ if event == "exception" else arg if type(arg) is int else type(arg).__name__))
        return trace if locally else None
    return trace
def profiler(frame, event, arg):
    if frame.f_code.co_filename == __file__ and frame.f_code.co_name not in QUIET:
        seen.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, getattr(arg, "__name__", None) if event.startswith("c_") else type(arg).__name__))
seen, QUIET = [], ("show", "told", "watched", "tracer", "trace", "profiler")
def watched(install, how, function, *args, **keywords):
    install(how)
    try: r = function(*args, **keywords)
    except BaseException as problem: r = type(problem).__name__
    finally: install(None)
    show(r); print(len(seen))
    for n in range(0, min(len(seen), 400), 6): print(*seen[n:n + 6])
    seen.clear(); log.clear()
'''


class Watched(Functions):
    head = HEAD

    def how(self):
        return self.one("sys.settrace, tracer()", "sys.settrace, tracer()", "sys.settrace, tracer(lines=False)", "sys.settrace, tracer(locally=False)", "sys.setprofile, profiler", "sys.setprofile, profiler")

    def calls(self):
        return super().calls().replace("told(f, ", "told(f, ").replace("told(f", "watched(%s, f" % self.how())

    def driving(self):
        return super().driving().replace("told(drive)", "watched(%s, drive)" % self.how()).replace("told(lambda", "watched(%s, lambda" % self.how())

    def statement(self):
        return self.one(lambda: "%s\n%s" % (self.function(), self.calls()), lambda: "%s\n%s" % (self.function(True), self.driving()))
