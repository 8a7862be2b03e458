/*
 * Which package a file belongs to, by its name alone:
 *   …/site-packages/requests/api.py, …/dist-packages/six.py   the top-level name: requests, six
 *   …/lib/python3.12/json/decoder.py, <frozen os>              python, the standard library
 *   anything else                                             its folder, `.` if the name has none
 *   <string>, <request>, <unknown>                            itself
 * For this library only.
 */
#ifndef HEAPD_SNAPSHOT_PACKAGE_H
#define HEAPD_SNAPSHOT_PACKAGE_H

#include "daemon/snapshot/snapshot.h"

/* A part of `file`'s bytes, or a constant. */
struct snapshot_text snapshot_package(struct snapshot_text file);

/*
 * result[i] = the lowest string id with the package of string i, which stands for that package: an array of
 * string_count, the caller's to free. The order of these ids is not that of the packages.
 */
enum snapshot_status snapshot_packages(const struct snapshot *snapshot,
                                       uint32_t **result) SNAPSHOT_MUST_CHECK;

#endif
