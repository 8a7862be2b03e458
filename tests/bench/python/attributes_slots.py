class Point:
    __slots__ = "x", "y"

    def __init__(self, x, y):
        self.x = x
        self.y = y


def move(p, n):
    for _ in range(n):
        p.x = p.x + 1
        p.y = p.x + p.y
        p.x


move(Point(1, 2), 300000)
