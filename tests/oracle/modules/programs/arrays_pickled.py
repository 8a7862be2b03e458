"""What arrays are pickled as, and the arrays of other machines."""
import array
import copy
import pickle
import struct

for code, values in (("b", [-1, 2]), ("B", [200]), ("h", [-3]), ("H", [7]), ("i", [1, 2]), ("I", [9]), ("l", [-5]), ("L", [5]), ("q", []), ("Q", [2**63]),
                     ("f", [0.5]), ("d", [1.5, 2.5])):
    a = array.array(code, values)
    for protocol in range(6):
        dumped = pickle.dumps(a, protocol)
        print(code, protocol, dumped, pickle.loads(dumped) == a)
    print(a.__reduce_ex__(2), a.__reduce_ex__(3), copy.copy(a), copy.deepcopy(a))


class Named(array.array):
    pass


n = Named("i", [1])
n.name = "x"
print(n.__reduce_ex__(4)[1:], pickle.loads(pickle.dumps(n)).name, type(pickle.loads(pickle.dumps(n))).__name__)
made = array._array_reconstructor
for args in ((), (1, 2), ("", "b", 0, b""), (str, "b", 0, b""), (array.array, "b", "", b""), (array.array, "b", 0, ""), (array.array, "?", 0, b""),
             (array.array, "b", -1, b""), (array.array, "b", 22, b""), (array.array, "d", 16, b"a"), (array.array, "d", 15, b"a"),
             (array.array, "bb", 0, b""), (array.array, 1, 0, b""), (array.array, "L", 6, struct.pack("<II", 1, 2**32 - 1)),
             (array.array, "i", 9, struct.pack(">ii", 1, -2)), (array.array, "H", 3, struct.pack(">H", 513)), (array.array, "b", 0, b"\xff"),
             (array.array, "d", 15, struct.pack(">f", 0.25)), (array.array, "f", 17, struct.pack(">d", 0.25)), (Named, "q", 12, bytes(8))):
    try:
        print(made(*args))
    except Exception as e:
        print(args[1:], type(e).__name__, e)
for wrong in (None, "4", 2**70):
    try:
        print(array.array("b").__reduce_ex__(wrong))
    except Exception as e:
        print(type(e).__name__, e)
