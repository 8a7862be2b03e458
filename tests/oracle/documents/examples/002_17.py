# Dictionary modification
d = {'a': 1, 'b': 2}
original_id = id(d)

# Various modification operations
d['c'] = 3           # Add new key-value
d['a'] = 99          # Modify existing value
d.update({'d': 4})   # Update with another dict
del d['b']           # Delete key-value pair

print(id(d) == original_id)  # True - same object
print(d)  # {'a': 99, 'c': 3, 'd': 4}
