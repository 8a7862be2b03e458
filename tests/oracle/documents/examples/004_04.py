import sys
print(f"{sys.getsizeof(1)=}") # sys.getsizeof(1)=28
