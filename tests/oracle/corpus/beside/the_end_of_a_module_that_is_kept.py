# Another module has __main__, and something that outlives all modules has that one: names are set to None, those with one underscore first.
import sys


class Last:
    def __init__(self, name):
        self.name = name

    def __del__(self, print=print):
        print("del", self.name)


two = Last("two")
_one = Last("_one")
__three = Last("__three")
four = Last("four")
_five = Last("_five")
sys.kept = sys.modules["__main__"]
print("end")
