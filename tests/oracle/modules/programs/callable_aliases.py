"""collections.abc.Callable[...]: its arguments, texts, copies and what takes the place of type variables."""
import collections.abc
import copy
import pickle
import typing

C = collections.abc.Callable
T, U, P = typing.TypeVar("T"), typing.TypeVar("U"), typing.ParamSpec("P")


def function(x):
    pass


def show(what):
    try:
        made = eval(what)
    except Exception as e:
        print(what, type(e).__name__, e)
        return
    print(what, made, *([made.__args__, made.__parameters__] if hasattr(made, "__args__") else []))


for what in ("C[[int, str], float]", "C[..., int]", "C[[], int]", "C[[T, U], T]", "C[P, int]", "C[typing.Concatenate[int, P], T]", "C[int, str]",
             "C[int]", "C[[int], str, str]", "C[(int, str), float]", "C[[T], U][int, str]", "C[[T], T][int]", "C[P, int][int, str]",
             "C[P, int][[int, str]]", "C[P, int][...]", "C[P, T][[int], str]", "C[typing.Concatenate[int, P], T][[str], float]",
             "C[[T], int][T, U]", "C[[int], str][int]", "C[[C[[T], U]], T][int, str]", "C[[int], str] == C[[int], str]",
             "hash(C[[int], str]) == hash(C[[int], str])", "C[[int], str] | None", "C[[function, 'x', list[int], None], ...]", "C[T, int]", "C[None, int]",
             "typing.get_args(C[[int, str], float])", "typing.get_args(C[..., int])", "typing.get_origin(C[[int], str]) is C",
             "copy.copy(C[[int], str])", "copy.deepcopy(C[[T], str])", "pickle.loads(pickle.dumps(C[[int], str]))", "pickle.loads(pickle.dumps(C[..., str]))",
             "isinstance(C[[int], str], type(list[int]))", "C[[int], str].__origin__ is C", "typing.Callable[[int], str].__args__",
             "typing.Union[C[[T], int], str][float].__args__", "C[[typing.Unpack[tuple[int, str]]], int]"):
    show(what)
