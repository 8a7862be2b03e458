# As 3.11.7 has it: string.Formatter reads as str.format() does and is asked for each of its steps; auto() goes on from values of any kind before 3.13.
import enum, string, warnings
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
F = string.Formatter
for text in ("", "a", "{}", "a{0}b", "{{", "}}", "{", "}", "{a", "{a!", "{a!r", "{a!rx}", "{a!r:>5}", "{a:{b}}", "{a[}]}", "{a[", "{a{b}}", "{:{}{}}", "a{{b}}{c:d!e}", "{a.b[c].d}", "{!r}", "{a:", "{[}", "x{0!s:{1}{{}}}y"):
    t(lambda: list(F().parse(text)))
class Own(F):
    def get_value(self, key, args, named): print("get", key); return super().get_value(key, args, named) if key != "zz" else "ZZ"
    def check_unused_args(self, used, args, named): print("used", sorted(map(str, used)), args, named)
    def convert_field(self, value, conversion): return "up" + str(value) if conversion == "u" else super().convert_field(value, conversion)
    def format_field(self, value, spec): print("format", value, spec); return super().format_field(value, spec)
for text in ("{} {}", "{0} {1}", "{} {0}", "{0} {}", "{a.real} {zz}", "{a!u:>9} {b[0]}", "{0:{1}}", "{:{}}", "{0.x}", "{b[x]}", "{b[]}", "{a.}", "{b[0]x}", "{a!q}", "{2}", "{nope}", "{a:{zz:{zz}}}", "{99999999999999999999}", "{b[99999999999999999999]}"):
    t(lambda: Own().format(text, 5, 8, a=7, b=[1, 2]))
t(lambda: F().format()); t(lambda: F().vformat("{} {x}", (1,), {"x": 2})); t(lambda: F().parse(5)); t(lambda: F().get_field("0.real", (5,), {}))
T = string.Template
for text in "$a $b", "$$ $a", "$", "${a", "${a}$c $a", "é$a1_": t(lambda: T(text).is_valid()); t(lambda: T(text).get_identifiers())
warnings.simplefilter("ignore")
def values(*given):
    names = enum.EnumMeta.__prepare__("E", (enum.Enum,))
    for n, v in zip("ABCDEF", given): names[n] = enum.auto() if v is ... else v
    return [m.value for m in enum.EnumMeta("E", (enum.Enum,), names)]
for given in (1, ...), ("a", ...), (5, 3, ...), (5, "a", ...), ("a", 5, ...), (..., "b", ...), (None, ...), (2.5, ...), (1, [2], ...): t(lambda: values(*given))
class E(enum.Enum): A = 1
t(lambda: setattr(E.A, "name", 1)); t(lambda: delattr(E.A, "value")); t(lambda: E.A.name)
