# Float precision and identity
a = 0.1 + 0.2
b = 0.3
print(a == b)  # False due to floating point precision
print(a is b)  # False - different objects

# Float operations create new objects
x = 3.14
original_id = id(x)
x *= 2
print(id(x) == original_id)  # False
