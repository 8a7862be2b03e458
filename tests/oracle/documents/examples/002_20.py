# Set modification
s = {1, 2, 3}
original_id = id(s)

# Various modification operations
s.add(4)           # Add element
s.remove(2)        # Remove element (KeyError if not found)
s.discard(5)       # Remove element (no error if not found)
s.update([6, 7])   # Add multiple elements

print(id(s) == original_id)  # True - same object
print(s)  # {1, 3, 4, 6, 7}
