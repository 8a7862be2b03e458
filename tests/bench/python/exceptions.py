def fail(i):
    if i % 2:
        raise ValueError(i)
    return i


def handle(n):
    caught = 0
    for i in range(n):
        try:
            fail(i)
        except ValueError as error:
            caught += error.args[0] > 0
        finally:
            caught += 1
    return caught


handle(150000)
