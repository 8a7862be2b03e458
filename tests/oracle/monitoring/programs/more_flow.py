def breaks():
    for a in range(4):
        for b in range(4):
            if b == 2:
                break
            if a == b:
                continue
        else:
            return a
        if a > 2:
            break
    else:
        a = None
    return a


def conditions(a=1, b=0, c=None):
    if a and b or c is None:
        x = 1
    elif not b:
        x = 2
    if c is not None:
        x = 3
    y = a if b else c
    z = 0 < a < 3
    w = [a
         for a in (1, 2)
         if a != 1]
    return (x,
            y, z,
            w)


def finals():
    for i in range(2):
        try:
            if i:
                return i
            continue
        finally:
            i += 1


def tries():
    for kind in (KeyError, ValueError, TypeError, None):
        try:
            try:
                if kind:
                    raise kind("x")
            except KeyError:
                a = 1
            except (ValueError, IndexError) as e:
                a = e
            else:
                a = 2
            finally:
                b = 3
        except TypeError as e:
            raise_from(e)


def raise_from(e):
    try:
        raise LookupError from e
    except LookupError as other:
        del other


def multi():
    return dict(
        a=1,
        b=len(
            "abc"
        ),
    )


run(breaks)
run(conditions)
run(finals)
run(tries)
run(multi)
