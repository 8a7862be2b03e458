def work(n):
    x = 1
    items = []
    for i in range(n):
        x = (x * 1103515245 + 12345) & 0x7fffffff
        items.append((x, i))
    items.sort(key=lambda pair: pair[0])
    return sorted(items, key=lambda pair: -pair[1])[0]


work(80000)
