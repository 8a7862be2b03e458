# Small integers are cached (-5 to 256)
a = 100
b = 100
print(a is b)  # True - same object

# Large integers are not cached
x = 1000
y = 1000
print(x is y)  # May be False - different objects
