"""With collections disabled there is the last one only, and nobody is told."""
import gc


class Loud:
    def __init__(self, name):
        self.name = name
        self.me = self

    def __del__(self):
        print("gone", self.name)


def told(phase, info):
    print(phase, info["generation"])


gc.callbacks.append(told)
gc.disable()
lost = Loud("lost")
del lost
kept = Loud("kept")
gc.callbacks.clear()
freed_with_the_module = type("Freed", (), {"__del__": lambda self: print("freed")})()
