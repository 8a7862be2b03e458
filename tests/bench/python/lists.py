def work(n):
    items = []
    for i in range(n):
        items.append(i)
    for i in range(n):
        items[i] = items[i - 1] + 1
    total = 0
    for item in items:
        total += item
    while items:
        items.pop()
    return total, [1, 2, 3] * 3 + items[:2]


for _ in range(4):
    work(100000)
