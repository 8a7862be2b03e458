/*
 * Questions to an analysed graph. Answers are the caller's, to be freed with free() or the function named
 * beside them; a failed call answers nothing. Costs are linear in the graph (sorting aside) unless something
 * else is said.
 */
#ifndef HEAPD_GRAPH_QUESTIONS_H
#define HEAPD_GRAPH_QUESTIONS_H

#include "daemon/graph/analysis.h"

/* ---- types.c: by type ---------------------------------------------------------------------------- */

/* Static objects are not counted. */
struct graph_type_row {
    uint32_t type;
    uint64_t count, bytes;
    /* What its objects retain, those aside that another of these retains already: so nothing is counted
     * twice. What they retain only together is not in it (graph_retained_by_set knows). */
    uint64_t retained;
    uint64_t wasted; /* capacity that is not used */
};
/* Most bytes first. */
enum graph_status graph_types(const struct graph_analysis *analysis, struct graph_type_row **rows,
                              size_t *count) GRAPH_MUST_CHECK;

/* The objects that waste most capacity, most first. */
struct graph_wasteful {
    uint32_t node, wasted;
};
enum graph_status graph_wasted(const struct graph *graph, size_t limit, struct graph_wasteful **rows,
                               size_t *count, uint64_t *objects, uint64_t *bytes) GRAPH_MUST_CHECK;

/* ---- duplicates.c: equal values ------------------------------------------------------------------ */

struct graph_duplicate {
    uint32_t type, node; /* node: the first of them */
    uint64_t count, bytes;
    uint64_t wasted; /* what all but the largest of them occupy */
};
struct graph_duplicates {
    struct graph_duplicate *rows; /* most wasted first */
    size_t count;
    uint64_t values, objects,
        wasted; /* of all, not only of those in rows: values that are there twice or more ... */
};
/* Of objects with known contents; `type` GRAPH_NONE: all. Free rows. */
enum graph_status graph_find_duplicates(const struct graph *graph, uint32_t type, size_t limit,
                                        const struct graph_control *control,
                                        struct graph_duplicates *answer) GRAPH_MUST_CHECK;

/* ---- paths.c: why an object is alive ------------------------------------------------------------- */

struct graph_step {
    uint32_t node;
    uint32_t
        edge; /* by which the step before refers to it (the first of several); GRAPH_NONE: it is the root */
};
struct graph_path {
    struct graph_root root;
    struct graph_step *steps; /* from the root's object to the one asked for */
    size_t length;
};
struct graph_paths {
    struct graph_path *items;
    size_t count;
    bool complete; /* there are no more, or as many as were asked for */
};
/*
 * The `limit` shortest paths without repetition from roots, the shortest first. A path has one root, at its
 * beginning; parallel references count as one. Best-first by the distances that the analysis knows, so that
 * only what is on such paths is looked at; given up (complete = false) after `effort` steps (0: 4 million).
 */
enum graph_status graph_find_paths(const struct graph_analysis *analysis, uint32_t node, size_t limit,
                                   uint64_t effort, const struct graph_control *control,
                                   struct graph_paths *paths) GRAPH_MUST_CHECK;
void graph_paths_drop(struct graph_paths *paths);

/* ---- merged.c: one shortest path of each of many, merged by type and label ----------------------- */

struct graph_group {
    uint32_t parent;   /* GRAPH_NONE: under no other; parents come before their children */
    uint32_t type;     /* of its objects; GRAPH_NONE: this is a root */
    uint8_t edge_kind; /* how the parent's objects refer to them */
    uint8_t root_kind; /* of a root */
    uint32_t text;     /* of the label, or of the root */
    uint32_t node;     /* one of its objects */
    uint64_t objects;  /* of its own on the paths */
    uint64_t targets;  /* of the set that are here or below */
    uint64_t bytes;    /* theirs */
};
enum graph_status graph_merge_paths(const struct graph_analysis *analysis, const uint32_t *nodes,
                                    size_t node_count, const struct graph_control *control,
                                    struct graph_group **groups, size_t *count) GRAPH_MUST_CHECK;

/* ---- cycles.c ------------------------------------------------------------------------------------ */

struct graph_cycle {
    uint32_t node;    /* the first member */
    uint32_t members; /* at least 2, or 1 that refers to itself */
    uint32_t component;
    bool garbage;
    uint64_t bytes;                    /* of the members */
    uint64_t retained, retained_count; /* of all members together, exactly */
};
struct graph_cycles {
    struct graph_cycle *rows; /* most retained first */
    size_t count, total;
    uint32_t *component; /* by node */
};
enum graph_status graph_find_cycles(const struct graph_analysis *analysis, size_t limit,
                                    const struct graph_control *control,
                                    struct graph_cycles *cycles) GRAPH_MUST_CHECK;
void graph_cycles_drop(struct graph_cycles *cycles);

/* ---- suspects.c: what looks like a leak ---------------------------------------------------------- */

/*
 * The rules of Eclipse MAT's leak hunter: a suspect retains more than a share of the heap (a tenth). Objects
 * that only roots hold (or sys.modules and the like) come first, then, by type, those of
 * them that are none alone but are together. The accumulation point is where, going down from the suspect to
 * what retains most, a step first falls under 0.7 of the one before.
 */
struct graph_suspect {
    bool is_group;
    uint32_t node; /* the object, or the largest of the group */
    uint32_t type;
    uint64_t count; /* objects of the group; 1 */
    uint64_t retained, retained_count;
    double share;          /* of the heap's bytes */
    uint32_t accumulation; /* a node */
    uint32_t depth;        /* steps down to it */
    uint64_t accumulated;  /* what it retains */
    uint32_t held_type;    /* the type that most of what it directly dominates is of, by bytes retained;
                              GRAPH_NONE: nothing */
    uint64_t held_count, held_retained, held_total; /* of that type; all that it directly dominates */
};
enum graph_status graph_find_suspects(const struct graph_analysis *analysis, double share,
                                      const struct graph_control *control, struct graph_suspect **rows,
                                      size_t *count) GRAPH_MUST_CHECK;
/* A few sentences; cut to `room`. Answers the length. Finds the path to the accumulation point. */
size_t graph_suspect_words(const struct graph_analysis *analysis, const struct graph_suspect *suspect,
                           char *out, size_t room);
/* A shortest path to the node in one line, "name cache['rows'].items"; nothing for garbage. Returns its
 * length. */
size_t graph_path_words(const struct graph_analysis *analysis, uint32_t node, char *out, size_t room);

/* ---- compare.c: two graphs of one heap ----------------------------------------------------------- */

/* An object is the same if it has the same address, a type of the same name and, where both are known, the
 * same birth. */
enum graph_fate { GRAPH_NEW, GRAPH_DELETED, GRAPH_SURVIVING, GRAPH_GROWN, GRAPH_SHRUNK, GRAPH_FATES };
const char *graph_fate_name(enum graph_fate fate);

/* Whether the object that the older one has at this address is there in the newer one. */
bool graph_survives(const struct graph *older, const struct graph *newer, uint64_t address);

struct graph_change {
    uint32_t older_type, newer_type;                              /* GRAPH_NONE: there is none of that name */
    uint64_t count[GRAPH_FATES];                                  /* grown and shrunk ones survive as well */
    uint64_t new_bytes, deleted_bytes, grown_bytes, shrunk_bytes; /* the last two: by how much */
};
struct graph_comparison {
    struct graph_change *rows; /* of types with anything but unchanged survivors; most new bytes first */
    size_t count;
    struct graph_change total;
};
/* Static objects are left out. Free rows. */
enum graph_status graph_compare(const struct graph *older, const struct graph *newer,
                                const struct graph_control *control,
                                struct graph_comparison *comparison) GRAPH_MUST_CHECK;
/* Every object with its fate, by address; nodes are GRAPH_NONE where there is none. false stops. */
typedef bool graph_fate_visitor(void *context, enum graph_fate fate, uint32_t older, uint32_t newer);
enum graph_status graph_compare_each(const struct graph *older, const struct graph *newer,
                                     graph_fate_visitor *visit, void *context) GRAPH_MUST_CHECK;

#endif
