def work(n):
    squares = [i * i for i in range(n)]
    odd = {i for i in squares if i % 2}
    table = {i: i + 1 for i in range(n)}
    return len(odd), sum(x for x in squares), len(table)


for _ in range(3):
    work(100000)
