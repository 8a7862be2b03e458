/*
 * File name patterns as Python's fnmatch reads them (Lib/fnmatch.py of 3.11 and later, on POSIX, where
 * normcase changes nothing): `*` any run, `?` any one character, `[...]` one of a set with ranges, `[!...]`
 * one not of a set. There is no escape character. A `[` without its `]` stands for itself. Characters are
 * code points. Matching never backtracks further than the last `*`: cost at most pattern times name.
 */
#ifndef HEAPD_SNAPSHOT_PATTERN_H
#define HEAPD_SNAPSHOT_PATTERN_H

#include "daemon/snapshot/snapshot.h"

struct snapshot_pattern;

/* Compiles a copy of `text`; every text is a pattern. The caller frees it. */
enum snapshot_status snapshot_pattern_new(struct snapshot_text text,
                                          struct snapshot_pattern **pattern) SNAPSHOT_MUST_CHECK;
/* NULL is allowed. */
void snapshot_pattern_free(struct snapshot_pattern *pattern);
/* Whether the whole of `name` matches. */
bool snapshot_pattern_match(const struct snapshot_pattern *pattern, struct snapshot_text name);

/* tracemalloc's normalisation of file names and patterns: `.pyc` reads as `.py`. */
struct snapshot_text snapshot_normalize_file(struct snapshot_text name);

#endif
