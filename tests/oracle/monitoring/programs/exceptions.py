def errors():
    try:
        1 / 0
    except ZeroDivisionError as e:
        x = str(e)
    try:
        try:
            int("x")
        finally:
            y = 1
    except ValueError:
        pass
    try:
        try:
            [][1]
        except KeyError:
            pass
    except IndexError:
        pass
    try:
        raise RuntimeError("a")
    except RuntimeError:
        try:
            raise
        except RuntimeError:
            pass


def raises():
    raise LookupError("up")


def through():
    try:
        raises()
    except LookupError:
        return 1


run(errors)
run(raises)
run(through)
