# What is thrown into a generator that handles an exception has that one as its context.
def handling():
    try: 1 / 0
    except ZeroDivisionError: yield 1
def finishing():
    try: {}["a"]
    finally: yield 1
def delegating():
    try: 1 / 0
    except ZeroDivisionError: yield from inner()
def inner():
    yield 1
    try: yield 2
    except ValueError: raise IndexError
def chain(generator, *thrown):
    try:
        next(generator)
        for t in thrown: generator.throw(*t) if t else next(generator)
    except Exception as problem:
        while problem is not None:
            print(repr(problem), end=" ")
            problem = problem.__context__
    print()
chain(handling(), (ValueError("a"),))
chain(handling(), (ValueError, "b"))
chain(finishing(), (ValueError("c"),))
chain(delegating(), (ValueError("d"),))
chain(delegating(), (), (ValueError("e"),))
other = ValueError("f")
other.__context__ = TypeError("g")
chain(handling(), (other,))
