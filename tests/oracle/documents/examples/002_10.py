# Tuple creation
t1 = (1, 2, 3)
t2 = (1, 2, 3)
print(t1 is t2)  # May be False - different objects

# Tuple with mutable elements
t = ([1, 2], [3, 4])
print(id(t))  # Tuple id

# Can't change tuple structure
# t[0] = [5, 6]  # TypeError

# But can modify mutable elements
t[0].append(3)
print(t)  # ([1, 2, 3], [3, 4])
print(id(t))  # Same tuple id
