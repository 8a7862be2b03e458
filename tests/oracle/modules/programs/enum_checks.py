"""Enumerations: what their checks say, which names flags of several bits have, when members are made, other names, constants of a module."""
import enum
import sys
import warnings

warnings.simplefilter("error")


def told(f, *args, **kwargs):
    try:
        print("   ", f(*args, **kwargs))
    except Exception as e:
        print("   ", type(e).__name__, e)


class Seen:
    found = []

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.found.append((cls.__name__, list(getattr(cls, "__members__", ()))))


class Early(Seen, enum.Enum):
    ONE = 1
    UNO = 1
    TWO = [2]
    ZWEI = [2]


print(Seen.found, list(Early), Early([2]), Early.ZWEI)


def bodies():
    def order():
        class C(enum.Enum):
            _order_ = "red green blue purple"
            red, green, blue = 1, 2, 3

    def order_of_flags():
        class C(enum.Flag):
            _order_ = ["A", "AB", "B"]
            A, B, AB = 1, 2, 3
        return list(C)

    def ignored():
        class C(enum.Enum):
            A = 1
            _ignore_ = "A B"

    def garbage():
        class C(enum.Flag):
            A = "not an int"
            B = enum.auto()

    def text():
        class C(enum.StrEnum):
            A = b"2", len

    def errors():
        class C(enum.StrEnum):
            A = b"2", "ascii", 9

    def autos():
        class C(enum.Enum):
            A = enum.auto(), enum.auto(), 7
            B = enum.auto()
        return list(C)

    def nested():
        class C(enum.Enum):
            A = 1

            class B(enum.Enum):
                X = 1
        return list(C)

    def raises():
        class C(enum.Enum):
            def __new__(cls, value):
                raise LookupError(value)
            A = 1

    def no_value():
        class Number(int):
            def __new__(cls, value, other):
                return int.__new__(cls, value)

        class C(Number, enum.Enum):
            def __new__(cls, value):
                return int.__new__(cls, value)
            A = 1

    def again():
        class C(enum.Enum):
            A = 1

            def A(self):
                pass

    def extended():
        class C(Early):
            pass

    return [f for f in list(locals().values())]


for body in bodies():
    print(body.__name__)
    told(body)

Hint = enum.Flag("Hint", {"Hidden": 16, "Digits": 1, "Letters": 2, "Mask": 15})
print(Hint.Hidden | Hint.Mask, repr(Hint(3)), ~Hint.Hidden is ~Hint.Hidden, Hint.Mask in Hint(31))
told(lambda: [str(m) for m in Hint(31)])
told(Hint, 64)
told(Hint, 12)
told(Hint, "x")
for boundary in enum.FlagBoundary:
    kind = enum.Flag("Kind", {"A": 1, "B": 2, "D": 8}, boundary=boundary)
    print(boundary)
    for value in (0, 3, 4, 5, 16, 7):
        told(kind, value)
many = enum.IntFlag("many", {"A": 1, "C": 4, "E": 16})
print([many(n) for n in (0, 5, 2, 6, 37)], ~many.A, many.A | 2)

print("verify")
for checks in ((enum.UNIQUE,), (enum.CONTINUOUS,), (enum.NAMED_FLAGS,)):
    for base, members in ((enum.Enum, {"A": 1, "B": 4, "C": 1}), (enum.Flag, {"A": 1, "B": 8, "C": 9}), (enum.Flag, {"A": 1, "B": 6, "C": 96}),
                          (enum.IntEnum, {"A": 5})):
        told(enum.verify(*checks), base("C", members))
told(enum.verify(enum.UNIQUE), int)

value = "module's"
CODE_A, CODE_B, CODE_C, CODE_D = 3, 1, 3, 2
codes = enum.IntEnum._convert_("codes", __name__, lambda name: name.startswith("CODE_"))
print(list(codes), repr(CODE_A), CODE_C is codes.CODE_A, codes.__module__, codes(2).name)
WORD_A, WORD_B = "b", "a"
words = enum.StrEnum._convert_("words", __name__, lambda name: name.startswith("WORD_"), as_global=True)
print(list(words), f"{WORD_A} {words.WORD_B!r}")
print(enum.show_flag_values(37), enum.bin(10), enum.bin(~10), enum.bin(3, 6), enum.bin(-3, 6), enum.bin(0))


class Real(float, enum.Enum):
    real = 1.5
    other = 2.5


print(Real.real.value, Real.other, Real.other.is_integer(), list(Real))
try:
    print(Real.other.real)
except AttributeError as e:
    print(e)
told(lambda: enum.Enum("E", "a b", module="m", qualname="q.E").a.__class__.__qualname__)
told(lambda: Early("X", ("pink", "black")))
told(lambda: enum.Enum("E", [("a", 1), ("b", 1)]).__members__)
told(lambda: Early.ONE.ONE)
told(lambda: delattr(Early, "ONE"))
told(lambda: setattr(Early, "ONE", 2))
if sys.version_info >= (3, 13):
    Early.ONE._add_alias_("EIN")
    Early.ONE._add_value_alias_("one")
    print(Early.EIN, Early("one"))
    told(Early.ONE._add_alias_, "TWO")
