# Sizes of threads' own attributes and of classes that extend them (3.14 too).
import sys, threading


class Own(threading.local):
    def __init__(self, a):
        self.a = a


class Slots(threading.local):
    __slots__ = ("b",)


plain = threading.local()
print(sys.getsizeof(plain), sys.getsizeof(Own(1)), Own(1).__sizeof__())
plain.x = 1
print(sys.getsizeof(plain), plain.__dict__, Own(2).__dict__)
