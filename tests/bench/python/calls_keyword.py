def add(a, b=1, *, c=2):
    return a


def call(n):
    for i in range(n):
        add(i)
        add(i, b=3)
        add(a=i, c=4)


call(200000)
