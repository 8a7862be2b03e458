import copy

# Shallow copy problems with nested mutable objects
original = [[1, 2], [3, 4], [5, 6]]

# Shallow copy
shallow = copy.copy(original)
shallow[0][0] = 99  # Modifies nested list

print(original)  # [[99, 2], [3, 4], [5, 6]] - Original affected!
print(shallow)   # [[99, 2], [3, 4], [5, 6]]

# Deep copy solution
original = [[1, 2], [3, 4], [5, 6]]
deep = copy.deepcopy(original)
deep[0][0] = 99  # Only affects copy

print(original)  # [[1, 2], [3, 4], [5, 6]] - Original unchanged
print(deep)      # [[99, 2], [3, 4], [5, 6]]

# Memory-efficient alternative for simple cases
def safe_list_copy(lst):
    return [row[:] for row in lst]  # List comprehension with slice copy

original = [[1, 2], [3, 4], [5, 6]]
safe_copy = safe_list_copy(original)
safe_copy[0][0] = 99

print(original)   # [[1, 2], [3, 4], [5, 6]] - Original unchanged
print(safe_copy)  # [[99, 2], [3, 4], [5, 6]]
