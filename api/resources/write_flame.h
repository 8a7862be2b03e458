/* Flame graphs as JSON, and in the files that other tools open: folded stacks, speedscope, pprof. */
#ifndef API_RESOURCES_WRITE_FLAME_H
#define API_RESOURCES_WRITE_FLAME_H

#include "api/json/writer.h"
#include "daemon/snapshot/snapshot.h"

/* {"name", "file", "line", "value", "size", "count", "own_size", "own_count", "children"} from the root; of a
 * difference also "delta", "size_diff", "count_diff", "own_size_diff", "own_count_diff". */
void write_flame(struct json_writer *w, const struct snapshot_flame *flame);
/* The members of one node but "value", "delta" and "children". */
void write_flame_node(struct json_writer *w, const struct snapshot_flame *flame,
                      const struct snapshot_flame_node *node);

/* A line per site: "main.py:1;app.py:12 4096"; of a difference, bytes in the older and in the newer
 * snapshot. */
void write_flame_folded(struct outbuf *out, const struct snapshot_flame *flame);

/* The file of speedscope.app, with bytes and blocks as profiles of their own; of a difference, what grew and
 * what shrank. False: no memory. */
bool write_flame_speedscope(struct json_writer *w, const struct snapshot_flame *flame, const char *name)
    __attribute__((warn_unused_result));

/* profile.proto as pprof reads it, gzipped: inuse_objects and inuse_space; of a difference, what they are
 * more or (negative) less. False: no memory. */
bool write_flame_pprof(struct outbuf *out, const struct snapshot_flame *flame, const char *comment,
                       int64_t taken_at_us) __attribute__((warn_unused_result));

/* The frames of a flame graph with numbers of their own, 1, 2, 3 ... in the order of their files and lines;
 * what is at the same place in both snapshots of a difference has one number. */
struct flame_frames {
    uint32_t *slot;                /* of an older frame: an index of `number` */
    uint32_t *number;              /* by newer frame, then by slot; 0: not in the graph */
    struct snapshot_place *places; /* by number - 1 */
    uint32_t count;
};
bool flame_frames_init(struct flame_frames *frames, const struct snapshot_flame *flame)
    __attribute__((warn_unused_result)); /* false: no memory */
void flame_frames_drop(struct flame_frames *frames);
uint32_t flame_frame_number(const struct flame_frames *frames, const struct snapshot_flame_node *node);

#endif
