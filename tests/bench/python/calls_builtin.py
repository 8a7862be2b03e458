def call(n):
    items = [3, 1, 2]
    for i in range(n):
        len(items)
        isinstance(i, int)
        min(i, 5)
        abs(i)


call(200000)
