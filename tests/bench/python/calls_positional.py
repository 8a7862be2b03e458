def add(a, b, c):
    return a


def call(n):
    for i in range(n):
        add(i, 1, 2)
        add(i, 1, 2)
        add(i, 1, 2)


call(300000)
