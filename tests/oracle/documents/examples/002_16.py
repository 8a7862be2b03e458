# Different operations, same object
lst = [1, 2, 3, 4, 5]
original_id = id(lst)

# Slice assignment - modifies existing list
lst[1:3] = [20, 30, 40]
print(id(lst) == original_id)  # True
print(lst)  # [1, 20, 30, 40, 4, 5]

# List comprehension - creates new list
new_lst = [x * 2 for x in lst]
print(id(new_lst) == original_id)  # False

# In-place sort vs sorted()
lst.sort()  # Modifies existing list
print(id(lst) == original_id)  # True

sorted_lst = sorted(lst)  # Creates new list
print(id(sorted_lst) == original_id)  # False
