# pip install memory_profiler

from memory_profiler import profile

@profile
def my_function():
    a = [1] * 1_000_000         # ~8MB
    b = [2] * 2_000_000         # ~16MB
    del b                        # Free ~16MB
    c = [3] * 3_000_000         # ~24MB
    return c

my_function()

# Output:
# Line #    Mem usage    Increment   Line Contents
# ============================================
#   5      45.0 MiB     0.0 MiB   @profile
#   6      52.6 MiB     7.6 MiB   a = [1] * 1_000_000
#   7      67.9 MiB    15.3 MiB   b = [2] * 2_000_000
#   8      52.6 MiB   -15.3 MiB   del b
#   9      75.4 MiB    22.9 MiB   c = [3] * 3_000_000
