import types


def closure():
    x = 1
    return lambda: x


code, cell = closure().__code__, types.CellType(5)
for args, kwargs in (((code, {}), {"closure": (cell,)}), ((code, {}, None, None, (cell,)), {}), ((), {}), ((code,), {}), ((1, {}), {}), ((code, 1), {}), ((code, {}), {"nothing": 1}),
                     ((), dict(code=code, globals={}, name="f", closure=(cell,), argdefs=None)), ((code, {}, 5), {}), ((code, {}, None, 5), {}), ((code, {}), {"closure": ()}),
                     ((code, {}), {"closure": (1,)}), ((code, {}), {"closure": 1}), ((code, {}), {"name": "n", "closure": (cell,)})):
    try:
        made = types.FunctionType(*args, **kwargs)
        print(made(), made.__name__)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
