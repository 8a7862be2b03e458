/*
 * A graph as bytes: one zstd frame, with a checksum, of a header and the columns one after the other.
 *
 *     8 bytes   "heapdgr" and the form's number
 *     header    counts (struct stored_header), little-endian as everything
 *     columns   in the order of `layout`; of those that may be absent, a byte 0 or 1 before
 *
 * A column is stored in blocks of BLOCK elements. Numbers that rise are stored as differences within a
 * block; then all first bytes of a block's elements come before all second ones and so on, which is what
 * makes columns small. */
#include "daemon/graph/value.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

enum { BLOCK = 32768, WIDEST = 16, LEVEL = 1 };
enum { FIRST_FORM = '1', THIS_FORM = '2' }; /* the first has no births */
static const char magic[7] = "heapdgr";

struct stored_header {
    uint32_t node_count, edge_count, root_count, type_count, text_count, zero;
    uint64_t dangling_edges, duplicate_nodes, text_bytes;
};

enum coding { PLAIN, RISING32, RISING64 };

static const struct stored_column {
    enum graph_column column;
    uint8_t element;
    bool optional;
    enum coding coding;
} layout[] = {
    {COLUMN_ADDRESS, 8, false, RISING64}, {COLUMN_SIZE, 8, false, PLAIN},
    {COLUMN_CONTENT, 8, true, PLAIN},     {COLUMN_TYPE, 4, false, PLAIN},
    {COLUMN_TEXT, 4, true, PLAIN},        {COLUMN_WASTED, 4, true, PLAIN},
    {COLUMN_FLAGS, 1, false, PLAIN},      {COLUMN_FIRST, 4, false, RISING32},
    {COLUMN_TO, 4, false, PLAIN},         {COLUMN_LABEL, 4, false, PLAIN},
    {COLUMN_KIND, 1, false, PLAIN},       {COLUMN_ROOTS, 16, false, PLAIN},
    {COLUMN_TYPE_NAME, 4, false, PLAIN},  {COLUMN_TEXT_FIRST, 8, false, RISING64},
    {COLUMN_TEXTS, 1, false, PLAIN},      {COLUMN_BIRTH, 4, true, PLAIN},
};
enum { LAYOUT_COUNT = sizeof layout / sizeof *layout };

static size_t columns_of(char form)
{
    return form == FIRST_FORM ? LAYOUT_COUNT - 1 : LAYOUT_COUNT;
}

static size_t element_count(const struct stored_header *h, enum graph_column column)
{
    switch (column) {
    case COLUMN_FIRST:
        return (size_t)h->node_count + 1;
    case COLUMN_TO:
    case COLUMN_LABEL:
    case COLUMN_KIND:
        return h->edge_count;
    case COLUMN_ROOTS:
        return h->root_count;
    case COLUMN_TYPE_NAME:
        return h->type_count;
    case COLUMN_TEXT_FIRST:
        return (size_t)h->text_count + 1;
    case COLUMN_TEXTS:
        return h->text_bytes;
    default:
        return h->node_count;
    }
}

/* ---- blocks -------------------------------------------------------------------------------------- */

static void encode(const struct stored_column *c, const uint8_t *from, size_t count, uint8_t *to,
                   uint8_t *scratch)
{
    if (c->coding != PLAIN) {
        memcpy(scratch, from, count * c->element);
        if (c->coding == RISING64)
            for (size_t i = count; i-- > 1;)
                ((uint64_t *)(void *)scratch)[i] -= ((uint64_t *)(void *)scratch)[i - 1];
        else
            for (size_t i = count; i-- > 1;)
                ((uint32_t *)(void *)scratch)[i] -= ((uint32_t *)(void *)scratch)[i - 1];
        from = scratch;
    }
    for (size_t byte = 0; byte < c->element; byte++)
        for (size_t i = 0; i < count; i++)
            to[byte * count + i] = from[i * c->element + byte];
}

static void decode(const struct stored_column *c, const uint8_t *from, size_t count, uint8_t *to)
{
    for (size_t byte = 0; byte < c->element; byte++)
        for (size_t i = 0; i < count; i++)
            to[i * c->element + byte] = from[byte * count + i];
    if (c->coding == RISING64)
        for (size_t i = 1; i < count; i++)
            ((uint64_t *)(void *)to)[i] += ((uint64_t *)(void *)to)[i - 1];
    else if (c->coding == RISING32)
        for (size_t i = 1; i < count; i++)
            ((uint32_t *)(void *)to)[i] += ((uint32_t *)(void *)to)[i - 1];
}

/* ---- writing ------------------------------------------------------------------------------------- */

struct writer {
    ZSTD_CCtx *zstd;
    uint8_t *out, *block, *scratch;
    size_t room;
    graph_sink *sink;
    void *context;
};

static enum graph_status compress(struct writer *w, const void *bytes, size_t length, ZSTD_EndDirective end)
{
    ZSTD_inBuffer in = {bytes, length, 0};
    size_t left;
    do {
        ZSTD_outBuffer out = {w->out, w->room, 0};
        left = ZSTD_compressStream2(w->zstd, &out, &in, end);
        if (ZSTD_isError(left) || (out.pos > 0 && !w->sink(w->context, w->out, out.pos)))
            return GRAPH_NO_MEMORY;
    } while (in.pos < in.size || (end == ZSTD_e_end && left > 0));
    return GRAPH_OK;
}

static enum graph_status write_column(struct writer *w, const struct graph_value *value,
                                      const struct stored_column *c, size_t count,
                                      const struct graph_control *control)
{
    const uint8_t *data = value->columns[c->column].data;
    enum graph_status status = GRAPH_OK;
    if (c->optional) {
        uint8_t there = data != NULL;
        status = compress(w, &there, 1, ZSTD_e_continue);
        if (!there)
            return status;
    }
    for (size_t i = 0; i < count && status == GRAPH_OK; i += BLOCK) {
        size_t n = count - i < BLOCK ? count - i : BLOCK;
        encode(c, data + i * c->element, n, w->block, w->scratch);
        status = compress(w, w->block, n * c->element, ZSTD_e_continue);
        if (status == GRAPH_OK && !graph_goes_on(control, "write", i, count))
            status = GRAPH_STOPPED;
    }
    return status;
}

static enum graph_status write_all(struct writer *w, const struct graph_value *value,
                                   const struct graph_control *control)
{
    const struct graph *g = &value->graph;
    struct stored_header header = {
        .node_count = g->node_count,
        .edge_count = g->edge_count,
        .root_count = g->root_count,
        .type_count = g->type_count,
        .text_count = g->text_count,
        .dangling_edges = g->dangling_edges,
        .duplicate_nodes = g->duplicate_nodes,
        .text_bytes = g->text_first[g->text_count],
    };
    const char form = THIS_FORM;
    enum graph_status status = compress(w, magic, sizeof magic, ZSTD_e_continue);
    if (status == GRAPH_OK)
        status = compress(w, &form, sizeof form, ZSTD_e_continue);
    if (status == GRAPH_OK)
        status = compress(w, &header, sizeof header, ZSTD_e_continue);
    for (size_t i = 0; i < LAYOUT_COUNT && status == GRAPH_OK; i++)
        status = write_column(w, value, &layout[i], element_count(&header, layout[i].column), control);
    return status == GRAPH_OK ? compress(w, "", 0, ZSTD_e_end) : status;
}

enum graph_status graph_write(const struct graph *graph, const struct graph_control *control,
                              graph_sink *sink, void *context)
{
    struct writer w = {
        .zstd = ZSTD_createCCtx(), .room = ZSTD_CStreamOutSize(), .sink = sink, .context = context};
    enum graph_status status = GRAPH_NO_MEMORY;
    w.out = malloc(w.room);
    w.block = malloc((size_t)BLOCK * WIDEST);
    w.scratch = malloc((size_t)BLOCK * WIDEST);
    if (w.zstd != NULL && w.out != NULL && w.block != NULL && w.scratch != NULL &&
        !ZSTD_isError(ZSTD_CCtx_setParameter(w.zstd, ZSTD_c_checksumFlag, 1)) &&
        !ZSTD_isError(ZSTD_CCtx_setParameter(w.zstd, ZSTD_c_compressionLevel, LEVEL)))
        status = write_all(&w, (const struct graph_value *)graph, control);
    ZSTD_freeCCtx(w.zstd);
    free(w.out);
    free(w.block);
    free(w.scratch);
    return status;
}

/* ---- reading ------------------------------------------------------------------------------------- */

struct reader {
    ZSTD_DCtx *zstd;
    uint8_t *in, *block;
    size_t room;
    ZSTD_inBuffer rest;
    size_t expected; /* of ZSTD_decompressStream: 0 at the end of a frame */
    graph_source *source;
    void *context;
};

static enum graph_status decompress(struct reader *r, void *bytes, size_t length)
{
    ZSTD_outBuffer out = {bytes, length, 0};
    while (out.pos < out.size) {
        if (r->rest.pos == r->rest.size) {
            size_t n = r->source(r->context, r->in, r->room);
            if (n == 0)
                return GRAPH_CORRUPT;
            r->rest = (ZSTD_inBuffer){r->in, n, 0};
        }
        r->expected = ZSTD_decompressStream(r->zstd, &out, &r->rest);
        if (ZSTD_isError(r->expected) || (r->expected == 0 && out.pos < out.size))
            return GRAPH_CORRUPT;
    }
    return GRAPH_OK;
}

/* The frame's end, where its checksum is. */
static enum graph_status expect_end(struct reader *r)
{
    uint8_t none;
    while (r->expected != 0) {
        ZSTD_outBuffer out = {&none, 0, 0};
        if (r->rest.pos == r->rest.size) {
            size_t n = r->source(r->context, r->in, r->room);
            if (n == 0)
                return GRAPH_CORRUPT;
            r->rest = (ZSTD_inBuffer){r->in, n, 0};
        }
        size_t before = r->rest.pos;
        r->expected = ZSTD_decompressStream(r->zstd, &out, &r->rest);
        if (ZSTD_isError(r->expected) || (r->expected != 0 && r->rest.pos == before))
            return GRAPH_CORRUPT;
    }
    return GRAPH_OK;
}

static enum graph_status read_column(struct reader *r, struct column *column, const struct stored_column *c,
                                     size_t count, const struct graph_control *control)
{
    const char *directory = control != NULL ? control->directory : NULL;
    enum graph_status status = GRAPH_OK;
    if (c->optional) {
        uint8_t there = 0;
        status = decompress(r, &there, 1);
        if (status != GRAPH_OK || !there)
            return status;
    }
    status = column_reserve(column, WIDEST, directory);
    /* Room is made as bytes come, so that a lie about their number costs nothing. */
    for (size_t i = 0; i < count && status == GRAPH_OK; i += BLOCK) {
        size_t n = count - i < BLOCK ? count - i : BLOCK;
        status = column_reserve(column, (i + n) * c->element, directory);
        if (status == GRAPH_OK)
            status = decompress(r, r->block, n * c->element);
        if (status == GRAPH_OK)
            decode(c, r->block, n, (uint8_t *)column->data + i * c->element);
        if (status == GRAPH_OK && !graph_goes_on(control, "read", i, count))
            status = GRAPH_STOPPED;
    }
    return status;
}

/* ---- checking ------------------------------------------------------------------------------------ */

static bool is_text_id(const struct graph *g, uint32_t text)
{
    return text == GRAPH_NONE || text < g->text_count;
}

static bool texts_are_sound(const struct graph *g, uint64_t bytes)
{
    if (g->text_first[0] != 0 || g->text_first[g->text_count] != bytes)
        return false;
    for (uint32_t i = 0; i < g->text_count; i++)
        if (g->text_first[i + 1] <= g->text_first[i] || g->text_first[i + 1] > bytes ||
            g->texts[g->text_first[i + 1] - 1] != 0)
            return false;
    for (uint32_t i = 0; i < g->type_count; i++)
        if (g->type_name[i] >= g->text_count)
            return false;
    return true;
}

static bool nodes_are_sound(const struct graph *g)
{
    if (g->first[0] != 0 || g->first[g->node_count] != g->edge_count)
        return false;
    for (uint32_t i = 0; i < g->node_count; i++)
        if (g->first[i + 1] < g->first[i] || g->type[i] >= g->type_count ||
            (i > 0 && g->address[i] <= g->address[i - 1]) || (g->text != NULL && !is_text_id(g, g->text[i])))
            return false;
    return true;
}

static bool edges_are_sound(const struct graph *g)
{
    for (uint32_t e = 0; e < g->edge_count; e++)
        if (g->to[e] >= g->node_count || g->kind[e] >= GRAPH_EDGE_KINDS ||
            (graph_kind_has_text(g->kind[e]) && !is_text_id(g, g->label[e])) ||
            (g->kind[e] == GRAPH_EDGE_VALUE && g->label[e] != GRAPH_NONE && g->label[e] >= g->node_count))
            return false;
    for (uint32_t i = 0; i < g->root_count; i++)
        if (g->roots[i].node >= g->node_count || g->roots[i].kind >= GRAPH_ROOT_KINDS ||
            !is_text_id(g, g->roots[i].text) || (i > 0 && g->roots[i].node < g->roots[i - 1].node))
            return false;
    return true;
}

static enum graph_status read_all(struct reader *r, struct graph_value *value,
                                  const struct graph_control *control)
{
    struct graph *g = &value->graph;
    char found[sizeof magic], form;
    struct stored_header h;
    enum graph_status status = decompress(r, found, sizeof found);
    if (status == GRAPH_OK)
        status = decompress(r, &form, sizeof form);
    if (status == GRAPH_OK &&
        (memcmp(found, magic, sizeof found) != 0 || form < FIRST_FORM || form > THIS_FORM))
        status = GRAPH_CORRUPT;
    if (status == GRAPH_OK)
        status = decompress(r, &h, sizeof h);
    if (status != GRAPH_OK)
        return status;
    if (h.node_count > GRAPH_MAX || h.edge_count > GRAPH_MAX || h.root_count > GRAPH_MAX ||
        h.type_count > GRAPH_MAX || h.text_count > GRAPH_MAX || h.text_bytes > (uint64_t)1 << 40)
        return GRAPH_CORRUPT;
    for (size_t i = 0; i < columns_of(form) && status == GRAPH_OK; i++)
        status = read_column(r, &value->columns[layout[i].column], &layout[i],
                             element_count(&h, layout[i].column), control);
    if (status == GRAPH_OK)
        status = expect_end(r);
    if (status != GRAPH_OK)
        return status;
    g->node_count = h.node_count;
    g->edge_count = h.edge_count;
    g->root_count = h.root_count;
    g->type_count = h.type_count;
    g->text_count = h.text_count;
    g->dangling_edges = h.dangling_edges;
    g->duplicate_nodes = h.duplicate_nodes;
    graph_value_settle(value);
    bool sound = texts_are_sound(g, h.text_bytes) && nodes_are_sound(g) && edges_are_sound(g);
    return sound ? GRAPH_OK : GRAPH_CORRUPT;
}

enum graph_status graph_read(graph_source *source, void *context, const struct graph_control *control,
                             struct graph **graph)
{
    struct reader r = {.zstd = ZSTD_createDCtx(),
                       .room = ZSTD_DStreamInSize(),
                       .expected = 1,
                       .source = source,
                       .context = context};
    struct graph_value *value = calloc(1, sizeof *value);
    enum graph_status status = GRAPH_NO_MEMORY;
    r.in = malloc(r.room);
    r.block = malloc((size_t)BLOCK * WIDEST);
    if (r.zstd != NULL && r.in != NULL && r.block != NULL && value != NULL) {
        atomic_init(&value->references, 1);
        status = read_all(&r, value, control);
    }
    if (status == GRAPH_OK)
        *graph = &value->graph;
    else
        graph_value_drop(value);
    ZSTD_freeDCtx(r.zstd);
    free(r.in);
    free(r.block);
    return status;
}
