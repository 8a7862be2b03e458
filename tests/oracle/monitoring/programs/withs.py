# the methods of a context manager are called by CALL, from 3.14 on
class C:
    def __init__(self, x):
        self.x = x
    def method(self, y):
        return self.x + y
    @property
    def prop(self):
        return self.x
    @classmethod
    def make(cls):
        return cls(3)
    def __enter__(self):
        return self
    def __exit__(self, *a):
        return True
    def __iter__(self):
        self.n = 0
        return self
    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration
        return self.n


def withs():
    with C(1) as c:
        c.x
    with C(2):
        raise KeyError(1)


run(withs, "CALL C_RETURN C_RAISE")
