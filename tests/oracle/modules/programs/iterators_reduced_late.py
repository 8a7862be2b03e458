"""__reduce__ of iterators whose function is looked for among keys of a program's own, which exhaust them."""
import builtins

def run(name, it):
    class Key:
        def __hash__(self):
            return hash(name)
        def __eq__(self, other):
            asked.append(other)
            list(it)
            return other == name
    asked, function = [], vars(builtins)[name]
    del vars(builtins)[name]
    vars(builtins)[Key()] = function
    try:
        return it.__reduce__(), asked
    finally:
        for key in [key for key in vars(builtins) if type(key) is Key]:
            del vars(builtins)[key]
        vars(builtins)[name] = function

class Items:
    def __getitem__(self, i):
        if i > 4:
            raise IndexError
        return i

for made in "xyz", "\u0400\u0401", [1, 2], (1, 2, 3), b"abc", bytearray(b"abc"), Items(), list[int]:
    print(run("iter", iter(made)))
    it = iter(made)
    list(it)
    print(run("iter", it), it.__reduce__(), iter(made).__reduce__()[0])
print(run("iter", iter(lambda: 0, 0)))
print(run("reversed", reversed([1, 2, 3])))
print(run("iter", reversed((1, 2, 3))))
del builtins.iter
for made in [], "", (), {1: 2}, {1}:
    try:
        print(made.__iter__().__reduce__())
    except AttributeError as e:
        print(e)
