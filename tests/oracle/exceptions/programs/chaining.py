"""__context__, __cause__, raise ... from, raise alone, what is deleted after except."""
import sys


def chain(e):
    out, seen = [], set()
    while e is not None and id(e) not in seen:
        seen.add(id(e))
        out.append((repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__))
        e = e.__cause__ or e.__context__
    return out


def attempt(f):
    try:
        f()
    except BaseException as e:
        print(f.__name__, chain(e))
    else:
        print(f.__name__, "nothing")
    print("  handling", sys.exc_info()[0])


def plain():
    raise ValueError(1)


def in_handler():
    try:
        raise ValueError(1)
    except ValueError:
        raise TypeError(2)


def caused():
    try:
        raise ValueError(1)
    except ValueError as e:
        raise TypeError(2) from e


def from_none():
    try:
        raise ValueError(1)
    except ValueError:
        raise TypeError(2) from None


def from_class():
    raise TypeError(2) from KeyError


def from_bad():
    raise TypeError(2) from 5


def bad():
    raise 5


def bad_class():
    raise int


def returns_other():
    class T(Exception):
        def __new__(cls):
            return 3
    raise T


def constructor_raises():
    class T(Exception):
        def __init__(self):
            raise KeyError("inside")
    raise T


def same_again():
    try:
        raise ValueError(1)
    except ValueError as e:
        raise e


def bare():
    try:
        raise ValueError(1)
    except ValueError:
        raise


def bare_alone():
    raise


def bare_in_function():
    def inner():
        raise
    try:
        raise ValueError(1)
    except ValueError:
        inner()


def in_finally():
    try:
        raise ValueError(1)
    finally:
        raise TypeError(2)


def finally_returns():
    def inner():
        try:
            raise ValueError(1)
        finally:
            return 5
    print(inner())


def nested():
    try:
        try:
            raise ValueError(1)
        except ValueError:
            try:
                raise KeyError(2)
            except KeyError:
                pass
            raise OSError(3)
    except OSError as e:
        raise AttributeError(4)


def ring():
    a, b = ValueError("a"), TypeError("b")
    try:
        try:
            raise a
        except ValueError:
            raise b
    except TypeError:
        raise a


def library_in_handler():
    try:
        raise ValueError(1)
    except ValueError:
        {}["key"]


def type_error_in_handler():
    try:
        {}[1]
    except KeyError:
        len(5)


def name_error_in_handler():
    try:
        [][1]
    except IndexError:
        undefined_name


def handler_not_exception():
    try:
        raise ValueError(1)
    except 5:
        pass


def handler_tuple_not_exception():
    try:
        raise ValueError(1)
    except (TypeError, int):
        pass


def handler_nested_tuple():
    try:
        raise ValueError(1)
    except (TypeError, (ValueError,)):
        pass


def handler_tuple():
    try:
        raise KeyError(1)
    except (TypeError, LookupError) as e:
        print(type(e).__name__)


def handler_raises():
    try:
        raise ValueError(1)
    except undefined_name:
        pass


def else_and_finally():
    log = []
    for i in range(3):
        try:
            log.append(i)
            if i == 1:
                raise ValueError
        except ValueError:
            log.append("except")
        else:
            log.append("else")
        finally:
            log.append("finally")
    print(log)


def name_is_gone():
    try:
        raise ValueError(1)
    except ValueError as e:
        pass
    e


def generator_keeps():
    def g():
        try:
            yield 1
        except ValueError:
            yield 2
            raise TypeError("in generator")
    it = g()
    next(it)
    print(it.throw(ValueError("thrown")))
    next(it)


def stop_in_generator():
    def g():
        yield 1
        raise StopIteration(5)
    list(g())


def generator_context():
    def g():
        yield
        raise TypeError("late")
    it = g()
    next(it)
    try:
        raise ValueError("outer")
    except ValueError:
        next(it)


def with_exit():
    class M:
        def __enter__(self):
            return self

        def __exit__(self, t, v, tb):
            print(t.__name__, v, tb is not None)
            raise TypeError("exit")
    with M():
        raise ValueError("body")


def with_swallow():
    class M:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            return True
    with M():
        raise ValueError("body")
    print("after", sys.exc_info())


def deep_context():
    def f(n):
        try:
            raise ValueError(n)
        except ValueError:
            if n:
                f(n - 1)
            else:
                raise
    f(4)


def set_context():
    e = ValueError(1)
    e.__context__ = KeyError(2)
    raise e


def set_context_in_handler():
    e = ValueError(1)
    e.__context__ = KeyError(2)
    try:
        raise TypeError(3)
    except TypeError:
        raise e


def cause_in_handler():
    e = ValueError(1)
    e.__cause__ = KeyError(2)
    try:
        raise TypeError(3)
    except TypeError:
        raise e


def assertion():
    assert 1 == 2, ["no"]


def assertion_plain():
    assert 0


def exit_():
    sys.exit(["x"])


def with_traceback():
    try:
        raise ValueError(1)
    except ValueError as e:
        tb = e.__traceback__
    e2 = KeyError(2).with_traceback(tb)
    print(e2.__traceback__ is tb)
    raise e2


for f in list(globals().values()):
    if getattr(f, "__module__", None) == "__main__" and f not in (chain, attempt) and callable(f):
        attempt(f)
