# Closure and loop variable problem
functions = []

# WRONG: Late binding closure
for i in range(3):
    functions.append(lambda: i)  # All lambdas refer to same 'i'

# All functions return the final value of i
for func in functions:
    print(func())  # 2, 2, 2 - Not what we wanted!

# CORRECT: Early binding with default argument
functions = []
for i in range(3):
    functions.append(lambda x=i: x)  # Capture current value of i

for func in functions:
    print(func())  # 0, 1, 2 - Correct!

# ALTERNATIVE: Using functools.partial
from functools import partial

def return_value(x):
    return x

functions = []
for i in range(3):
    functions.append(partial(return_value, i))

for func in functions:
    print(func())  # 0, 1, 2 - Correct!
