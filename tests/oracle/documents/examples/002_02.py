# Creating an object and a reference
a = [1, 2, 3]  # Creates a list object, 'a' is a reference to it
b = a          # 'b' is another reference to the same object
c = [1, 2, 3]  # Creates a new, separate list object

print(id(a))   # Same as id(b)
print(id(b))   # Same as id(a)
print(id(c))   # Different from id(a) and id(b)
