# 3.14 too. Of a list's class it is asked what it gives to be gone through, of a dict's class its items(), of numbers and strs nothing.
import collections
import enum
import json
import time


def show(o, **options):
    try:
        print(json.dumps(o, **options))
    except Exception as e:
        print(type(e).__name__, e)


class Listed(list):
    def __iter__(self):
        return iter("ab")


class Long(list):
    def __len__(self):
        return 0


class Refusing(list):
    __iter__ = None


class Paired(tuple):
    def __iter__(self):
        return iter([1, 2, 3])


class Items(dict):
    def items(self):
        return {"ab": 1, "cd": 2}


class Pairs(dict):
    def items(self):
        return [("k", 1), ("j", [2])]


class Number(dict):
    def items(self):
        return 5


class None_(dict):
    items = None


class Broken(dict):
    def items(self):
        raise OSError("items")


class Text(str):
    def __str__(self):
        return "other"


class Int(int):
    def __repr__(self):
        return "other"


class Float(float):
    def __repr__(self):
        return "other"


class Colour(enum.IntEnum):
    RED = 1


Point = collections.namedtuple("Point", "x y")
for cls in Listed, Long, Refusing, Paired:
    show(cls())
    show([cls([5])])
for cls in Items, Pairs, Number, None_, Broken:
    show(cls())
    show([cls(a=1)])
    show(cls(a=1), sort_keys=True)
show([Text("t"), Int(5), Float(2.5), Float("inf"), Colour.RED, Point(1, 2), time.gmtime(0), True])
show({Text("t"): 1, Int(5): 2, Float(2.5): 3, Colour.RED: 4, None: 5, True: 6})
show(collections.OrderedDict([("b", 1), ("a", 2)]))
show(collections.defaultdict(list, {"b": 1, "a": {}}), sort_keys=True)
show(collections.Counter("abca"))
changing = {"a": {1}, "b": 2}


def change(o):
    changing["c"] = 3
    return sorted(o)


show(changing, default=change, sort_keys=True)
shrinking = [{1}, 2, 3]
show(shrinking, default=lambda o: shrinking.clear())
