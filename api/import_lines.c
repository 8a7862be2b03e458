/* Snapshots as lines of JSON: see import_lines.h. */
#include "api/import_lines_internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_LIMIT = 4 << 20, DEPTH = 8, MOST_FRAMES = 65535, ALLOCATION = 16 };

struct import_lines *import_lines_new(size_t memory, const char *directory)
{
    struct import_lines *l = calloc(1, sizeof *l);
    if (l == NULL)
        return NULL;
    l->memory = memory;
    scratch_init(&l->scratch, (size_t)64 << 20);
    if (snapshot_builder_new(&l->sites) != SNAPSHOT_OK ||
        graph_builder_new(directory, &l->graph) != GRAPH_OK) {
        import_lines_delete(l);
        return NULL;
    }
    return l;
}

void import_lines_delete(struct import_lines *l)
{
    if (l == NULL)
        return;
    snapshot_builder_drop(l->sites);
    graph_builder_drop(l->graph);
    scratch_destroy(&l->scratch);
    for (size_t i = 0; i < l->type_count; i++)
        free(l->types[i].text);
    free(l->types);
    free(l->frames);
    free(l->names);
    free(l->pending);
    free(l);
}

const char *import_lines_error(const struct import_lines *l)
{
    return l->error;
}

void import_lines_progress(const struct import_lines *l, struct lines_progress *progress)
{
    *progress = l->progress;
}

static void explain(struct import_lines *l, const char *format, va_list arguments)
{
    int length = snprintf(l->error, sizeof l->error, "line %" PRIu64 ": ", l->line);
    vsnprintf(l->error + length, sizeof l->error - (size_t)length, format, arguments);
}

enum lines_status lines_refuse(struct import_lines *l, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    explain(l, format, arguments);
    va_end(arguments);
    return LINES_REFUSED;
}

static enum lines_status too_large(struct import_lines *l, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static enum lines_status too_large(struct import_lines *l, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    explain(l, format, arguments);
    va_end(arguments);
    return LINES_TOO_LARGE;
}

enum lines_status lines_from_snapshot(struct import_lines *l, enum snapshot_status status)
{
    switch (status) {
    case SNAPSHOT_OK:
        return LINES_OK;
    case SNAPSHOT_NO_MEMORY:
        return LINES_NO_MEMORY;
    case SNAPSHOT_TOO_LARGE:
        return too_large(l, "more names, frames or bytes than a snapshot can count");
    default:
        return lines_refuse(l, "it names what is not there");
    }
}

enum lines_status lines_from_graph(struct import_lines *l, enum graph_status status)
{
    switch (status) {
    case GRAPH_OK:
        return LINES_OK;
    case GRAPH_NO_MEMORY:
        return LINES_NO_MEMORY;
    case GRAPH_TOO_LARGE:
        return too_large(l, "more objects, references or texts than a graph can count");
    default:
        return lines_refuse(l, "it names what is not there");
    }
}

/* ---- values -------------------------------------------------------------------------------------- */

static bool is_array(const struct import_lines *l, uint32_t token, uint32_t least)
{
    return l->tape.tokens[token].kind == JSON_ARRAY && l->tape.tokens[token].count >= least;
}

static bool number_at(const struct import_lines *l, uint32_t token, uint64_t most, uint64_t *value)
{
    return json_uint64(&l->tape, token, value) && *value <= most;
}

/* The string's value, in the line or in scratch. */
static bool text_at(struct import_lines *l, uint32_t token, struct snapshot_text *text)
{
    struct json_token t = l->tape.tokens[token];
    if (!json_is_string(t))
        return false;
    *text = (struct snapshot_text){json_text(&l->tape, token), t.length};
    if (t.kind != JSON_STRING_ESCAPED)
        return true;
    char *copy = scratch_alloc(&l->scratch, t.length + (size_t)1);
    if (copy == NULL)
        return false;
    text->length = json_unescape(text->bytes, t.length, copy);
    text->bytes = copy;
    return true;
}

enum lines_status lines_text(struct import_lines *l, uint32_t token, uint32_t *id)
{
    struct snapshot_text text;
    *id = GRAPH_NONE;
    if (l->tape.tokens[token].kind == JSON_NULL)
        return LINES_OK;
    if (!text_at(l, token, &text))
        return lines_refuse(l, "a text is expected");
    return lines_from_graph(l, graph_builder_text(l->graph, text.bytes, text.length, id));
}

uint64_t lines_content(struct import_lines *l, uint32_t token)
{
    struct snapshot_text text;
    return text_at(l, token, &text) ? graph_content(text.bytes, text.length) : 0;
}

/* ---- traces -------------------------------------------------------------------------------------- */

static enum lines_status read_frame(struct import_lines *l, uint32_t array)
{
    struct snapshot_text file;
    uint64_t number, line;
    uint32_t id;
    if (!is_array(l, array, 3) || !number_at(l, array + 1, UINT32_MAX, &number) ||
        !text_at(l, array + 2, &file) || !number_at(l, array + 3, UINT32_MAX, &line))
        return lines_refuse(l, "a frame is a number, a file and a line");
    if (number != l->frame_count)
        return lines_refuse(l, "frames are numbered in order: this would be %zu", l->frame_count);
    if (!import_room(&l->frames, &l->frame_room, l->frame_count, sizeof *l->frames))
        return LINES_NO_MEMORY;
    enum snapshot_status status = snapshot_builder_string(l->sites, file.bytes, file.length, &id);
    if (status == SNAPSHOT_OK)
        status = snapshot_builder_frame(l->sites, id, (uint32_t)line, &id);
    if (status == SNAPSHOT_OK)
        l->frames[l->frame_count++] = id;
    return lines_from_snapshot(l, status);
}

static enum lines_status read_site(struct import_lines *l, uint32_t array)
{
    const struct json_token *tokens = l->tape.tokens;
    uint64_t domain, total, size, count;
    if (!is_array(l, array, 5) || !number_at(l, array + 1, UINT32_MAX, &domain) ||
        !number_at(l, array + 2, UINT32_MAX, &total) || !number_at(l, array + 3, INT64_MAX, &size) ||
        !number_at(l, array + 4, INT64_MAX, &count) || !is_array(l, array + 5, 0) ||
        tokens[array + 5].count > MOST_FRAMES)
        return lines_refuse(l,
                            "a site is a domain, a number of frames, a size, a count and an array of frames");
    uint32_t n = tokens[array + 5].count, *path = scratch_alloc(&l->scratch, (n + (size_t)1) * sizeof *path);
    if (path == NULL)
        return LINES_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) { /* numbers: a token each */
        uint64_t frame;
        if (!number_at(l, array + 6 + i, l->frame_count, &frame) || frame == l->frame_count)
            return lines_refuse(l, "a frame that was not there yet");
        path[n - 1 - i] = l->frames[frame];
    }
    l->progress.blocks += count;
    return lines_from_snapshot(
        l, snapshot_builder_traceback(l->sites, path, n, (uint32_t)total, (uint32_t)domain, size, count));
}

/* ---- objects ------------------------------------------------------------------------------------- */

static enum lines_status read_type(struct import_lines *l, uint32_t array)
{
    struct snapshot_text name;
    uint64_t number;
    if (!is_array(l, array, 2) || !number_at(l, array + 1, UINT32_MAX, &number) ||
        !text_at(l, array + 2, &name))
        return lines_refuse(l, "a type is a number and a name");
    if (number != l->type_count)
        return lines_refuse(l, "types are numbered in order: this would be %zu", l->type_count);
    if (!import_room(&l->types, &l->type_room, l->type_count, sizeof *l->types))
        return LINES_NO_MEMORY;
    struct type_name *type = &l->types[l->type_count];
    type->text = malloc(name.length + 1);
    if (type->text == NULL)
        return LINES_NO_MEMORY;
    memcpy(type->text, name.bytes, name.length);
    type->text[name.length] = '\0';
    type->length = name.length;
    l->type_count++;
    l->type_bytes += name.length + 1 + ALLOCATION;
    return lines_from_graph(l, graph_builder_type(l->graph, name.bytes, name.length, &type->id));
}

static bool edge_kind(const struct import_lines *l, uint32_t token, enum graph_edge_kind *kind)
{
    for (int i = 0; i < GRAPH_EDGE_KINDS; i++) {
        const char *name = graph_edge_kind_name((enum graph_edge_kind)i);
        if (json_is_string(l->tape.tokens[token]) && json_equals(&l->tape, token, name, strlen(name))) {
            *kind = (enum graph_edge_kind)i;
            return true;
        }
    }
    return false;
}

static enum lines_status edge_label(struct import_lines *l, uint32_t token, struct graph_edge_input *edge)
{
    uint32_t text;
    enum lines_status status;
    switch (edge->kind) {
    case GRAPH_EDGE_ATTRIBUTE:
    case GRAPH_EDGE_SLOT:
    case GRAPH_EDGE_NAMED_VALUE:
    case GRAPH_EDGE_CELL:
    case GRAPH_EDGE_LOCAL:
    case GRAPH_EDGE_INTERNAL:
        status = lines_text(l, token, &text);
        edge->label = text;
        return status;
    case GRAPH_EDGE_KEY:
    case GRAPH_EDGE_INDEX:
        return number_at(l, token, GRAPH_MAX, &edge->label) ? LINES_OK
                                                            : lines_refuse(l, "a place is a whole number");
    case GRAPH_EDGE_VALUE:
        if (l->tape.tokens[token].kind == JSON_NULL)
            return LINES_OK;
        return number_at(l, token, UINT64_MAX, &edge->label)
                   ? LINES_OK
                   : lines_refuse(l, "a value's label is its key's address");
    default:
        return LINES_OK;
    }
}

static enum lines_status read_edges(struct import_lines *l, uint32_t array)
{
    const struct json_token *tokens = l->tape.tokens;
    if (!is_array(l, array, 0) || !l->in_object)
        return lines_refuse(l, "edges are an array, after an object");
    for (uint32_t i = array + 1; i != tokens[array].next; i = tokens[i].next) {
        struct graph_edge_input edge = {0};
        if (!is_array(l, i, 2) || tokens[i].count > 3 || !edge_kind(l, i + 1, &edge.kind) ||
            !number_at(l, i + 2, UINT64_MAX, &edge.to))
            return lines_refuse(l, "an edge is a kind, an address and, by kind, a label");
        if (edge.kind == GRAPH_EDGE_VALUE && tokens[i].count == 3 && json_is_string(tokens[i + 3]))
            edge.kind = GRAPH_EDGE_NAMED_VALUE;
        bool by_text =
            edge.kind != GRAPH_EDGE_KEY && edge.kind != GRAPH_EDGE_INDEX && edge.kind != GRAPH_EDGE_VALUE;
        edge.label = by_text ? GRAPH_NONE : 0;
        enum lines_status status = tokens[i].count == 3 ? edge_label(l, i + 3, &edge) : LINES_OK;
        if (status == LINES_OK)
            status = lines_from_graph(l, graph_builder_edge(l->graph, &edge));
        if (status != LINES_OK)
            return status;
        l->progress.edges++;
    }
    return LINES_OK;
}

static enum lines_status read_flags(struct import_lines *l, uint32_t array, uint8_t *flags)
{
    static const struct {
        const char *name;
        uint8_t flag;
    } known[] = {{"tracked", GRAPH_NODE_TRACKED},   {"static", GRAPH_NODE_STATIC},
                 {"immortal", GRAPH_NODE_IMMORTAL}, {"type", GRAPH_NODE_IS_TYPE},
                 {"string", GRAPH_NODE_IS_STRING},  {"by_items", GRAPH_NODE_BY_ITEMS}};
    if (!is_array(l, array, 0))
        return lines_refuse(l, "flags are an array");
    for (uint32_t i = array + 1; i != l->tape.tokens[array].next; i = l->tape.tokens[i].next) {
        size_t k = 0, count = sizeof known / sizeof *known;
        while (k < count && !(json_is_string(l->tape.tokens[i]) &&
                              json_equals(&l->tape, i, known[k].name, strlen(known[k].name))))
            k++;
        if (k == count)
            return lines_refuse(l, "a flag that is not known");
        *flags |= known[k].flag;
    }
    return LINES_OK;
}

/* The rest of an object's line, before its edges: flags, text, references. */
static enum lines_status read_members(struct import_lines *l, struct graph_node_input *node)
{
    uint32_t flags = json_member_literal(&l->tape, 0, "flags"),
             text = json_member_literal(&l->tape, 0, "text");
    uint32_t references = json_member_literal(&l->tape, 0, "references"),
             wasted = json_member_literal(&l->tape, 0, "wasted");
    uint64_t number;
    enum lines_status status = flags != 0 ? read_flags(l, flags, &node->flags) : LINES_OK;
    if (status == LINES_OK && text != 0)
        status = lines_text(l, text, &node->text);
    if (status == LINES_OK && (node->flags & GRAPH_NODE_IS_STRING) && node->text != GRAPH_NONE)
        node->content = lines_content(l, text);
    if (status == LINES_OK && references != 0) {
        if (!number_at(l, references, UINT64_MAX, &number))
            return lines_refuse(l, "a number of references is expected");
        node->references = number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
    }
    if (status == LINES_OK && wasted != 0) {
        if (!number_at(l, wasted, UINT64_MAX, &number))
            return lines_refuse(l, "a number of bytes is expected");
        node->wasted = number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
    }
    return status;
}

enum lines_status lines_add_object(struct import_lines *l, const struct graph_node_input *node,
                                   const struct type_name *type)
{
    enum lines_status status = lines_from_graph(l, graph_builder_node(l->graph, node));
    if (status == LINES_OK && !(node->flags & GRAPH_NODE_STATIC))
        status =
            lines_from_snapshot(l, snapshot_builder_type(l->sites, type->text, type->length, node->size, 1));
    l->in_object = l->in_object || status == LINES_OK;
    l->progress.objects += status == LINES_OK;
    return status;
}

static enum lines_status read_object(struct import_lines *l, uint32_t array)
{
    struct graph_node_input node = {.text = GRAPH_NONE};
    uint64_t type;
    if (!is_array(l, array, 3) || !number_at(l, array + 1, UINT64_MAX, &node.address) ||
        !number_at(l, array + 2, UINT32_MAX, &type) || !number_at(l, array + 3, INT64_MAX, &node.size) ||
        node.address == 0)
        return lines_refuse(l, "an object is an address, a type and a size");
    if (type >= l->type_count)
        return lines_refuse(l, "a type that was not there yet");
    const struct type_name *name = &l->types[type];
    node.type = name->id;
    enum lines_status status = read_members(l, &node);
    if (status == LINES_OK)
        status = lines_add_object(l, &node, name);
    if (status != LINES_OK)
        return status;
    uint32_t edges = json_member_literal(&l->tape, 0, "edges");
    return edges != 0 ? read_edges(l, edges) : LINES_OK;
}

static enum lines_status read_root(struct import_lines *l, uint32_t array)
{
    uint64_t address, number = 0;
    uint32_t text = GRAPH_NONE, count = l->tape.tokens[array].count;
    int kind = 0;
    if (!is_array(l, array, 2) || count > 4 || !number_at(l, array + 2, UINT64_MAX, &address) ||
        (count == 4 && !number_at(l, array + 4, UINT32_MAX, &number)))
        return lines_refuse(l, "a root is a kind, an address, a text and a number");
    for (; kind < GRAPH_ROOT_KINDS; kind++) {
        const char *name = graph_root_kind_name((enum graph_root_kind)kind);
        if (json_is_string(l->tape.tokens[array + 1]) && json_equals(&l->tape, array + 1, name, strlen(name)))
            break;
    }
    if (kind == GRAPH_ROOT_KINDS || kind == GRAPH_ROOT_GARBAGE)
        return lines_refuse(l, "a kind of root that is not known");
    enum lines_status status = count >= 3 ? lines_text(l, array + 3, &text) : LINES_OK;
    if (status == LINES_OK)
        status = lines_from_graph(
            l, graph_builder_root(l->graph, address, (enum graph_root_kind)kind, text, (uint32_t)number));
    return status;
}

/* ---- lines --------------------------------------------------------------------------------------- */

static enum lines_status read_head(struct import_lines *l)
{
    uint32_t version = json_member_literal(&l->tape, 0, "heapd_snapshot");
    uint32_t nframe = json_member_literal(&l->tape, 0, "nframe"),
             peak = json_member_literal(&l->tape, 0, "peak");
    uint64_t number;
    if (version == 0 || !number_at(l, version, 1, &number) || number != 1)
        return lines_refuse(l, "the first line is {\"heapd_snapshot\": 1, ...}");
    if (nframe != 0) {
        if (!number_at(l, nframe, MOST_FRAMES, &number))
            return lines_refuse(l, "nframe is a number of frames");
        l->progress.nframe = (uint32_t)number;
    }
    if (peak != 0 && !number_at(l, peak, INT64_MAX, &l->progress.peak))
        return lines_refuse(l, "peak is a number of bytes");
    l->begun = true;
    return LINES_OK;
}

static enum lines_status read_document(struct import_lines *l)
{
    typedef enum lines_status reader(struct import_lines *, uint32_t);
    static const struct {
        const char *name;
        reader *read;
    } kinds[] = {{"object", read_object},   {"edges", read_edges},      {"site", read_site},
                 {"frame", read_frame},     {"type", read_type},        {"root", read_root},
                 {"name", lines_read_name}, {"block", lines_read_block}};
    if (l->tape.tokens[0].kind != JSON_OBJECT)
        return lines_refuse(l, "each line is a JSON object");
    if (!l->begun)
        return read_head(l);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        uint32_t value = json_member(&l->tape, 0, kinds[i].name, strlen(kinds[i].name));
        if (value != 0)
            return kinds[i].read(l, value);
    }
    return lines_refuse(l, "neither a frame, a site, a type, an object, edges, a root, a name nor a block");
}

static enum lines_status read_line(struct import_lines *l, const char *text, size_t length)
{
    struct json_error error;
    l->line++;
    while (length > 0 && (text[length - 1] == '\r' || text[length - 1] == ' '))
        length--;
    if (length == 0)
        return LINES_OK;
    scratch_reset(&l->scratch);
    memset(&l->tape, 0, sizeof l->tape);
    switch (json_read(&l->scratch, text, length, DEPTH, &l->tape, &error)) {
    case JSON_OK:
        return read_document(l);
    case JSON_MEMORY:
        return LINES_NO_MEMORY;
    default:
        return lines_refuse(l, "not JSON at byte %zu: %s", error.offset,
                            error.message != NULL ? error.message : "nested too deep");
    }
}

static enum lines_status keep(struct import_lines *l, const char *text, size_t length)
{
    size_t needed = l->pending_count + length;
    if (needed > LINE_LIMIT)
        return lines_refuse(l, "longer than %d bytes", LINE_LIMIT);
    if (needed > l->pending_room) {
        size_t room = needed * 2;
        char *larger = realloc(l->pending, room);
        if (larger == NULL)
            return LINES_NO_MEMORY;
        l->pending = larger;
        l->pending_room = room;
    }
    memcpy(l->pending + l->pending_count, text, length);
    l->pending_count = needed;
    return LINES_OK;
}

/* Everything that grows with what is read. What a line takes while it is read is bounded by its length. */
static size_t footprint(const struct import_lines *l)
{
    return sizeof *l + snapshot_builder_footprint(l->sites) + graph_builder_footprint(l->graph) +
           l->pending_room + l->type_bytes + l->frame_room * sizeof *l->frames +
           l->name_room * sizeof *l->names + l->type_room * sizeof *l->types;
}

enum lines_status import_lines_feed(struct import_lines *l, const void *bytes, size_t length)
{
    const char *at = bytes, *end = at + length;
    enum lines_status status = LINES_OK;
    l->progress.bytes += length;
    while (status == LINES_OK && at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t piece = (size_t)((newline != NULL ? newline : end) - at);
        if (newline != NULL && l->pending_count == 0) {
            status = read_line(l, at, piece);
        } else {
            status = keep(l, at, piece);
            if (status == LINES_OK && newline != NULL) {
                status = read_line(l, l->pending, l->pending_count);
                l->pending_count = 0;
            }
        }
        at += piece + (newline != NULL);
    }
    if (status == LINES_OK && footprint(l) > l->memory)
        return too_large(l, "it needs more memory than an import may have (--max-import-memory)");
    return status;
}

enum lines_status import_lines_finish(struct import_lines *l, struct snapshot_builder **sites,
                                      struct graph_builder **graph)
{
    enum lines_status status = l->pending_count != 0 ? read_line(l, l->pending, l->pending_count) : LINES_OK;
    l->pending_count = 0;
    if (status == LINES_OK && !l->begun)
        status = lines_refuse(l, "there is no first line");
    if (status != LINES_OK)
        return status;
    snapshot_builder_traced(l->sites, l->progress.nframe, l->progress.peak);
    *sites = l->sites;
    *graph = l->progress.objects != 0 ? l->graph : NULL;
    l->sites = NULL;
    if (*graph != NULL)
        l->graph = NULL;
    return LINES_OK;
}
