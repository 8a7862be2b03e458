def counter():
    value = 0

    def up(step):
        nonlocal value
        value += step
        return value

    return up


def call(n):
    up = counter()
    for _ in range(n):
        up(1)
        up(2)
        (lambda x: x)(3)


call(200000)
