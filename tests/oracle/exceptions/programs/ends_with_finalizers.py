"""What is printed of the exception comes before the end of the module."""
import atexit
import sys


class A:
    def __del__(self):
        sys.stderr.write("a goes\n")


a = A()
names_of_length = 1
atexit.register(lambda: sys.stderr.write("at exit\n"))


def f(local):
    return name_of_length


f(A())
