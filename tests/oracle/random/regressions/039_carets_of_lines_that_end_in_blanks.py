# Blanks at the end of a line move the carets that traceback.py makes, up to 3.11.
import sys, traceback


def first():
    return [None.x,   
            1]


def second():
    return (1 +
            None.y +    
            2)


for f in first, second:
    try: f()
    except AttributeError: traceback.print_exc(file=sys.stdout)
