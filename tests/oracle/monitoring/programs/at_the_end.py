# tools that are there when the program ends


class F:
    def __del__(self):
        print("del")


def callback(code, *rest):
    if code.co_name == "__del__":
        print("event", code.co_name)


def last(code, *rest):
    if code.co_name == "__del__":
        print("returns")


f = F()
f.me = f
m.use_tool_id(0, "ends")
m.register_callback(0, E.PY_START, callback)
m.register_callback(0, E.PY_RETURN, last)
m.set_events(0, E.PY_START | E.PY_RETURN)
print("end")
