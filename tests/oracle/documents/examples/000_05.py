#lets recap some stuff before we go hard core
# Integer object
x = 10
print(type(x))  # Output: <class 'int'>

# String object
y = "Hello"
print(type(y))  # Output: <class 'str'>

# List object
z = [1, 2, 3]
print(type(z))  # Output: <class 'list'>

# Function object
def my_function():
    pass

print(type(my_function))  # Output: <class 'function'>

# Class object
class MyClass:
    pass

obj = MyClass()
print(type(obj))  # Output: <class '__main__.MyClass'>
print(type(None))  # Output: <class 'NoneType'>
import math
print(type(math))  # Output: <class 'module'>
