import sys

class Normal:
    def __init__(self):
        self.a = 1
        self.b = 2

class Slotted:
    __slots__ = ('a', 'b')
    def __init__(self):
        self.a = 1
        self.b = 2

n = Normal()
s = Slotted()

print("Size of normal class:", sys.getsizeof(n))
print("Size of slotted class:", sys.getsizeof(s))
print("Normal class dict:", n.__dict__)
# The following would raise an AttributeError if uncommented
# print(s.__dict__)
