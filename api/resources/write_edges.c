/* References and layouts as JSON (write_edges.h). */
#include "api/resources/write_edges.h"

#include <stdio.h>
#include <string.h>

enum { LABEL_ROOM = 160 };

/* ".name" of an attribute, "local name" of a variable. */
static void name_label(const struct heap *h, const char *before, addr name, struct text *label)
{
    char text[LABEL_ROOM];
    text_put(label, before, strlen(before));
    if (name && str_utf8_size(h, name) <= sizeof text)
        text_put(label, text, str_utf8(h, name, text));
}

/* "['k']": the key's repr between brackets. */
static void key_label(struct heap *h, addr key, struct text *label)
{
    text_put(label, "[", 1);
    if (key && object_repr(h, key, label) != HEAP_OK)
        heap_clear_raised(h);
    text_put(label, "]", 1);
}

void write_edge_members(struct json_writer *w, struct heap *h, const struct edge *e)
{
    char room[LABEL_ROOM + 8];
    struct text label = {.bytes = room, .capacity = sizeof room, .plain = true}; /* looking runs nothing */
    switch (e->kind) {
    case EDGE_ATTRIBUTE:
    case EDGE_SLOT:
        name_label(h, ".", e->name, &label);
        break;
    case EDGE_LOCAL:
        name_label(h, "local ", e->name, &label);
        break;
    case EDGE_VALUE:
        key_label(h, e->name, &label);
        break;
    case EDGE_INDEX:
        text_putf(&label, "[%llu]", (unsigned long long)e->index);
        break;
    case EDGE_DICT:
        text_putf(&label, ".__dict__");
        break;
    case EDGE_TYPE:
        text_putf(&label, "ob_type");
        break;
    case EDGE_KEY:
        text_putf(&label, "key %llu", (unsigned long long)e->index);
        break;
    case EDGE_ITEM:
        text_putf(&label, "item");
        break;
    case EDGE_INTERNAL:
    case EDGE_WEAK_CALLBACK:
        text_putf(&label, "%s", e->field ? e->field : "callback");
        break;
    }
    json_member_text(w, "edge", edge_kind_name(e->kind));
    json_member_string(w, "label", room, label.length);
}

/* Is the next edge on this page? What lines have no room for is on the next one. */
static bool is_shown(struct edge_page *page)
{
    uint64_t index = page->total++;
    if (index < page->skip)
        return false;
    if (index < page->skip + page->limit && !rows_room(page->request))
        page->limit = index - page->skip;
    page->more = page->more || index >= page->skip + page->limit;
    return index < page->skip + page->limit;
}

static bool write_edge(void *context, const struct edge *e)
{
    struct edge_page *page = context;
    if (!is_shown(page))
        return true;
    addr other = page->referrers ? e->from : e->to;
    row_begin(page->request);
    json_begin_object(page->w);
    json_member_address(page->w, "id", other);
    json_member_text(page->w, "type", object_type_name(page->heap, other));
    json_member_uint(page->w, "size", object_getsizeof(page->heap, other));
    json_member_uint(page->w, "refcount", object_refcount(page->heap, other));
    write_repr_members(page->w, page->heap, other);
    write_edge_members(page->w, page->heap, e);
    json_end_object(page->w);
    row_end(page->request);
    return true;
}

/* Names, locals and handles refer, too: they come before the objects that do. */
struct root_search {
    struct edge_page *page;
    addr object;
};

static void write_root(void *context, const char *kind, size_t frame, addr name, addr value)
{
    struct root_search *search = context;
    struct edge_page *page = search->page;
    if (value != search->object || !is_shown(page))
        return;
    char text[LABEL_ROOM];
    row_begin(page->request);
    json_begin_object(page->w);
    json_member_null(page->w, "id");
    json_member_text(page->w, "type", kind);
    json_member_text(page->w, "edge", "root");
    json_member_uint(page->w, "frame", frame);
    json_key(page->w, "label");
    if (name && str_utf8_size(page->heap, name) <= sizeof text)
        json_string(page->w, text, str_utf8(page->heap, name, text));
    else
        json_text_string(page->w, kind);
    json_end_object(page->w);
    row_end(page->request);
}

static void visit_root(struct heap *h, void *context, const char *kind, size_t frame, addr name, addr value)
{
    (void)h;
    write_root(context, kind, frame, name, value);
}

void write_edges(struct edge_page *page, addr o)
{
    if (!page->referrers) {
        inspect_referents(page->heap, o, write_edge, page);
        return;
    }
    struct root_search search = {page, o};
    roots_each(page->heap, visit_root, &search);
    inspect_referrers(page->heap, o, write_edge, page);
}

/* ---- layout -------------------------------------------------------------------------------------- */

struct layout_writer {
    struct api_request *request;
    const struct heap *h;
    const char *block; /* of the field before, NULL at first */
    uint64_t limit;    /* of each block */
    uint64_t of_block; /* so many came */
    uint64_t total;
};

static void write_field_value(struct json_writer *w, const struct heap *h, const struct layout_field *f)
{
    const void *p = heap_at(h, f->address);
    uint64_t unsigned_value = 0;
    int64_t signed_value = 0;
    double real;
    memcpy(&unsigned_value, p, f->size < 8 ? f->size : 8);
    memcpy(&signed_value, p, f->size < 8 ? f->size : 8);
    if (f->size == 4)
        signed_value = (int32_t)signed_value;
    switch (f->form) {
    case FIELD_COUNT:
    case FIELD_FLAGS:
        json_uint(w, unsigned_value);
        break;
    case FIELD_SIGNED:
        json_int(w, signed_value);
        break;
    case FIELD_ADDRESS:
        json_address(w, unsigned_value);
        break;
    case FIELD_DOUBLE:
        memcpy(&real, p, sizeof real);
        json_real(w, real);
        break;
    case FIELD_TEXT:
    case FIELD_BYTES:
        json_null(w);
        break;
    }
}

enum { FIELD_BYTES_SHOWN = 4096 };

static bool write_field(void *context, const struct layout_field *f)
{
    struct layout_writer *l = context;
    struct json_writer *w = &l->request->json;
    if (l->block == NULL || strcmp(l->block, f->block) != 0)
        l->of_block = 0;
    l->block = f->block;
    l->total++;
    if (l->of_block++ >= l->limit)
        return true;
    row_begin(l->request);
    json_begin_object(w);
    json_member_text(w, "block", f->block);
    json_member_address(w, "address", f->address);
    json_member_int(w, "offset", (int32_t)f->offset);
    json_member_uint(w, "size", f->size);
    json_member_text(w, "name", f->name);
    json_member_text(w, "meaning", f->meaning);
    json_key(w, "bytes");
    json_hex(w, heap_at(l->h, f->address), f->size < FIELD_BYTES_SHOWN ? f->size : FIELD_BYTES_SHOWN);
    if (f->size > FIELD_BYTES_SHOWN)
        json_member_bool(w, "bytes_cut", true);
    json_key(w, "value");
    write_field_value(w, l->h, f);
    if (f->target)
        json_member_address(w, "target", f->target);
    json_end_object(w);
    row_end(l->request);
    return true;
}

void write_layout(struct api_request *request, struct heap *h, addr o, uint64_t limit)
{
    struct json_writer *w = &request->json;
    struct layout_writer l = {.request = request, .h = h, .limit = limit};
    json_member_address(w, "id", o);
    json_member_text(w, "type", object_type_name(h, o));
    json_member_uint(w, "size", object_getsizeof(h, o));
    json_key(w, "fields");
    json_begin_array(w);
    inspect_layout(h, o, write_field, &l);
    json_end_array(w);
    json_member_uint(w, "total", l.total);
}
