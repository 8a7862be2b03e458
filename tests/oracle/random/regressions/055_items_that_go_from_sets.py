# The items that an update of a set has taken away, and those that only told which, go at once.
class K:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        print("==", self.n, other.n)
        return self.n == other.n

    def __del__(self):
        print("goes", self.n)


def fresh(first, end):
    return {K(i) for i in range(first, end)}


for name in "-=", "^=", "&=", "|=":
    print(name)
    x, y = fresh(0, 4), [K(i) for i in range(1, 6)]
    s = set(y)
    exec(f"x {name} s")
    print("done", sorted(k.n for k in x))
    del x, y, s
for name in "difference_update", "symmetric_difference_update", "intersection_update", "update":
    for items in "[K(1), K(2), K(7)]", "(K(i) for i in range(1, 4))", "{K(3): 0, K(9): 1}":
        x = fresh(0, 6)
        print(name, items)
        getattr(x, name)(eval(items))
        print("done", sorted(k.n for k in x))
        del x
x = fresh(0, 6) - fresh(4, 9)
print("done", sorted(k.n for k in x))
del x
