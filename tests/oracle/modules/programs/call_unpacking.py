def f(*args, **kwargs):
    return args, kwargs


items, names, empty = [1, 2], {"a": 3}, ()


def calls():
    print(f(*items), f(*empty), f(**names), f(*items, **names), f(0, *items), f(*items, b=1), f(*items, *items), f(*f(*items)))
    local = (5, 6)
    print(f(*local), f(*local, **names), f(*"ab"), f(*local, *items))

    def inner():
        return f(*local), f(*items)
    print(inner())


calls()
print(f(*items), eval("f(*items)"))
