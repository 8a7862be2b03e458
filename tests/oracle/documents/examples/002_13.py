# Frozenset creation
fs1 = frozenset([1, 2, 3, 4])
fs2 = frozenset([1, 2, 3, 4])
print(fs1 == fs2)  # True - same content
print(fs1 is fs2)  # May be True due to optimization

# Frozensets can be dictionary keys or set elements
data = {fs1: "first", frozenset([5, 6]): "second"}
nested_set = {fs1, frozenset([7, 8])}

# Operations create new frozensets
fs3 = fs1 | frozenset([5, 6])  # Union
print(id(fs1) == id(fs3))  # False
