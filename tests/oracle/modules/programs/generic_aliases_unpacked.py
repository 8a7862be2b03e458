"""What *list[int] unpacks: an iterator of its own kind, that gives the alias with a star."""
import copy, gc, pickle, sys, types

def told(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

it = iter(list[int])
kind = type(it)
print(kind, kind.__basicsize__, sys.getsizeof(it), gc.is_tracked(it), list(vars(kind)), kind.__doc__)
print(gc.get_referents(it), it.__reduce__(), iter(it) is it, kind.__reduce__.__text_signature__)
told(kind)
told(lambda: setattr(kind, "a", 1))
told(lambda: it.__setstate__(1))
told(lambda: it.__length_hint__())
alias = list[int]
print(sys.getrefcount(alias))
it = iter(alias)
print(sys.getrefcount(alias))
starred = next(it)
print(sys.getrefcount(alias), starred, starred == alias, hash(starred) == hash(alias), starred.__unpacked__, next(it, "end"), it.__reduce__(), list(it))

class Own(types.GenericAlias):
    pass

for made in (list[int], starred, tuple[starred], Own(list, (int,)), next(iter(Own(list, int))), tuple[*tuple[int, ...]], next(iter(starred))):
    twins = [copy.copy(made), copy.deepcopy(made)]
    if type(made) is not Own:
        twins += [pickle.loads(pickle.dumps(made, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    print(made, type(made), made.__reduce__(), *[(twin, twin == made, twin.__unpacked__, type(twin) is type(made)) for twin in twins])
for twin in copy.copy(iter(alias)), pickle.loads(pickle.dumps(iter(alias))), copy.deepcopy(iter(alias)):
    print(type(twin), list(twin), list(twin))
ended = iter(alias)
next(ended)
print(type(copy.copy(ended)), list(copy.copy(ended)))
print([*list[int]], (*list[int], *dict[str, int]))
first, = list[int]
print(first, len({first, alias}))
held = gc.get_count()[0]
many = [iter(alias) for _ in range(50)]
print(gc.get_count()[0] - held > 40)
