# struct says the same of an int that is too large for a float as for another int; a Pascal string without room cannot be read up to 3.12.
import struct

for code, value in ("<e", 65535), ("<e", 65535.0), ("<f", 2**200), ("<f", 1e300), ("<d", 2**2000), ("<e", True), (">e", -2**40), ("f", 2**130):
    try: print(struct.pack(code, value))
    except (struct.error, OverflowError) as e: print(type(e).__name__, e)
for data in b"", b"abc":
    try: print(struct.unpack_from("0p", data))
    except (struct.error, SystemError) as e: print(type(e).__name__, e)
