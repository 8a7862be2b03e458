# String operations create new objects
s = "hello"
original_id = id(s)
s = s.upper()  # Creates new string
print(id(s) == original_id)  # False

# String concatenation
a = "Hello"
b = " World"
c = a + b  # Creates new string object
print(f"a id: {id(a)}")
print(f"b id: {id(b)}")
print(f"c id: {id(c)}")  # Different from both a and b
