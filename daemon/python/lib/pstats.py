"""Statistics of profiles: sorting and printing."""

import re as _re
import sys as _sys
from enum import StrEnum as _StrEnum
from functools import cmp_to_key as _cmp_to_key

__all__ = ["Stats", "SortKey", "FunctionProfile", "StatsProfile"]


class SortKey(_StrEnum):
    CALLS = "calls", "ncalls"
    CUMULATIVE = "cumulative", "cumtime"
    FILENAME = "filename", "module"
    LINE = "line"
    NAME = "name"
    NFL = "nfl"
    PCALLS = "pcalls"
    STDNAME = "stdname"
    TIME = "time", "tottime"

    def __new__(cls, *values):
        made = str.__new__(cls, values[0])
        made._value_ = values[0]
        for other in values[1:]:
            cls._value2member_map_[other] = made
        made._all_values = values
        return made


class FunctionProfile:
    def __init__(self, ncalls, tottime, percall_tottime, cumtime, percall_cumtime, file_name, line_number):
        self.ncalls, self.tottime, self.percall_tottime = ncalls, tottime, percall_tottime
        self.cumtime, self.percall_cumtime, self.file_name, self.line_number = cumtime, percall_cumtime, file_name, line_number

    def __repr__(self):
        return "FunctionProfile(%s)" % ", ".join("%s=%r" % pair for pair in self.__dict__.items())


class StatsProfile:
    def __init__(self, total_tt, func_profiles):
        self.total_tt, self.func_profiles = total_tt, func_profiles

    def __repr__(self):
        return "StatsProfile(total_tt=%r, func_profiles=%r)" % (self.total_tt, self.func_profiles)


# ---- places: (file, line, function)

def func_strip_path(place):
    filename, line, name = place
    return filename.rsplit("/")[-1], line, name


def func_get_function_name(place):
    return place[2]


def func_std_string(place):
    filename, line, name = place
    if (filename, line) == ("~", 0):
        return "{%s}" % name[1:-1] if name[:1] == "<" and name[-1:] == ">" else name
    return "%s:%d(%s)" % place


def f8(x):
    return "%8.3f" % x


class Stats:
    # of a row: calls but for recursive ones, calls, time in it, time in it and what it called; then its name in parts and as it is shown
    _CC, _NC, _TT, _CT, _FILE, _LINE, _NAME, _STD = range(8)
    sort_arg_dict_default = {
        "calls": (((_NC, -1),), "call count"),
        "ncalls": (((_NC, -1),), "call count"),
        "cumtime": (((_CT, -1),), "cumulative time"),
        "cumulative": (((_CT, -1),), "cumulative time"),
        "filename": (((_FILE, 1),), "file name"),
        "line": (((_LINE, 1),), "line number"),
        "module": (((_FILE, 1),), "file name"),
        "name": (((_NAME, 1),), "function name"),
        "nfl": (((_NAME, 1), (_FILE, 1), (_LINE, 1)), "name/file/line"),
        "pcalls": (((_CC, -1),), "primitive call count"),
        "stdname": (((_STD, 1),), "standard name"),
        "time": (((_TT, -1),), "internal time"),
        "tottime": (((_TT, -1),), "internal time"),
    }

    def __init__(self, *args, stream=None):
        self.stream = _sys.stdout if stream is None else stream
        self.init(args[0] if args else None)
        self.add(*args[1:])

    def init(self, arg):
        self.all_callees, self.files, self.fcn_list = None, [], None
        self.total_tt = self.total_calls = self.prim_calls = self.max_name_len = 0
        self.top_level, self.stats, self.sort_arg_dict = set(), {}, {}
        self.load_stats(arg)
        for place, (cc, nc, tt, ct, callers) in self.stats.items():
            self.total_calls += nc
            self.prim_calls += cc
            self.total_tt += tt
            if ("jprofile", 0, "profiler") in callers:
                self.top_level.add(place)
            self.max_name_len = max(self.max_name_len, len(func_std_string(place)))

    def load_stats(self, arg):
        if arg is None:
            self.stats = {}
            return
        if isinstance(arg, str):
            raise PermissionError(1, "Operation not permitted: a heap has no files")
        if hasattr(arg, "create_stats"):
            arg.create_stats()
            self.stats, arg.stats = arg.stats, {}
        if not self.stats:
            raise TypeError("Cannot create or construct a %r object from %r" % (self.__class__, arg))

    def add(self, *others):
        for other in others:
            if type(other) is not type(self):
                other = Stats(other)
            self.files += other.files
            self.total_calls += other.total_calls
            self.prim_calls += other.prim_calls
            self.total_tt += other.total_tt
            self.top_level |= other.top_level
            self.max_name_len = max(self.max_name_len, other.max_name_len)
            self.fcn_list = None
            for place, row in other.stats.items():
                self.stats[place] = _add(self.stats[place], row) if place in self.stats else row
        return self

    def dump_stats(self, filename):
        raise PermissionError(1, "Operation not permitted: a heap has no files")

    # ---- order

    def get_sort_arg_defs(self):
        if not self.sort_arg_dict:
            clashing = set()
            for word, definition in self.sort_arg_dict_default.items():
                for end in range(1, len(word) + 1):
                    part = word[:end]
                    if part in self.sort_arg_dict and self.sort_arg_dict[part] is not definition and self.sort_arg_dict[part][0] != definition[0]:
                        clashing.add(part)
                    self.sort_arg_dict.setdefault(part, definition)
            for part in clashing:
                if part in self.sort_arg_dict_default:
                    self.sort_arg_dict[part] = self.sort_arg_dict_default[part]
                else:
                    del self.sort_arg_dict[part]
        return self.sort_arg_dict

    def sort_stats(self, *field):
        if not field:
            self.fcn_list = None
            return self
        if len(field) == 1 and isinstance(field[0], int):
            field = [{-1: "stdname", 0: "calls", 1: "time", 2: "cumulative"}[field[0]]]
        elif len(field) >= 2:
            for arg in field[1:]:
                if type(arg) != type(field[0]):
                    raise TypeError("Can't have mixed argument type")
        known = self.get_sort_arg_defs()
        fields, self.sort_type, between = [], "", ""
        for word in field:
            if isinstance(word, SortKey):
                word = word.value
            fields += known[word][0]
            self.sort_type += between + known[word][1]
            between = ", "
        rows = [(cc, nc, tt, ct) + place + (func_std_string(place), place) for place, (cc, nc, tt, ct, callers) in self.stats.items()]

        def compare(a, b):
            for index, direction in fields:
                if a[index] < b[index]:
                    return -direction
                if a[index] > b[index]:
                    return direction
            return 0

        rows.sort(key=_cmp_to_key(compare))
        self.fcn_list = [row[-1] for row in rows]
        return self

    def reverse_order(self):
        if self.fcn_list:
            self.fcn_list.reverse()
        return self

    def strip_dirs(self):
        made, self.max_name_len = {}, 0
        for place, (cc, nc, tt, ct, callers) in self.stats.items():
            short = func_strip_path(place)
            self.max_name_len = max(self.max_name_len, len(func_std_string(short)))
            found = {}
            for caller, row in callers.items():
                name = func_strip_path(caller)
                found[name] = _add_row(found[name], row) if name in found else row
            row = cc, nc, tt, ct, found
            made[short] = _add(made[short], row) if short in made else row
        self.top_level = {func_strip_path(place) for place in self.top_level}
        self.stats, self.fcn_list, self.all_callees = made, None, None
        return self

    def calc_callees(self):
        if self.all_callees:
            return
        self.all_callees = callees = {}
        for place, (cc, nc, tt, ct, callers) in self.stats.items():
            callees.setdefault(place, {})
            for caller, row in callers.items():
                callees.setdefault(caller, {})[place] = row

    # ---- what is printed

    def eval_print_amount(self, sel, places, msg):
        wanted = places
        if isinstance(sel, str):
            try:
                pattern = _re.compile(sel)
            except _re.error:
                return places, msg + "   <Invalid regular expression %r>\n" % sel
            wanted = [place for place in places if pattern.search(func_std_string(place))]
        else:
            count = len(places)
            if isinstance(sel, float) and 0.0 <= sel < 1.0:
                wanted = places[:int(count * sel + .5)]
            elif isinstance(sel, int) and 0 <= sel < count:
                wanted = places[:sel]
        if len(places) != len(wanted):
            msg += "   List reduced from %r to %r due to restriction <%r>\n" % (len(places), len(wanted), sel)
        return wanted, msg

    def get_print_list(self, sel_list):
        if self.fcn_list:
            places, msg = self.fcn_list[:], "   Ordered by: " + self.sort_type + "\n"
        else:
            places, msg = list(self.stats.keys()), "   Random listing order was used\n"
        for sel in sel_list:
            places, msg = self.eval_print_amount(sel, places, msg)
        if not places:
            return 0, places
        print(msg, file=self.stream)
        width = max(len(func_std_string(place)) for place in places) if len(places) < len(self.stats) else self.max_name_len
        return width + 2, places

    def print_stats(self, *amount):
        for filename in self.files:
            print(filename, file=self.stream)
        if self.files:
            print(file=self.stream)
        for place in self.top_level:
            print(" " * 8, func_get_function_name(place), file=self.stream)
        print(" " * 8, self.total_calls, "function calls", end=" ", file=self.stream)
        if self.total_calls != self.prim_calls:
            print("(%d primitive calls)" % self.prim_calls, end=" ", file=self.stream)
        print("in %.3f seconds" % self.total_tt, file=self.stream)
        print(file=self.stream)
        width, places = self.get_print_list(amount)
        if places:
            self.print_title()
            for place in places:
                self.print_line(place)
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_title(self):
        print("   ncalls  tottime  percall  cumtime  percall", end=" ", file=self.stream)
        print("filename:lineno(function)", file=self.stream)

    def print_line(self, func):
        cc, nc, tt, ct, callers = self.stats[func]
        calls = str(nc)
        if nc != cc:
            calls += "/" + str(cc)
        parts = [calls.rjust(9), f8(tt), " " * 8 if nc == 0 else f8(tt / nc), f8(ct), " " * 8 if cc == 0 else f8(ct / cc), func_std_string(func)]
        print(" ".join(parts), file=self.stream)

    def print_callees(self, *amount):
        width, places = self.get_print_list(amount)
        if places:
            self.calc_callees()
            self.print_call_heading(width, "called...")
            for place in places:
                self.print_call_line(width, place, self.all_callees.get(place, {}))
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_callers(self, *amount):
        width, places = self.get_print_list(amount)
        if places:
            self.print_call_heading(width, "was called by...")
            for place in places:
                self.print_call_line(width, place, self.stats[place][4], "<-")
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_call_heading(self, name_size, column_title):
        print("Function ".ljust(name_size) + column_title, file=self.stream)
        for cc, nc, tt, ct, callers in self.stats.values():
            if callers:
                if isinstance(next(iter(callers.values())), tuple):
                    print(" " * name_size + "    ncalls  tottime  cumtime", file=self.stream)
                break

    def print_call_line(self, name_size, source, call_dict, arrow="->"):
        print(func_std_string(source).ljust(name_size) + arrow, end=" ", file=self.stream)
        if not call_dict:
            print(file=self.stream)
            return
        indent = ""
        for place in sorted(call_dict):
            nc, cc, tt, ct = call_dict[place]
            calls = "%d/%d" % (nc, cc) if nc != cc else "%d" % nc
            print(indent + "%s %s %s  %s" % (calls.rjust(7), f8(tt), f8(ct), func_std_string(place)), file=self.stream)
            indent = " " * (name_size + 3)

    def get_stats_profile(self):
        profiles = {}
        for place in self.fcn_list[:] if self.fcn_list else list(self.stats.keys()):
            cc, nc, tt, ct, callers = self.stats[place]
            calls = str(nc) if nc == cc else "%d/%d" % (nc, cc)
            profiles[place[2]] = FunctionProfile(
                calls, float(f8(tt)), -1 if nc == 0 else float(f8(tt / nc)), float(f8(ct)), -1 if cc == 0 else float(f8(ct / cc)), place[0], place[1])
        return StatsProfile(float(f8(self.total_tt)), profiles)


def _add_row(a, b):
    return tuple(x + y for x, y in zip(a, b))


def _add(a, b):
    """Two rows with their callers."""
    callers = dict(a[4])
    for caller, row in b[4].items():
        callers[caller] = _add_row(callers[caller], row) if caller in callers else row
    return _add_row(a[:4], b[:4]) + (callers,)
