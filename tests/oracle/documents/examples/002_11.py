# Tuple packing
coordinates = 10, 20  # Creates tuple (10, 20)
print(type(coordinates))  # <class 'tuple'>

# Tuple unpacking
x, y = coordinates
print(f"x: {x}, y: {y}")

# Memory efficiency of tuples
import sys
tuple_data = (1, 2, 3, 4, 5)
list_data = [1, 2, 3, 4, 5]
print(f"Tuple size: {sys.getsizeof(tuple_data)}")
print(f"List size: {sys.getsizeof(list_data)}")
