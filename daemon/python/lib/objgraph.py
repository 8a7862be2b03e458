"""Which objects there are, and which refers to which: the questions of the package of this name. A heap has no files and no viewers: a graph
goes to `output`, or is printed, as Graphviz's DOT, whatever `filename` says; `dot -Tpng` makes the picture."""

import gc
import sys
from collections import deque

__all__ = ["count", "typestats", "most_common_types", "show_most_common_types", "growth", "show_growth", "get_new_ids", "get_leaking_objects",
           "by_type", "at", "at_addrs", "find_ref_chain", "find_backref_chain", "is_proper_module", "show_refs", "show_backrefs", "show_chain"]


# ---- counting ----

def _name(o, short=True):
    cls = type(o)
    return cls.__name__ if short else "%s.%s" % (cls.__module__, cls.__name__)


def _tracked(objects):
    return gc.get_objects() if objects is None else objects


def count(typename, objects=None):
    return len(by_type(typename, objects))


def by_type(typename, objects=None):
    short = "." not in typename
    return [o for o in _tracked(objects) if _name(o, short) == typename]


def typestats(objects=None, shortnames=True, filter=None):
    stats = {}
    for o in _tracked(objects):
        if filter is None or filter(o):
            name = _name(o, shortnames)
            stats[name] = stats.get(name, 0) + 1
    return stats


def most_common_types(limit=10, objects=None, shortnames=True, filter=None):
    rows = sorted(typestats(objects, shortnames, filter).items(), key=lambda row: -row[1])
    return rows[:limit] if limit else rows


def _write_rows(rows, layout, file):
    width = max((len(row[0]) for row in rows), default=0)
    for row in rows:
        (file or sys.stdout).write(layout % ((width,) + row))


def show_most_common_types(limit=10, objects=None, shortnames=True, file=None, filter=None):
    _write_rows(most_common_types(limit, objects, shortnames, filter), "%-*s %i\n", file)


_peaks = {}


def growth(limit=10, peak_stats=None, shortnames=True, filter=None):
    """(type, count, how many more than ever before) of those that grew since the last time, the fastest first."""
    peaks = _peaks if peak_stats is None else peak_stats
    gc.collect()
    rows = []
    for name, now in typestats(None, shortnames, filter).items():
        before = peaks.get(name, 0)
        if now > before:
            rows.append((name, now, now - before))
            peaks[name] = now
    rows.sort(key=lambda row: -row[2])
    return rows[:limit] if limit else rows


def show_growth(limit=10, peak_stats=None, shortnames=True, file=None, filter=None):
    _write_rows(growth(limit, peak_stats, shortnames, filter), "%-*s%9d %+9d\n", file)


_seen = {}


def get_new_ids(skip_update=False, limit=10, sortby="deltas", shortnames=None, file=None, _state=_seen):
    """The addresses of each type's objects that were not there the last time, and a table of how many."""
    now = {}
    gc.collect()
    for o in gc.get_objects():
        now.setdefault(_name(o, shortnames is not False), set()).add(id(o))
    new = {name: ids - _state.get(name, set()) for name, ids in now.items()}
    rows = [(name, len(_state.get(name, ())), len(ids), len(new[name]), len(ids) - len(_state.get(name, ()))) for name, ids in now.items()]
    rows.sort(key={"old": lambda r: -r[1], "current": lambda r: -r[2], "new": lambda r: -r[3], "deltas": lambda r: -r[4]}[sortby])
    rows = rows[:limit] if limit else rows
    _write_rows([("Type", "Old_ids", "Current_ids", "New_ids", "Count_Deltas")] + rows, "%-*s %12s %12s %12s %12s\n", file)
    if not skip_update:
        _state.clear()
        _state.update(now)
    return new


def get_leaking_objects(objects=None):
    """Those that nothing refers to which the collector knows: held by C code, or by a count that is wrong."""
    found = {id(o): o for o in _tracked(objects)}
    for o in list(found.values()):
        for held in gc.get_referents(o):
            found.pop(id(held), None)
    return list(found.values())


# ---- finding ----

def at(addr):
    for o in gc.get_objects():
        if id(o) == addr:
            return o
    return None


def at_addrs(address_set):
    return [o for o in gc.get_objects() if id(o) in address_set]


def is_proper_module(obj):
    return isinstance(obj, type(sys)) and sys.modules.get(getattr(obj, "__name__", None)) is obj


def _is_ours(o):
    """What this module itself holds objects with is no way to them."""
    return _name(o) == "frame" and o.f_globals is globals()


def _is_among(o, others):
    for other in others:
        if o is other:
            return True
    return False


def _referrers(o):
    """Modules of the program and of the library are none of the collector's, as if they were frozen."""
    found = gc.get_referrers(o)
    # Loops without a scope of their own: a cell would be one more that refers to it.
    if type(o) is dict:
        for module in list(sys.modules.values()):
            if getattr(module, "__dict__", None) is o and not _is_among(module, found):
                found.append(module)
    return found


def _find_chain(obj, predicate, neighbours, max_depth, extra_ignore):
    queue, parents = deque([obj]), {id(obj): (None, 0)}
    ignore = set(extra_ignore) | {id(extra_ignore), id(queue), id(parents)}
    while queue:
        target = queue.popleft()
        if predicate(target):
            chain = []
            while target is not None:
                chain.append(target)
                target = parents[id(target)][0]
            return chain
        depth = parents[id(target)][1]
        found = neighbours(target) if depth < max_depth else ()
        ignore.add(id(found))
        for o in found:
            if id(o) not in ignore and id(o) not in parents and not _is_ours(o):
                step = (target, depth + 1)
                ignore.add(id(step))
                parents[id(o)] = step
                queue.append(o)
    return [obj]


def find_ref_chain(obj, predicate, max_depth=20, extra_ignore=()):
    return _find_chain(obj, predicate, gc.get_referents, max_depth, extra_ignore)[::-1]


def find_backref_chain(obj, predicate, max_depth=20, extra_ignore=()):
    return _find_chain(obj, predicate, _referrers, max_depth, extra_ignore)


# ---- drawing ----

_HELD_HERE = 2 if sys.version_info < (3, 14) else 1  # by the variable, and the argument of getrefcount()


def _quote(text):
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _short_repr(o):
    if isinstance(o, (str, type, type(sys), type(_quote))):
        text = getattr(o, "__qualname__", None) or getattr(o, "__name__", None) or repr(o)
    elif isinstance(o, (tuple, list, dict, set, frozenset)):
        return "%d items" % len(o)
    else:
        try:
            text = repr(o)
        except Exception as error:
            text = "(cannot be shown: %s)" % type(error).__name__
    return text if len(text) <= 40 else text[:40] + "..."


def _node(o):
    return "o%d" % id(o)


def _edge(source, target):
    """How the one refers to the other."""
    if isinstance(source, dict):
        for key, value in source.items():
            if value is target:
                return key if isinstance(key, str) else "%s %s" % (_name(key), _short_repr(key))
    elif isinstance(source, (list, tuple)):
        for index, value in enumerate(source):
            if value is target:
                return "[%d]" % index
    elif type(source) is target:
        return "type"
    if type(target) is dict and isinstance(source, type):
        return "__dict__"
    if type(target) is dict and type(source).__flags__ & _HEAP_TYPE and type(source) is not type:
        return "__dict__"  # asking for it would make it where there is none yet
    for name in _attribute_names(type(source)):
        try:
            if object.__getattribute__(source, name) is target:
                return name
        except (AttributeError, TypeError):
            pass
    return ""


_HEAP_TYPE = 1 << 9
_FIELDS = ("__self__", "__func__", "f_locals", "f_globals", "f_back", "f_code", "__code__", "__globals__", "__closure__", "__defaults__", "__dict__",
           "__mro__", "__bases__", "__base__", "cell_contents")


def _attribute_names(cls):
    """Names that attributes of its instances may have: slots, what the class's functions mention, fields of builtin types."""
    if not cls.__flags__ & _HEAP_TYPE:
        return _FIELDS
    names = []
    for base in cls.__mro__:
        for name, value in base.__dict__.items() if base.__flags__ & _HEAP_TYPE else ():
            code = getattr(value, "__code__", None)
            names += getattr(code, "co_names", ()) if code else [name] if _name(value) == "member_descriptor" else []
    return names


def _show(objs, neighbours, outwards, max_depth, extra_ignore, filter, too_many, highlight, extra_info, refcounts, shortnames, output):
    if not isinstance(objs, (list, tuple)):
        objs = [objs]
    else:
        objs = list(objs)
    write = (output or sys.stdout).write
    queue, depths = deque(objs), {id(o): 0 for o in objs}
    ignore = set(extra_ignore) | {id(objs), id(queue), id(depths), id(extra_ignore)}
    write("digraph ObjectGraph {\n  node[shape=box, style=filled, fillcolor=white];\n")
    while queue:
        o = queue.popleft()
        depth = depths[id(o)]
        lines = [_name(o, shortnames), _short_repr(o)] if not extra_info else [_name(o, shortnames), _short_repr(o), str(extra_info(o))]
        if refcounts:
            held = sys.getrefcount(o)
            lines[0] += " [%d]" % (held - _HELD_HERE - (2 if depth == 0 else 0) if held < 1 << 29 else held)
        colour = ' fontcolor="red"' if depth == 0 else ""
        if highlight is not None and (highlight(o) if callable(highlight) else _is_among(o, highlight)):
            colour += ' fillcolor="lightyellow"'
        write('  %s[label="%s"%s];\n' % (_node(o), "\\n".join(_quote(line) for line in lines), colour))
        if depth >= max_depth or is_proper_module(o):
            continue
        found = neighbours(o)
        ignore.add(id(found))
        shown, told = 0, set()
        for other in found:
            if id(other) in ignore or id(other) in told or _is_ours(other) or (filter and not filter(other)):
                continue
            told.add(id(other))
            shown += 1
            if shown > too_many:
                continue
            source, target = (o, other) if outwards else (other, o)
            label = _edge(source, target)
            write("  %s -> %s%s;\n" % (_node(source), _node(target), ' [label="%s"]' % _quote(str(label)) if label else ""))
            if id(other) not in depths:
                depths[id(other)] = depth + 1
                queue.append(other)
        if shown > too_many:
            more = 'more%d[label="%d more %s" color="red" fontsize=8]' % (id(o), shown - too_many, "references" if outwards else "backreferences")
            pair = (_node(o), "more%d" % id(o)) if outwards else ("more%d" % id(o), _node(o))
            write("  %s;\n  %s -> %s [style=dotted];\n" % ((more,) + pair))
        found = other = None
    write("}\n")


def show_refs(objs, max_depth=3, extra_ignore=(), filter=None, too_many=10, highlight=None, filename=None, extra_info=None, refcounts=False,
              shortnames=True, output=None):
    if filename and output:
        raise ValueError("Cannot specify both output and filename.")
    _show(objs, gc.get_referents, True, max_depth, extra_ignore, filter, too_many, highlight, extra_info, refcounts, shortnames, output)


def show_backrefs(objs, max_depth=3, extra_ignore=(), filter=None, too_many=10, highlight=None, filename=None, extra_info=None, refcounts=False,
                  shortnames=True, output=None):
    if filename and output:
        raise ValueError("Cannot specify both output and filename.")
    _show(objs, _referrers, False, max_depth, tuple(extra_ignore) + (id(objs),), filter, too_many, highlight, extra_info, refcounts, shortnames, output)


def show_chain(*chains, **options):
    """The objects of the chains alone, with their references."""
    backrefs = options.pop("backrefs", True)
    chains = [chain for chain in chains if chain]
    members = {id(o) for chain in chains for o in chain}
    if not chains:
        return
    ends = [chain[-1 if backrefs else 0] for chain in chains]
    options.setdefault("max_depth", max(len(chain) for chain in chains) - 1)
    inner = options.pop("filter", None)
    (show_backrefs if backrefs else show_refs)(ends, filter=lambda o: id(o) in members and (inner is None or inner(o)), **options)
