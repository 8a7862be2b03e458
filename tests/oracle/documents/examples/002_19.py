# Dictionary views share references to the original dict
d = {'a': 1, 'b': 2, 'c': 3}

keys_view = d.keys()
values_view = d.values()
items_view = d.items()

# Views reflect changes to original dict
d['d'] = 4
print(list(keys_view))   # ['a', 'b', 'c', 'd']
print(list(values_view)) # [1, 2, 3, 4]

# Views are live references, not copies
print(id(d))  # Original dict
# Views don't have independent identity from dict
