# Up to 3.11 a group of which except* finds nothing goes on as it is, with the types and causes of the groups within.
class Plain(ExceptionGroup): pass


for kind in KeyError, (KeyError, OSError):
    try:
        try:
            raise ExceptionGroup("outer", [Plain("inner", [ValueError(1)]), ExceptionGroup("other", [TypeError()])]) from IndexError("cause")
        except* kind:
            print("not here")
        except* RuntimeError:
            print("nor here")
    except BaseException as e:
        print(repr(e), repr(e.__cause__), e.__suppress_context__, [type(x).__name__ for x in e.exceptions], [x.__suppress_context__ for x in e.exceptions])
