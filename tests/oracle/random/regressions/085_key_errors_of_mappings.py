# KeyErrors that a mapping raises while it becomes keyword arguments: a call passes them on, or reads them (3.14 too).
class Lost:
    def __iter__(self):
        raise KeyError("lost")


class Keys:
    def __init__(self, keys):
        self.shown = keys

    def keys(self):
        return self.shown

    def __getitem__(self, key):
        raise KeyError(key, *([1] if key == "two" else []))


def given(*args, **kwargs):
    return args, kwargs


for shown in Lost(), ["one"], ["two"]:
    for function in dict, lambda x: given(**x), lambda x: given(a=1, **x), lambda x: {**x}:
        try:
            print(function(Keys(shown)))
        except Exception as e:
            print(repr(e), repr(e.__context__))
