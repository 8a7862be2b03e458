# Immutable example
x = "hello"
y = x.upper()  # Creates new string object
print(id(x) == id(y))  # False - different objects

# Mutable example
lst = [1, 2, 3]
original_id = id(lst)
lst.append(4)  # Modifies existing object
print(id(lst) == original_id)  # True - same object
