import sys

# Create an object
data = [1, 2, 3]
print(sys.getrefcount(data))  # At least 2 (data + function parameter)

# Create another reference
backup = data
print(sys.getrefcount(data))  # Increased by 1

# Remove a reference
del backup
print(sys.getrefcount(data))  # Decreased by 1
