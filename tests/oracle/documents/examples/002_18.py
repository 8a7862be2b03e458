# Dictionary implementation details
d = {'name': 'Alice', 'age': 30, 'city': 'NYC'}

# Dictionaries maintain insertion order (Python 3.7+)
for key in d:
    print(key)  # name, age, city (in insertion order)

# Hash table structure
print(hash('name'))  # Hash value for string key
