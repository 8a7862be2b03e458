# Lines that end in "as tracemalloc" leave the same bytes and blocks there; the others take objects from free lists.
text = "x" * 1000
numbers = [number * 1000 for number in range(300, 400)]
pairs = {number: [number] for number in numbers}
raw = bytearray(5000)  # as tracemalloc


class Point:
    def __init__(self, x):  # as tracemalloc
        self.x = x
        self.name = "point %d" % x  # as tracemalloc


def make(count):  # as tracemalloc
    made = []  # as tracemalloc
    for x in range(count):
        made.append(Point(x))  # as tracemalloc
    return made


points = make(50)
few = points[:5]  # as tracemalloc
names = tuple(point.name.upper() for point in points)
lost = []
lost.append(lost)
gone = [0] * 5000
del gone
total = sum(numbers) ** 20
nested = [[row] * 3 for row in range(20)]  # as tracemalloc
joined = ",".join(names)  # as tracemalloc
frozen = frozenset(range(1000, 1100))
