# An array is made of the items of a view, of the bytes of nothing but bytes; protocols without bytes have a bytearray as characters.
import array, copy

print(array.array("d", memoryview(b"abc")), array.array("h", bytearray(b"abcd")), array.array("H", memoryview(array.array("h", [1, 2]))))
b = bytearray(b"a\xff")
for protocol in range(6):
    print(b.__reduce_ex__(protocol), bytearray().__reduce_ex__(protocol))
print(b.__reduce__(), copy.copy(b), copy.deepcopy(b))
