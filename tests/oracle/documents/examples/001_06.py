class Slotted:
    __slots__ = ['a', 'b']
    def __init__(self):
        self.a = 1
        self.b = 2

class Normal:
    def __init__(self):
        self.a = 1
        self.b = 2

import sys

normal_objs = [Normal() for _ in range(10000)]
slotted_objs = [Slotted() for _ in range(10000)]

print("Normal one size:", sys.getsizeof(normal_objs[0]))
print("Slotted one size:", sys.getsizeof(slotted_objs[0]))
