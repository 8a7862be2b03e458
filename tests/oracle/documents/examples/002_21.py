# Set operations create new sets or modify existing ones
s1 = {1, 2, 3}
s2 = {3, 4, 5}

# Creates new sets
union_set = s1 | s2          # {1, 2, 3, 4, 5}
intersection_set = s1 & s2   # {3}
difference_set = s1 - s2     # {1, 2}

# Modifies existing set
s1 |= s2  # Equivalent to s1.update(s2)
print(id(s1))  # Same as original s1
