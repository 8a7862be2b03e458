"""Two collections end a program: the first, unless collections are disabled, tells gc.callbacks, the last one nobody."""
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
gc.collect()
lost = Loud("lost")
del lost
kept = Loud("kept")
