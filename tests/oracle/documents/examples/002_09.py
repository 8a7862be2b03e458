# String literals are often interned
x = "hello"
y = "hello"
print(x is y)  # True

# Strings with special characters may not be interned
a = "hello world!"
b = "hello world!"
print(a is b)  # May be False

# Force interning
import sys
c = sys.intern("hello world!")
d = sys.intern("hello world!")
print(c is d)  # True
