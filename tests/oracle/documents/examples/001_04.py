import sys
a = 100
b = 100
print("a is b:", a is b)

x = 1000
y = 1000
print("x is y:", x is y)

s1 = sys.intern("very_common_string")
s2 = sys.intern("very_common_string")
print("s1 is s2 (interned):", s1 is s2)
