# What 3.12 and 3.13 began to warn of: ~ of a bool, array('u'), NamedTuple and TypedDict without fields. 3.14 too.
import array
import typing
import warnings

truth = True
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print(~truth, ~(truth is False), -truth, ~1, ~int(truth))
    print(array.array("u", "ab"), array.array("i", [1]))
    print(typing.NamedTuple("Empty")._fields, typing.NamedTuple("None_", None)._fields, typing.NamedTuple("List", [])._fields)
    print(typing.NamedTuple("Named", a=int)._fields)
    typing.TypedDict("T")
    typing.TypedDict("T", None)
    typing.TypedDict("T", {})
for w in seen:
    print(w.category.__name__, w.message, w.lineno)
for call in (lambda: typing.NamedTuple("N", None, a=int), lambda: typing.NamedTuple("N", [("a", int)], b=int)):
    try:
        print(call())
    except TypeError as e:
        print(e)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for call in (lambda: ~truth, lambda: array.array("u")):
        try:
            print(call())
        except DeprecationWarning as e:
            print("raised", str(e)[:40])
