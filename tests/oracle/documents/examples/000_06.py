# we can force seperate objects
a = int("257")
b = int("257")

print(a == b)  # True (values are equal)
print(a is b)  # False (different objects in memory)

a = "hello"
b = " ".join(["hello"])  # Dynamically created string

print(a == b)  # True (values are equal)
print(a is b)  # False (different objects in memory)

a = 3.14
b = 3.14

print(a == b)  # True (values are equal)
print(a is b)  # False (different objects in memory)
