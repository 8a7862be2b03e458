import copy
import copyreg
import numbers

for value in (1, True, 2.5, 1j, "x", None):
    print(value, [c.__name__ for c in (numbers.Number, numbers.Complex, numbers.Real, numbers.Rational, numbers.Integral) if isinstance(value, c)])
print(issubclass(int, numbers.Integral), issubclass(float, numbers.Rational), numbers.Integral.__mro__)
try:
    numbers.Integral()
except TypeError as e:
    print(str(e)[:50])


class Half(numbers.Number):
    pass


print(isinstance(Half(), numbers.Number))


class Point:
    def __init__(self, x):
        self.x = x


copyreg.pickle(Point, lambda p: (Point, (p.x + 1,)))
print(copy.copy(Point(1)).x, copy.deepcopy(Point(5)).x, Point in copyreg.dispatch_table)
del copyreg.dispatch_table[Point]
print(copy.copy(Point(1)).x, copyreg.__newobj__(Point).__class__.__name__, copyreg.__all__)
try:
    copyreg.pickle(Point, 5)
except TypeError as e:
    print(e)
