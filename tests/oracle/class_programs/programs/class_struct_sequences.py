# A struct sequence is a tuple to what tuple itself does.
import sys
import time

t = time.gmtime(0)
print(tuple.__repr__(t), repr(t))
print(tuple.__repr__(sys.float_info)[:12], sys.float_info.__repr__()[:20])
print(super(type(t), t).__repr__(), type(t).__repr__(t) == repr(t))
print(tuple.__str__(t) == str(t), object.__repr__(t)[:16], "%s" % (t,) == repr(t))
print(tuple.__repr__(time.struct_time([[], (), {}, 1, 2, 3, 4, 5, 6])))


class Own(tuple):
    def __repr__(self):
        return "Own" + tuple.__repr__(self)


own = Own([1, []])
own[1].append(own)
print(own)
