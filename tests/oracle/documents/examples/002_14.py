# List modification in-place
lst = [1, 2, 3]
original_id = id(lst)

# Various modification operations
lst.append(4)        # Adds element
lst[0] = 99          # Item assignment
lst.extend([5, 6])   # Extends list
lst.insert(1, 100)   # Inserts element

print(id(lst) == original_id)  # True - same object
print(lst)  # [99, 100, 2, 3, 4, 5, 6]
