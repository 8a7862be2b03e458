def comprehensions():
    a = [x for x in range(3) if x]
    b = {x: y for x, y in zip("ab", a)}
    c = {x for x in a}
    d = list(x for x in a)
    return sum(x * y for x in a for y in a)


run(comprehensions)
