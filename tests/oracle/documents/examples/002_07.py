# Immutable arithmetic creates new objects
x = 42
original_id = id(x)
x += 1  # Same as: x = x + 1
print(id(x) == original_id)  # False

# Demonstrating immutability
def modify_int(num):
    print(f"Before: {id(num)}")
    num += 10
    print(f"After: {id(num)}")
    return num

original = 5
result = modify_int(original)
print(f"Original: {original}, id: {id(original)}")
print(f"Result: {result}, id: {id(result)}")
