# As 3.11.7 has it: an IntFlag keeps bits that it has no name for; an enumeration's missing member is an error of its own words.
import enum
class Color(enum.Enum): RED = 1
class Flag(enum.IntFlag): A = 1; B = 2; C = 4
class Strict(enum.Flag): A = 1; B = 2
def told(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for f in (lambda: Color.NOPE, lambda: Color.RED.nope, lambda: repr(Flag(8)), lambda: repr(Flag(9)), lambda: list(Flag(9)), lambda: Flag(16).name, lambda: repr(Flag(8) | Flag.A), lambda: Flag._boundary_, lambda: Strict._boundary_, lambda: Strict(8), lambda: repr(~Flag.A)):
    told(f)
