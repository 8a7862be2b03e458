# Shallow vs deep references
matrix = [[1, 2], [3, 4]]
row1, row2 = matrix[0], matrix[1]

# Modifying through reference affects original
row1[0] = 99
print(matrix)  # [[99, 2], [3, 4]]

# List of same mutable object
default_list = []
data = [default_list, default_list, default_list]
data[0].append(1)
print(data)  # [[1], [1], [1]] - all refer to same list!
