import sys
x = 5
if x is 5 or x is not "a":
    pass
print(1 is x is None, x is None, x is True, () is x)
assert (x, "always")
assert (1, 2), "really"
assert ()or 1
try:
    5(3)
except TypeError as e:
    print(e)
def f():
    [1, 2](3)
    "a" "b"(1)
    (1, 2)(3)
    {1: 2}()
    {1}()
    f"{x}"(1)
    (i for i in x)()
    [(1, 2) (3, 4)]
    (lambda: 1)()
    1[0], 1.5[0], {1}[0], None[1], ...[2], (lambda: 0)[0], {i for i in x}[0], (i for i in x)[1]
    [1, 2]["a"], (1, 2)[1.5], "abc"[None], b"abc"[x], [i for i in x][(1, 2)], f"{x}"["a"], "abc"[1:2], [1][True], [1][[2]]
    {1: 2}["a"]
    x[1][2], "a"["b"]
    if x is 5:
        try:
            pass
        finally:
            x is 7
    return lambda: x is 8
class C:
    y = x is 9
    def m(self, a=x is 10): pass

exec("x is 11")
exec(compile("x is 12", "some.py", "exec"))
eval("x is 13")
import warnings
exec("x is 14")
x is (1, 2) is x
