def nested():
    def inner(a, b=2):
        return a + b
    return inner(1) + inner(1, b=3) + inner(*(1, 2)) + inner(**{"a": 4})


def ccalls():
    len([1])
    "a,b".split(",")
    sorted([3, 1], key=lambda x: -x)
    print(end="")
    isinstance(3, int)
    list(map(str, [1]))
    [].append(1)
    try:
        len(5)
    except TypeError:
        pass
    try:
        max(*[])
    except TypeError:
        pass


run(nested)
run(ccalls)
