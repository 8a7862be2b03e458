# Numbers as long as those in which it is looked on the way whether the program goes on, and what float(), complex() and float.fromhex() read.
import random

chance = random.Random(48)
LIMB = 30


def number(digits):
    bits = digits * LIMB + chance.choice((-1, 0, 1, 17))
    value = chance.choice(((1 << bits) - 1, 1 << bits, chance.getrandbits(bits), chance.getrandbits(64) << bits - 64))
    return -value if chance.random() < 0.5 else value


def told(function, *args, **kwargs):
    try:
        value = function(*args, **kwargs)
    except Exception as problem:
        value = type(problem).__name__ + str(problem)
    return value if isinstance(value, (str, int)) else repr(value)


many = [number(n) for n in (3, 47, 16383, 16384, 16385, 32767, 32768, 65535, 65536, 65537)]
for a in many:
    b, few, shift = chance.choice(many), number(chance.choice((3, 20, 46))), chance.choice((1, 29, 30, 65536 * LIMB + 3))
    results = [a + b, a - b, b - a, a - a, a + 1, a - 1, a & b, a | b, a ^ b, ~a, a << shift, a >> shift, a * few, few * a, *divmod(a, few)]
    print([hash(result) for result in results])
    print([result.__sizeof__() for result in results], a == b, a < b, a.bit_length())
    for order in "little", "big":
        length = (a.bit_length() + 8) // 8
        print(hash(int.from_bytes(a.to_bytes(length, order, signed=True), order, signed=True)) == hash(a), told(abs(a).to_bytes, 3, order)[:50])
    for written, base in (bin(a), 2), (oct(a), 8), (hex(a), 16):
        print(int(written, base) == a, int(written, 0) == a, int(written, base).__sizeof__())
for base, text in (32, "v_" * 99 + "1"), (4, "3" * 31), (16, "0" * 50 + "f"), (2, "1" * 30), (2, "1" * 31), (8, "_1"), (8, "8"), (16, "f_"):
    print(base, told(int, text, base))

half = "1" + str(10 ** 1100 + 5 ** 53 * 10 ** 1047)[1:]  # between 1 and what follows it
for digits in half, half + "0" * 900, half + "0" * 900 + "1", "0" * 900 + half, "9" * 2000, "0" * 2000:
    for point in 0, 1, 5, 850, len(digits):
        for exponent in "", "e-1100", "e-2000", "e+300", "E000", "e", "e-", "e1_0", "e1_", "e99999999999999999999":
            text = digits[:point] + "." + digits[point:] + exponent
            print(told(lambda: float(text).hex())[-40:], end=" ")
    print(*(told(float, wrong)[-30:] for wrong in (digits + "_", "_" + digits, digits + "x", "-+" + digits, "1__" + digits)))
    print(told(float, "-" + digits[:9] + "_" + digits), told(float, " \n+" + digits + " "),
          told(complex, digits + "e-1050-" + digits + "e-1000j"))
for text in "+4e3 j", "(\n1+2j )", "1 +2j", "1+ 2j", "(1j", "( 1 )", "1" * 900 + " j", "1 ":
    print(told(complex, text)[:60])
for text in ("0x" + "f" * 300 + "p0 x", "f" * 300, "0x1.8p99999999999", "1p5 x", "0x.",
             "-inf x", " -infinity ", "0p" + "9" * 50, "1p-" + "9" * 50, "." + "0" * 300 + "8p1200"):
    print(told(float.fromhex, text))
