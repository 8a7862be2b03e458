# Picklers with a dispatch_table of their own: what it maps, and what it is when it is no mapping (3.14 too).
import collections, copyreg, io, pickle


class Point:
    def __init__(self, x):
        self.x = x


def reduced(point):
    return Point, (point.x,)


class Tabled(pickle.Pickler):
    dispatch_table = {Point: reduced}


class Default(dict):
    def __missing__(self, key):
        print("missing", key.__name__)
        raise KeyError(key)


def pickled(pickler, table=None):
    out = io.BytesIO()
    made = pickler(out, 2)
    if table is not None:
        made.dispatch_table = table
    try:
        made.dump([Point(5), 3 + 4j])
    except Exception as e:
        return repr(e)
    return out.getvalue(), pickle.loads(out.getvalue())[0].x


print(pickled(Tabled))
table = copyreg.dispatch_table.copy()
table[Point] = reduced
for given in table, collections.ChainMap({Point: reduced}, copyreg.dispatch_table), Default({Point: reduced}), 5, "x", [1]:
    print(pickled(pickle.Pickler, given))
