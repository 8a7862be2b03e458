import sys

class Demo:
    def __init__(self):
        self.a = 1
        self.b = 2

obj = Demo()
print("Size with __dict__:", sys.getsizeof(obj))
print("Attributes:", obj.__dict__)
