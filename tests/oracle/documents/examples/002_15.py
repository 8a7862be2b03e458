import sys

# Observe list capacity growth
lst = []
for i in range(10):
    before_size = sys.getsizeof(lst)
    lst.append(i)
    after_size = sys.getsizeof(lst)
    print(f"Length: {len(lst)}, Size: {after_size}")
