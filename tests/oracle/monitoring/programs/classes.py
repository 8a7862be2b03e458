# bound methods are taken apart before they are called, from 3.14 on: CALL has another first argument
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


class D(C):
    def __init__(self):
        super().__init__(5)
    def method(self, y):
        return super().method(y)
    def wrong(self):
        return super().nothing


def classes():
    c = C(1)
    c.method(2)
    c.prop
    C.make()
    d = D()
    d.method(1)
    try:
        d.wrong()
    except AttributeError:
        pass
    for x in c:
        x
    class Local:
        a = 1
        def f(self): pass
    Local().f()


run(classes, "CALL C_RETURN C_RAISE")
