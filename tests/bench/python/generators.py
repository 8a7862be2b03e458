def numbers(n):
    for i in range(n):
        yield i


def even(items):
    for item in items:
        if item % 2 == 0:
            yield item


def squared(items):
    for item in items:
        yield item * item


sum(squared(even(numbers(300000))))
