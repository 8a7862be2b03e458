"""Groups are made, taken apart, caught and printed."""
import traceback


class Mine(ExceptionGroup):
    def derive(self, excs):
        return Mine(self.message, excs)


group = Mine("outer", [ValueError(1), ExceptionGroup("inner", [TypeError(2), OSError(3, "no")]), KeyError(4)])
group.add_note("a note")
print(group.split((ValueError, OSError)), group.subgroup(lambda e: isinstance(e, KeyError)), group.derive([KeyError()]))


def handle(e):
    try:
        try:
            raise e
        except* ValueError as values:
            print(values.exceptions)
        except* OSError as errors:
            raise KeyError("late") from errors
        except* TypeError:
            raise
    except BaseException as left:
        print("".join(traceback.format_exception(left)))


handle(group)
handle(ValueError(5))
handle(OSError(6))
raise group
