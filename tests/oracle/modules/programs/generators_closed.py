# What a generator that has ended still holds, and frame.clear() of generators.
import gc
import sys
import weakref


class Thing:
    pass


def generator(thing):
    try:
        yield thing
    finally:
        gc.collect()


def make():
    thing = Thing()
    return generator(thing), weakref.ref(thing)


def end(g):
    for _ in g:
        pass


gc.collect()
gc.disable()
g, gone = make()
g.close()
print(g.gi_frame, g.gi_running, g.gi_suspended, list(g), g.gi_code is generator.__code__)
del g
print(gone() is None)

g, gone = make()
try:
    g.throw(ValueError("thrown"))
except ValueError as error:
    print(error)
print(gone() is None, g.gi_code is generator.__code__)

# One that has not begun is closed by it; one that waits was so up to 3.12.
g, gone = make()
frame = g.gi_frame
print(frame.clear(), g.gi_frame, list(g))
del g, frame
print(gone() is None)
g, gone = make()
next(g)
frame = g.gi_frame
try:
    print(frame.clear())
except RuntimeError as error:
    print(error)
print(g.gi_frame is frame, gone() is None)
g.close()
frame.clear()
print(gone() is None)
del g, frame


def clears_itself():
    try:
        frame.clear()
    except RuntimeError as error:
        yield str(error)


g = clears_itself()
frame = g.gi_frame
print(list(g))

# The code: of a generator that has ended, and where its frame goes on as an object.
print(sys.getrefcount(generator.__code__))
g, gone = make()
print(sys.getrefcount(generator.__code__))
end(g)
print(sys.getrefcount(generator.__code__), g.gi_code is generator.__code__, gone() is None)
del g
print(sys.getrefcount(generator.__code__))
g, gone = make()
frame = g.gi_frame
end(g)
print(sys.getrefcount(generator.__code__), g.gi_code is generator.__code__)
del g
print(sys.getrefcount(generator.__code__))
del frame
print(sys.getrefcount(generator.__code__), gone() is None)


def fails():
    yield 1
    raise ValueError("at its end")


# Who asked for the last value: up to 3.11 forgotten.
for ask in list, end:
    try:
        ask(fails())
    except ValueError as error:
        place = error.__traceback__
        while place.tb_next:
            place = place.tb_next
        print(place.tb_frame.f_code.co_name, place.tb_frame.f_back and place.tb_frame.f_back.f_code.co_name)
g = generator(1)
frame = g.gi_frame
next(g)
print(frame.f_back)
g.close()
