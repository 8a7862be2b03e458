def work(n):
    a, b, c = 1, 2, 3
    for i in range(n):
        a, b = b, a
        c, *rest = (a, b, i)
        if a == 1 and b == 2 or c is None:
            c = rest[0]
    return a, b, c


work(300000)
