def count(n):
    i = total = 0
    while i < n:
        if i & 3 != 1:
            total += i
        i += 1
    return total


count(1000000)
