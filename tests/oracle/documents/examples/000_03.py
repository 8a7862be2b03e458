a = 100
b = 100
print("a is b (100):", a is b)

x = 1000
y = 1000
print("x is y (1000):", x is y)  # Likely False, not cached

print("id(a):", id(a), "id(b):", id(b))
print("id(x):", id(x), "id(y):", id(y))
