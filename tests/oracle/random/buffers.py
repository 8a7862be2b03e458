"""Programs about bytes in memory: struct, array, memoryview and bytearray, their slices, casts, exports and comparisons, ints to and from bytes."""
from grammar import Grammar

HEAD = Grammar.head + '''import array, struct
ba, ar, mv, st = bytearray(b"0123456789ab"), array.array("h", [1, -2, 300, 4]), memoryview(bytearray(range(24))), struct.Struct("<hB")
def told(make):
    try: show(make())
    except Exception as problem: print(type(problem).__name__, str(problem).split(" at 0x")[0] if LINES else "")
def view(m): return (m.format, m.itemsize, m.shape, m.strides, m.ndim, m.nbytes, m.readonly, m.contiguous, m.c_contiguous, m.f_contiguous, m.tolist())
LINES = True
'''


class Buffers(Grammar):
    head = HEAD
    look = "show(ba, ar)"

    def n(self):
        return str(self.r.choice((0, 1, 2, 3, 4, 5, 7, 8, 12, -1, -2, -3, 24, 100)))

    def number(self):
        return self.one(self.small, self.small, "255", "256", "-129", "65535", "2**31", "-2**31", "2**63", "2**64", "1.5", "float('inf')", "1e300", "'a'", "b'x'", "None", "True", "i", "-1e-40", "65504.0", "70000.0", self.float_literal)

    def struct_format(self):
        codes = "".join(self.one("", "", "", "2", "3", "0", "12", " ") + self.r.choice("bBhHiIlLqQfdeFxcspn?NPz"[:19] if self.likely(0.9) else "nNPz!") for _ in range(self.r.randint(1, 4)))
        return self.one("", "", "<", ">", "=", "!", "@") + codes

    def raw(self):
        return self.one("b''", "b'\\x00\\x01\\xff\\x7f\\x80'", "bytes(range(%d))" % self.r.randint(0, 40), "ba", "ar", "mv[:8]", "bytearray(9)", "b'abcdefgh' * %d" % self.r.randint(0, 3), "u", "mv", "array.array('d', [1.5, -2])", "memoryview(b'xyz')[::-1]", "5" if self.likely(0.2) else "b'12345678'")

    def structs(self):
        f, v = self.struct_format, self.number
        return self.one(lambda: "struct.calcsize(%r)" % f(), lambda: "struct.pack(%r, %s)" % (f(), self.some(v, 1, 4)), lambda: "struct.pack(%r, %s)" % (self.one("<", ">", "=", "", "!") + self.r.choice("bBhHiIlLqQfdecsp?nN"), v()), lambda: "struct.pack('%s%s%s', %s, %s)" % (self.one("<", ">", "@"), self.r.choice("bBhHiIlLqQfde"), self.r.choice("bBhHiIlLqQfde"), v(), v()), lambda: "struct.unpack(%r, %s)" % (f(), self.raw()), lambda: "struct.unpack_from(%r, %s, %s)" % (f(), self.raw(), self.n()), lambda: "(q := bytearray(12), struct.pack_into(%r, q, %s, %s))" % (f(), self.n(), self.some(v, 1, 3)), lambda: "list(struct.iter_unpack(%r, %s))" % (f(), self.raw()), lambda: "(st.size, st.format, st.pack(%s, %s))" % (v(), v()), lambda: "struct.Struct(%s).%s" % (self.one(repr(f()), "b'<i'", "5", "'é'"), self.one("size", "format", "pack(1)", "unpack(b'abcd')")), lambda: "struct.unpack('<e', struct.pack('<e', %s))" % v(), lambda: "struct.unpack('>f', struct.pack('>f', %s))" % v(), lambda: "st.unpack_from(%s, offset=%s)" % (self.raw(), self.n()))

    def code(self):
        return self.r.choice("bBhHiIlLqQfdu")

    def arrays(self):
        c, v = self.code, self.number
        a = lambda: self.one("ar", "array.array('%s', [%s])" % (c(), self.some(lambda: str(self.r.randint(0, 100)), 0, 4)), "array.array('d', [1.5, 0.0])", "array.array('u', 'aé')", "array.array('B', b'xyz')")
        return self.one(lambda: "array.array('%s', %s)" % (c(), self.one("[%s]" % self.some(v, 0, 3), self.raw, "'abc'", "range(4)", "(1, 2)", "5", "ar", "[[1]]", "iter([1, 2])")), lambda: "%s %s %s" % (a(), self.one("==", "<", ">=", "!=", "+", "*", "in"), self.one(a, a, "2", "[1]", "None")), lambda: "%s[%s]" % (a(), self.one(self.piece, self.n)), lambda: "ar.%s" % self.one("append(%s)" % v(), "extend(%s)" % self.one(a, "[1, %s]" % v(), "5", "ar"), "insert(%s, %s)" % (self.n(), v()), "pop(%s)" % self.one("", self.n), "remove(%s)" % v(), "index(%s%s)" % (v(), self.one("", ", 1", ", -1, 9")), "count(%s)" % v(), "reverse()", "byteswap()", "tobytes()", "tolist()", "frombytes(%s)" % self.raw(), "fromlist([1, %s])" % v(), "buffer_info()[1]", "typecode", "__copy__()", "__sizeof__()" if not self.bare else "itemsize", "tounicode()", "fromunicode('a')", "__reduce_ex__(2)[0] is array.array"), lambda: "repr(%s)" % a(), lambda: "%s.__iadd__(%s)" % (a(), a()), lambda: "array.array(%s)" % self.one("", "'z'", "'ii'", "5", "'i', [1], 2", "'f', [1e40]", "'u', [1]", "'i', b'abc'"), lambda: "bytes(%s)" % a(), lambda: "[*%s]" % a(), lambda: "(%s).itemsize, hash is None" % a())

    def views(self):
        m = lambda: self.one("mv", "memoryview(%s)" % self.raw(), "mv[%s]" % self.piece(), "mv.cast('%s')" % self.r.choice("bBhHiIlLqQfdc?"), "mv.cast('B', [%s])" % self.one("2, 12", "24", "2, 3, 4", "5, 5", "4, 6"), "memoryview(ar)", "mv.cast('H')[%s]" % self.piece(), "memoryview(b'abcd').cast('H')", "mv.toreadonly()", "memoryview(ar).cast('B')", "mv.cast('B', [4, 6]).cast('B')", "memoryview(memoryview(b'ab'))", "mv[::2].cast('B')" if self.likely(0.3) else "mv[2:6].cast('H')")
        return self.one(lambda: "view(%s)" % m(), lambda: "view(%s)" % m(), lambda: "view(%s)" % m(), lambda: "%s[%s]" % (m(), self.one(self.n, self.n, "1, 2", "0, -1", "(0,)", "...", "()", "'a'", self.piece, "1:2, 0")), lambda: "%s %s %s" % (m(), self.one("==", "!=", "<"), self.one(m, m, "b'abcd'", "ar", "5")), lambda: "%s.%s" % (m(), self.one("tobytes()", "tobytes('F')", "tobytes(order='%s')" % self.one("C", "F", "A", "X"), "hex()", "hex(':')", "hex('-', 2)", "hex(' ', -3)", "tolist()", "toreadonly().readonly", "obj is ba", "format", "release()", "__len__()", "cast('%s')[0]" % self.one("B", "H", "d", "x", "@I", "<i"), "cast('B', 5)", "cast('I', [1, 2])", "suboffsets", "index(1)" if not self.bare else "format", "count(1)" if not self.bare else "nbytes")), lambda: "len(%s)" % m(), lambda: "hash(%s) == hash(bytes(%s))" % ("memoryview(u)", "u"), lambda: "hash(%s)" % self.one("mv", "mv.toreadonly().cast('b')", "memoryview(b'ab').cast('H')", "memoryview(b'abc')[::2]"), lambda: "bytes(%s)" % m(), lambda: "list(%s)" % m(), lambda: "%s in %s" % (self.n(), m()), lambda: "b''.join([%s, b'-'])" % m(), lambda: "memoryview(%s)" % self.one("5", "'a'", "[]", ""), lambda: "list(reversed(%s))" % m(), lambda: "struct.unpack_from('<H', %s)" % m(), lambda: "int.from_bytes(%s, 'big')" % m(), lambda: "bytearray(b'x') + %s" % m(), lambda: "b'a' + %s" % m(), lambda: "isinstance(%s, __import__('collections').abc.%s)" % (m(), self.one("Sequence", "Hashable", "Sized")))

    def changed(self):
        n, p = self.n, self.piece
        return self.one(lambda: "mv[%s] = %s" % (self.one(n, p, p), self.one(self.raw, self.number, "b'ab'", "mv[:4]")), lambda: "ba[%s] = %s" % (self.one(n, p, p), self.one(self.raw, self.number, "[1, 2]", "b'ab'", "ba")), lambda: "ar[%s] = %s" % (self.one(n, p, p), self.one(self.number, "array.array('h', [9, 8])", "array.array('h', [9])", "ar", "[1]", "array.array('i', [1])")), lambda: "del %s[%s]" % (self.one("ba", "ar", "mv"), self.one(n, p)), lambda: "q = memoryview(%s)\ntry: %s\nfinally: q.release()" % (self.one("ba", "ar"), self.one("ba.append(1)", "ar.append(1)", "ba.clear()", "ba[:0] = b'z'", "del ar[0]", "ba.extend(q)", "q[0] = 65", "ba += b'x'", "ar.pop()", "ba[1:3] = b'zz'", "ba *= 2", "q[1:3] = q[2:4]", "ar.byteswap()")), lambda: "with memoryview(ba) as q: q[%s] = %s\ntold(lambda: q[0])" % (p(), self.raw()), lambda: "ba.%s" % self.one("append(%s)" % self.number(), "extend(%s)" % self.one(self.raw, "[1, 2]", "'a'", "iter([65])"), "insert(%s, 66)" % n(), "pop(%s)" % self.one("", n), "remove(%s)" % self.number(), "reverse()", "clear()", "copy()"), lambda: "ba %s %s" % (self.one("+=", "*="), self.one(self.raw, "2", "0")), lambda: "ar %s %s" % (self.one("+=", "*="), self.one("ar", "2", "array.array('h', [5])", "[1]")), lambda: "struct.pack_into(%r, %s, %s, %s)" % (self.struct_format(), self.one("ba", "mv", "ar", "b'xx'"), n(), self.some(self.number, 1, 3)), lambda: "mv.cast('%s')[%s] = %s" % (self.r.choice("bBhHiIqQfdc?"), self.one("0", "1", "2"), self.number()), lambda: "mv.cast('B', [4, 6])[%s] = %s" % (self.one("1, 2", "0, -1", "9, 9", "0"), self.number()))

    def ints(self):
        return self.one(lambda: "(%s).to_bytes(%s)" % (self.int(1), self.one("", "1", "2, 'big'", "4, 'little'", "8, 'big', signed=True", "0, 'big'", "20, 'middle'", "12, byteorder='little', signed=True", "length=9", "9", "3, 'little'")), lambda: "int.from_bytes(%s, 'big')" % m(), lambda: "bytearray(b'x') + %s" % m(), lambda: "b'a' + %s" % m(), lambda: "isinstance(%s, __import__('collections').abc.%s)" % (m(), self.one("Sequence", "Hashable", "Sized")))

    def changed(self):
        n, p = self.n, self.piece
        return self.one(lambda: "mv[%s] = %s" % (self.one(n, p, p), self.one(self.raw, self.number, "b'ab'", "mv[:4]")), lambda: "ba[%s] = %s" % (self.one(n, p, p), self.one(self.raw, self.number, "[1, 2]", "b'ab'", "ba")), lambda: "ar[%s] = %s" % (self.one(n, p, p), self.one(self.number, "array.array('h', [9, 8])", "array.array('h', [9])", "ar", "[1]", "array.array('i', [1])")), lambda: "del %s[%s]" % (self.one("ba", "ar", "mv"), self.one(n, p)), lambda: "q = memoryview(%s)\ntry: %s\nfinally: q.release()" % (self.one("ba", "ar"), self.one("ba.append(1)", "ar.append(1)", "ba.clear()", "ba[:0] = b'z'", "del ar[0]", "ba.extend(q)", "q[0] = 65", "ba += b'x'", "ar.pop()", "ba[1:3] = b'zz'", "ba *= 2", "q[1:3] = q[2:4]", "ar.byteswap()")), lambda: "with memoryview(ba) as q: q[%s] = %s\ntold(lambda: q[0])" % (p(), self.raw()), lambda: "ba.%s" % self.one("append(%s)" % self.number(), "extend(%s)" % self.one(self.raw, "[1, 2]", "'a'", "iter([65])"), "insert(%s, 66)" % n(), "pop(%s)" % self.one("", n), "remove(%s)" % self.number(), "reverse()", "clear()", "copy()"), lambda: "ba %s %s" % (self.one("+=", "*="), self.one(self.raw, "2", "0")), lambda: "ar %s %s" % (self.one("+=", "*="), self.one("ar", "2", "array.array('h', [5])", "[1]")), lambda: "struct.pack_into(%r, %s, %s, %s)" % (self.struct_format(), self.one("ba", "mv", "ar", "b'xx'"), n(), self.some(self.number, 1, 3)), lambda: "mv.cast('%s')[%s] = %s" % (self.r.choice("bBhHiIqQfdc?"), self.one("0", "1", "2"), self.number()), lambda: "mv.cast('B', [4, 6])[%s] = %s" % (self.one("1, 2", "0, -1", "9, 9", "0"), self.number()))

    def ints(self):
        return self.one(lambda: "(%s).to_bytes(%s%s)" % (self.int(1), self.one("", "1", "2", "4", "8", "0", "20"), self.one("", ", 'big'", ", 'little'", ", byteorder='little', signed=True", ", 'middle'", ", 'big', signed=True") if self.likely(0.8) else ""), lambda: "int.from_bytes(%s%s)" % (self.one(self.raw, "[1, 2, 255]", "'ab'"), self.one("", ", 'little'", ", 'big', signed=True", ", 'x'")), lambda: "bytes.fromhex(%s)" % self.one("'00 ff'", "'0'", "'zz'", "' aB '", "'a b'", "'00\\n01'"), lambda: "%s.hex(%s)" % (self.one("b'abcdef'", "ba", "u"), self.one("", "':'", "'-', 2", "b'_', -2", "'::'", "'é'")), lambda: "bytes(%s)" % self.one("3", "-1", "[256]", "'a'", "'é', 'utf-8'", "[1, 2, 'a']", "2**70", "b'a', 'x'", "None", "{65: 1}", "True"))

    def statement(self):
        if self.likely(0.3):
            return self.changed()
        return "told(lambda: %s)" % self.one(self.structs, self.structs, self.arrays, self.views, self.views, self.ints)

    def program(self, length=14):
        return [self.statement() for _ in range(length * 2)]
