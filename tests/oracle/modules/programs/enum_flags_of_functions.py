# A member of a Flag whose value is no int, and suppress() asked by hand.
import contextlib
import enum

try:
    class Hue(enum.Flag):
        RED = 1
        BLUE = 2
        BOTH = 3
        NONE = 0

        @enum.member
        def shade(self):
            pass

    print(list(Hue), list(reversed(Hue)), len(Hue), list(Hue.__members__), ~Hue.RED, Hue(0))
except TypeError as e:
    print(type(e).__name__, e)


class Tone(enum.Enum):
    LOW = 1

    @enum.member
    def shade(self):
        pass


print(len(Tone), list(Tone.__members__))
with contextlib.suppress(KeyError, TypeError) as nothing:
    print(nothing, contextlib.suppress().__exit__(None, None, None))
    {}[1]
print(contextlib.suppress(KeyError).__exit__(LookupError, None, None), contextlib.suppress(LookupError).__exit__(KeyError, None, None))
