# Even simple values are objects
x = 42
print(type(x))          # <class 'int'>
print(id(x))            # Memory address
print(x.__class__)      # <class 'int'>
