# Members of a Flag whose values are no ints, or not in order; suppress() asked by hand.
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
    print(type(e).__name__)


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


class Disordered(enum.Flag):
    A = 16
    C = 1
    LAST = enum.auto()


class Bits(enum.IntFlag):
    HIGH = 8
    LOW = 2


print(~Disordered.LAST, Disordered.A | Disordered.C, list(Disordered(17)), repr(Bits.LOW | Bits.HIGH), list(Bits(10)), Bits(15))
