# Texts and bytes whose first difference is one of two were neither greater nor less than one another.
import operator
for f in operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge:
    print(f.__name__, [(x, y) for x in range(256) for y in range(256) if f(bytes([x]), bytes([y])) != f(x, y)],
          [(x, y) for x in range(256) for y in range(256) if f("a" + chr(x) + "b", "a" + chr(y)) != f((97, x, 98), (97, y))],
          [f(bytearray([x, 9]), memoryview(bytes([3]))) for x in range(8) if f in (operator.eq, operator.ne)], [f(x, "b") for x in "`abcdef"],
          [f("éa" + x, "éac") for x in "abcdef"], [f(10**30 + x, 10**30) for x in range(-3, 4)], [f(x * 2**29, 2**30) for x in range(5)])
print(sorted("3 1 2 5 4 7 6 9 8".split(), key=lambda x: x), max("1", "3"), min("c", "a"), sorted("caebd", reverse=True))
