# Assignment creates new binding
a = [1, 2, 3]
original_id = id(a)
a = [4, 5, 6]  # Assignment - new object
print(id(a) == original_id)  # False

# Mutation modifies existing object
b = [1, 2, 3]
original_id = id(b)
b[0] = 99  # Mutation - same object
print(id(b) == original_id)  # True
