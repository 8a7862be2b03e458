"""Objects whose graph is known, for the agent's tests. Arguments: where the agent lies, the address of heapd, the session."""
import json
import sys
import weakref

sys.path.insert(0, sys.argv[1])
import heapd_agent  # noqa: E402


class Cache:
    def __init__(self):
        self.items = [bytes(100000) for _ in range(10)]
        self.owner = self


class Slotted:
    __slots__ = ("left", "right")


class Touchy:
    """Whoever runs any of this has run the program's code."""

    def __init__(self):
        self.real = [bytes(3000)]

    @property
    def boom(self):
        raise SystemExit("a property was asked")

    def __getattr__(self, name):
        raise SystemExit("__getattr__ was asked")

    def __sizeof__(self):
        raise SystemExit("__sizeof__ was asked")

    def __eq__(self, other):
        raise SystemExit("__eq__ was asked")

    __hash__ = None


class Bare:
    pass


def furnish(one):
    one.furniture = [bytes(500)]


def outer():
    captured = [bytes(7000)]
    return lambda: captured


the_cache = Cache()
bare = [Bare(), Bare()]
bare[0].outside = [bytes(600)]
furnish(bare[1])
slotted = Slotted()
slotted.left = bytearray(50000)
touchy = Touchy()
watcher = weakref.ref(the_cache)
closure = outer()
table = {"text": [bytes(1234)], 5: "five"}
agent = heapd_agent.start(url=sys.argv[2], session=sys.argv[3], every=0, nframe=1, at_exit=False)
agent.graph("shapes")
if not agent.flush(150):
    sys.exit(str(agent.cost()))
cost = agent.cost()
assert cost["sent"] == 1 and cost["failures"] == 0, cost
print(json.dumps({"cache": id(the_cache), "items": id(the_cache.items), "left": id(slotted.left), "real": id(touchy.real), "text": id(table["text"]),
                  "captured": id(closure()), "agent": id(agent), "watcher": id(watcher), "outside": id(bare[0].outside), "furniture": id(bare[1].furniture), "sizeof": sys.getsizeof(the_cache.items)}))
heapd_agent.stop()
