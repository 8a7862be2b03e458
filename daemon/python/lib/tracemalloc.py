"""Traces of memory allocations: snapshots, statistics, differences, filters."""

import fnmatch
from collections.abc import Iterable, Sequence
from functools import total_ordering

from _tracemalloc import *
from _tracemalloc import _get_object_traceback, _get_totals


def _format_size(size, sign):
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if abs(size) < 100 and unit != "B":
            return ("%+.1f %s" if sign else "%.1f %s") % (size, unit)
        if abs(size) < 10 * 1024 or unit == "TiB":
            return ("%+.0f %s" if sign else "%.0f %s") % (size, unit)
        size /= 1024


class Statistic:
    __slots__ = ("traceback", "size", "count")

    def __init__(self, traceback, size, count):
        self.traceback = traceback
        self.size = size
        self.count = count

    def __hash__(self):
        return hash((self.traceback, self.size, self.count))

    def __eq__(self, other):
        if not isinstance(other, Statistic):
            return NotImplemented
        return self.traceback == other.traceback and self.size == other.size and self.count == other.count

    def __str__(self):
        text = "%s: size=%s, count=%i" % (self.traceback, _format_size(self.size, False), self.count)
        if self.count:
            text += ", average=%s" % _format_size(self.size / self.count, False)
        return text

    def __repr__(self):
        return "<Statistic traceback=%r size=%i count=%i>" % (self.traceback, self.size, self.count)

    def _sort_key(self):
        return (self.size, self.count, self.traceback)


class StatisticDiff:
    __slots__ = ("traceback", "size", "size_diff", "count", "count_diff")

    def __init__(self, traceback, size, size_diff, count, count_diff):
        self.traceback = traceback
        self.size = size
        self.size_diff = size_diff
        self.count = count
        self.count_diff = count_diff

    def __hash__(self):
        return hash((self.traceback, self.size, self.size_diff, self.count, self.count_diff))

    def __eq__(self, other):
        if not isinstance(other, StatisticDiff):
            return NotImplemented
        return (self.traceback, self.size, self.size_diff, self.count, self.count_diff) == (
            other.traceback, other.size, other.size_diff, other.count, other.count_diff)

    def __str__(self):
        text = "%s: size=%s (%s), count=%i (%+i)" % (
            self.traceback, _format_size(self.size, False), _format_size(self.size_diff, True), self.count, self.count_diff)
        if self.count:
            text += ", average=%s" % _format_size(self.size / self.count, False)
        return text

    def __repr__(self):
        return "<StatisticDiff traceback=%r size=%i (%+i) count=%i (%+i)>" % (
            self.traceback, self.size, self.size_diff, self.count, self.count_diff)

    def _sort_key(self):
        return (abs(self.size_diff), self.size, abs(self.count_diff), self.count, self.traceback)


@total_ordering
class Frame:
    __slots__ = ("_frame",)

    def __init__(self, frame):
        self._frame = frame

    @property
    def filename(self):
        return self._frame[0]

    @property
    def lineno(self):
        return self._frame[1]

    def __eq__(self, other):
        if not isinstance(other, Frame):
            return NotImplemented
        return self._frame == other._frame

    def __lt__(self, other):
        if not isinstance(other, Frame):
            return NotImplemented
        return self._frame < other._frame

    def __hash__(self):
        return hash(self._frame)

    def __str__(self):
        return "%s:%s" % (self.filename, self.lineno)

    def __repr__(self):
        return "<Frame filename=%r lineno=%r>" % (self.filename, self.lineno)


@total_ordering
class Traceback(Sequence):
    """Frames, the oldest first."""

    __slots__ = ("_frames", "_total_nframe")

    def __init__(self, frames, total_nframe=None):
        self._frames = tuple(reversed(frames))
        self._total_nframe = total_nframe

    @property
    def total_nframe(self):
        return self._total_nframe

    def __len__(self):
        return len(self._frames)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(Frame(frame) for frame in self._frames[index])
        return Frame(self._frames[index])

    def __contains__(self, frame):
        return frame._frame in self._frames

    def __hash__(self):
        return hash(self._frames)

    def __eq__(self, other):
        if not isinstance(other, Traceback):
            return NotImplemented
        return self._frames == other._frames

    def __lt__(self, other):
        if not isinstance(other, Traceback):
            return NotImplemented
        return self._frames < other._frames

    def __str__(self):
        return str(self[0])

    def __repr__(self):
        text = "<Traceback %r" % (tuple(self),)
        if self._total_nframe is None:
            return text + ">"
        return text + " total_nframe=%s>" % self._total_nframe

    def format(self, limit=None, most_recent_first=False):
        import linecache

        frames = self
        if limit is not None:
            frames = self[-limit:] if limit > 0 else self[:limit]
        lines = []
        for frame in frames:
            entry = ['  File "%s", line %s' % (frame.filename, frame.lineno)]
            source = linecache.getline(frame.filename, frame.lineno).strip()
            if source:
                entry.append("    %s" % source)
            lines.append(entry)
        if most_recent_first:
            lines.reverse()
        return [line for entry in lines for line in entry]


def get_object_traceback(obj):
    frames = _get_object_traceback(obj)
    return None if frames is None else Traceback(frames)


class Trace:
    __slots__ = ("_trace",)

    def __init__(self, trace):
        self._trace = trace

    @property
    def domain(self):
        return self._trace[0]

    @property
    def size(self):
        return self._trace[1]

    @property
    def traceback(self):
        return Traceback(*self._trace[2:])

    def __eq__(self, other):
        if not isinstance(other, Trace):
            return NotImplemented
        return self._trace == other._trace

    def __hash__(self):
        return hash(self._trace)

    def __str__(self):
        return "%s: %s" % (self.traceback, _format_size(self.size, False))

    def __repr__(self):
        return "<Trace domain=%s size=%s, traceback=%r>" % (self.domain, _format_size(self.size, False), self.traceback)


def _normalize_filename(filename):
    if not isinstance(filename, (str, bytes)):
        fspath = getattr(type(filename), "__fspath__", None)
        if fspath is None:
            raise TypeError("expected str, bytes or os.PathLike object, not " + type(filename).__name__)
        filename = fspath(filename)
    return filename[:-1] if filename.endswith(".pyc") else filename


class BaseFilter:
    def __init__(self, inclusive):
        self.inclusive = inclusive

    def _match(self, trace):
        raise NotImplementedError


class Filter(BaseFilter):
    def __init__(self, inclusive, filename_pattern, lineno=None, all_frames=False, domain=None):
        super().__init__(inclusive)
        self._filename_pattern = _normalize_filename(filename_pattern)
        self.lineno = lineno
        self.all_frames = all_frames
        self.domain = domain

    @property
    def filename_pattern(self):
        return self._filename_pattern

    def _match_frame_impl(self, filename, lineno):
        if not fnmatch.fnmatchcase(_normalize_filename(filename), self._filename_pattern):
            return False
        return self.lineno is None or lineno == self.lineno

    def _match_frame(self, filename, lineno):
        return self._match_frame_impl(filename, lineno) == bool(self.inclusive)

    def _match_traceback(self, traceback):
        places = traceback if self.all_frames else traceback[:1]
        return any(self._match_frame_impl(*frame) for frame in places) == bool(self.inclusive)

    def _match(self, trace):
        matches = self._match_traceback(trace[2])
        if self.domain is None:
            return matches
        if self.inclusive:
            return matches and trace[0] == self.domain
        return matches or trace[0] != self.domain


class DomainFilter(BaseFilter):
    def __init__(self, inclusive, domain):
        super().__init__(inclusive)
        self._domain = domain

    @property
    def domain(self):
        return self._domain

    def _match(self, trace):
        return (trace[0] == self._domain) == bool(self.inclusive)


class _Traces(Sequence):
    """The traces of a snapshot: given one by one as (domain, size, frames, total_nframe); or, of this heap, summed up by traceback and size, as
    (size, count, frames, total_nframe), since a snapshot is not to allocate much itself."""

    def __init__(self, traces, rows=None):
        self._given, self._rows = traces, rows

    @property
    def _traces(self):
        return self._given if self._rows is None else [trace for trace, count in self._each() for i in range(count)]

    def _each(self):
        """(trace, how many of them)"""
        if self._rows is None:
            return ((trace, 1) for trace in self._given)
        return (((0, size // count, frames, total), count) for size, count, frames, total in self._rows)

    def _kept(self, keep):
        if self._rows is None:
            return _Traces([trace for trace in self._given if keep(trace)])
        return _Traces(None, [row for row, (trace, count) in zip(self._rows, self._each()) if keep(trace)])

    def __repr__(self):
        return "<Traces len=%s>" % len(self)

    def __len__(self):
        return len(self._given) if self._rows is None else sum(row[1] for row in self._rows)

    def __eq__(self, other):
        if not isinstance(other, _Traces):
            return NotImplemented
        return self._traces == other._traces

    def __contains__(self, trace):
        return trace._trace in self._traces

    def __iter__(self):
        for trace, count in self._each():
            for i in range(count):
                yield Trace(trace)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(Trace(trace) for trace in self._traces[index])
        return Trace(self._traces[index])


class Snapshot:
    def __init__(self, traces, traceback_limit):
        self.traces = traces if isinstance(traces, _Traces) else _Traces(traces)
        self.traceback_limit = traceback_limit

    def filter_traces(self, filters):
        if not isinstance(filters, Iterable):
            raise TypeError("filters must be a list of filters, not %s" % type(filters).__name__)
        filters = list(filters) if filters else []
        including = [one for one in filters if one.inclusive]
        excluding = [one for one in filters if not one.inclusive]

        def keep(trace):
            return ((not including or any(one._match(trace) for one in including))
                    and all(one._match(trace) for one in excluding))

        return Snapshot(self.traces._kept(keep), self.traceback_limit)

    def _group_by(self, key_type, cumulative):
        if key_type not in ("traceback", "filename", "lineno"):
            raise ValueError("unknown key_type: %r" % (key_type,))
        if cumulative and key_type == "traceback":
            raise ValueError("cumulative mode cannot by used with key type %r" % key_type)
        groups = {}
        for (domain, size, frames, total), count in self.traces._each():
            if key_type == "traceback":
                keys = [frames]
            else:
                keys = [(frame if key_type == "lineno" else (frame[0], 0),) for frame in (frames if cumulative else frames[:1])]
            for key in keys:
                found = groups.get(key)
                if found is None:
                    groups[key] = Statistic(Traceback(key), size * count, count)
                else:
                    found.size += size * count
                    found.count += count
        return {group.traceback: group for group in groups.values()}

    def dump(self, filename):
        raise PermissionError(1, "Operation not permitted: a heap has no files")

    @staticmethod
    def load(filename):
        raise PermissionError(1, "Operation not permitted: a heap has no files")

    def statistics(self, key_type, cumulative=False):
        groups = list(self._group_by(key_type, cumulative).values())
        groups.sort(reverse=True, key=Statistic._sort_key)
        return groups

    def compare_to(self, old_snapshot, key_type, cumulative=False):
        new = self._group_by(key_type, cumulative)
        old = old_snapshot._group_by(key_type, cumulative)
        differences = []
        for traceback, now in new.items():
            before = old.pop(traceback, None)
            if before is not None:
                differences.append(StatisticDiff(traceback, now.size, now.size - before.size, now.count, now.count - before.count))
            else:
                differences.append(StatisticDiff(traceback, now.size, now.size, now.count, now.count))
        for traceback, before in old.items():
            differences.append(StatisticDiff(traceback, 0, -before.size, 0, -before.count))
        differences.sort(reverse=True, key=StatisticDiff._sort_key)
        return differences


def take_snapshot():
    if not is_tracing():
        raise RuntimeError("the tracemalloc module must be tracing memory allocations to take a snapshot")
    return Snapshot(_Traces(None, _get_totals()), get_traceback_limit())


def _get_traces():
    return _Traces(None, _get_totals())._traces


# The next int takes the memory of one that went, from 3.14 on, and is no new block: a CPython that has started has such, whatever else it imported.
len("a" * 300)
