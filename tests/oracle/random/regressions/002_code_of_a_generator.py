# The generator asked a function for its name that there was not.
def g(): yield 1
made = eval(g.__code__)
print(made.__name__, made.__qualname__, list(made))
