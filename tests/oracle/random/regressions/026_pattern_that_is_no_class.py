# What a class pattern is told that calls no class.
i, none = 5, None
def f(x):
    try:
        match x:
            case i(): print("never")
    except TypeError as e: print(e)
    try:
        match x:
            case [none(a=1)]: print("never")
            case _: print("other")
    except TypeError as e: print(e)
f(1); f([2]); f(None)
