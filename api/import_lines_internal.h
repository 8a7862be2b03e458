/* What the readers of lines share (import_lines.c, import_columns.c). */
#ifndef API_IMPORT_LINES_INTERNAL_H
#define API_IMPORT_LINES_INTERNAL_H

#include "api/import_lines.h"
#include "api/import_room.h"
#include "api/json/lexer.h"
#include "api/scratch.h"

struct type_name {
    char *text;
    size_t length;
    uint32_t id; /* the graph builder's */
};

struct line_name {
    uint32_t text;    /* the graph's */
    uint64_t content; /* of a string that has it as its value */
};

struct import_lines {
    struct snapshot_builder *sites;
    struct graph_builder *graph;
    size_t memory;
    struct scratch scratch;
    struct json_tape tape;
    char *pending; /* a line that has not ended yet */
    size_t pending_count, pending_room;
    uint32_t *frames; /* the builder's ids */
    size_t frame_count, frame_room;
    struct type_name *types;
    size_t type_count, type_room, type_bytes;
    struct line_name *names; /* of columns */
    size_t name_count, name_room;
    uint64_t line;
    bool begun, in_object;
    struct lines_progress progress;
    char error[240];
};

enum lines_status lines_refuse(struct import_lines *l, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
enum lines_status lines_from_graph(struct import_lines *l, enum graph_status status);
enum lines_status lines_from_snapshot(struct import_lines *l, enum snapshot_status status);

/* A text of the graph; GRAPH_NONE of null. */
enum lines_status lines_text(struct import_lines *l, uint32_t token, uint32_t *id);
/* What equal strings have in common, of a token that is a text. */
uint64_t lines_content(struct import_lines *l, uint32_t token);

/* An object of a type that is known. */
enum lines_status lines_add_object(struct import_lines *l, const struct graph_node_input *node,
                                   const struct type_name *type);

/* Lines of columns: {"name": [0, "text"]} and {"block": {...}}. */
enum lines_status lines_read_name(struct import_lines *l, uint32_t array);
enum lines_status lines_read_block(struct import_lines *l, uint32_t object);

#endif
