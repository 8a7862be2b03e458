def matches(v=(1, 2)):
    for v in ((1, 2), {"k": 3}, 7, "s"):
        match v:
            case (a, b):
                r = a
            case {"k": k}:
                r = k
            case int(n):
                r = n
            case _:
                r = None


run(matches)
