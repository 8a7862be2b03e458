def count(n):
    total = 0
    for i in range(n):
        total = total + i * 2 - 1
    return total


count(1000000)
