/* The objects of PyHeap's dumps: nodes with their edges (import_pyheap.h). */
#include "api/pyheap_machine.h"

#include <string.h>

enum {
    WORK_AHEAD = 1 << 20, /* places looked at beyond what the bytes read account for */
    WORK_PER_BYTE = 16,
};

/* Whole characters of the text, `most` bytes of it. */
static size_t cut(struct snapshot_text text, size_t most)
{
    size_t length = text.length < most ? text.length : most;
    while (length < text.length && length > 0 && ((unsigned char)text.bytes[length] & 0xc0) == 0x80)
        length--;
    return length;
}

static enum lines_status add_edge(struct import_pyheap *p, uint64_t to, uint32_t name)
{
    struct graph_edge_input edge = {
        .to = to, .label = name, .kind = name != GRAPH_NONE ? GRAPH_EDGE_ATTRIBUTE : GRAPH_EDGE_OTHER};
    if (name == GRAPH_NONE) {
        edge.label = 0;
        edge.kind = to == p->object.type_address ? GRAPH_EDGE_TYPE : GRAPH_EDGE_OTHER;
    }
    p->progress.edges++;
    return pyheap_from_graph(p, graph_builder_edge(p->graph, &edge));
}

static enum state after_referents(const struct import_pyheap *p)
{
    if (!p->types[p->object.node.type].common)
        return AT_ATTRIBUTES;
    return p->texts ? AT_TEXT : AT_OBJECT_END;
}

enum lines_status pyheap_read_object(struct import_pyheap *p, struct input *in)
{
    struct object *o = &p->object;
    uint64_t address = pyheap_take(in, 8), type = pyheap_take(in, 8);
    uint32_t size = (uint32_t)pyheap_take(in, 4), referents = (uint32_t)pyheap_take(in, 4);
    if (in->short_of)
        return LINES_OK;
    if (address == 0)
        return pyheap_refuse(p, LINES_REFUSED, "an object at address 0");
    /* It is alive, so something refers to it: the interpreter itself, if nothing else does. */
    o->node =
        (struct graph_node_input){.address = address, .size = size, .text = GRAPH_NONE, .references = 1};
    o->type_address = type;
    o->count = o->place_count = o->unnamed = 0;
    o->signs = 0;
    o->begun = referents > KEPT_MOST;
    enum lines_status status = pyheap_find_type(p, type, &o->node.type);
    if (status != LINES_OK)
        return status;
    p->types[o->node.type].size += size;
    p->types[o->node.type].count++;
    p->progress.objects++;
    p->referents = referents;
    p->state = referents != 0 ? AT_REFERENT : after_referents(p);
    return o->begun ? pyheap_from_graph(p, graph_builder_node(p->graph, &o->node)) : LINES_OK;
}

/* As many as are there. */
enum lines_status pyheap_read_referents(struct import_pyheap *p, struct input *in)
{
    struct object *o = &p->object;
    enum lines_status status = LINES_OK;
    while (p->referents != 0 && in->end - in->at >= 8 && status == LINES_OK) {
        uint64_t address = pyheap_take(in, 8);
        p->referents--;
        if (o->begun)
            status = add_edge(p, address, GRAPH_NONE);
        else
            o->referents[o->count++] = (struct referent){.address = address, .name = GRAPH_NONE};
    }
    if (p->referents == 0)
        p->state = after_referents(p);
    else
        in->short_of = true;
    return status;
}

static uint32_t place_of(const struct import_pyheap *p, uint64_t address)
{
    unsigned __int128 product = (unsigned __int128)(address ^ p->seed) * (p->seed | 0x9e3779b97f4a7c15u);
    return (uint32_t)((uint64_t)product ^ (uint64_t)(product >> 64)) & (p->object.place_count - 1);
}

/* The place of an address, or the free one where it would stand. */
static struct place *find_place(struct import_pyheap *p, uint64_t address)
{
    struct object *o = &p->object;
    uint32_t at = place_of(p, address);
    for (p->work++; o->places[at].last != 0 && o->referents[o->places[at].last - 1].address != address;
         p->work++)
        at = (at + 1) & (o->place_count - 1);
    return &o->places[at];
}

/* So that the referents are found by their addresses, those of one address in their order. */
static void index_referents(struct import_pyheap *p)
{
    struct object *o = &p->object;
    o->place_count = 8;
    while (o->place_count < 2 * o->count)
        o->place_count *= 2;
    memset(o->places, 0, o->place_count * sizeof *o->places);
    for (uint32_t i = o->count; i > 0; i--) {
        struct place *place = find_place(p, o->referents[i - 1].address);
        o->referents[i - 1].next = place->unnamed;
        place->unnamed = i;
        if (place->last == 0)
            place->last = i;
    }
    o->unnamed = o->count;
}

/* The first referent of this address that has no name gets it. */
static void give_name(struct import_pyheap *p, uint64_t address, uint32_t name)
{
    struct object *o = &p->object;
    struct place *place = find_place(p, address);
    if (place->unnamed == 0)
        return;
    struct referent *referent = &o->referents[place->unnamed - 1];
    referent->name = name;
    place->unnamed = referent->next;
    o->unnamed--;
}

static enum lines_status check_work(struct import_pyheap *p)
{
    if (p->work <= WORK_AHEAD + WORK_PER_BYTE * p->progress.bytes)
        return LINES_OK;
    return pyheap_refuse(p, LINES_TOO_LARGE,
                         "attributes that take more work than a file of this size may make");
}

enum lines_status pyheap_read_attributes(struct import_pyheap *p, struct input *in)
{
    p->attributes = (uint32_t)pyheap_take(in, 4);
    if (in->short_of)
        return LINES_OK;
    if (!p->object.begun && p->object.count != 0 && p->attributes != 0)
        index_referents(p);
    p->state = p->attributes != 0 ? AT_ATTRIBUTE : p->texts ? AT_TEXT : AT_OBJECT_END;
    return LINES_OK;
}

/* An attribute's value may be the object's or its class's. Those that every object of a class has are no
 * names for what it refers to. */
enum lines_status pyheap_read_attribute(struct import_pyheap *p, struct input *in)
{
    struct name name = {GRAPH_NONE, true};
    enum lines_status status = pyheap_take_name(p, in, &name);
    uint64_t address = pyheap_take(in, 8);
    if (in->short_of || status != LINES_OK)
        return status;
    for (unsigned i = 0; i < 3; i++)
        if (name.text == p->signs[i])
            p->object.signs |= 1u << i;
    if (!name.special && p->object.unnamed != 0)
        give_name(p, address, name.text);
    if (--p->attributes == 0)
        p->state = p->texts ? AT_TEXT : AT_OBJECT_END;
    return check_work(p);
}

/* <module 'os' from '/usr/lib/python3/os.py'> */
static enum lines_status module_name(struct import_pyheap *p, struct snapshot_text text, uint32_t *id)
{
    static const char before[] = "<module '";
    size_t begin = sizeof before - 1;
    if (text.length <= begin || memcmp(text.bytes, before, begin) != 0)
        return LINES_OK;
    const char *end = memchr(text.bytes + begin, '\'', text.length - begin);
    if (end == NULL)
        return LINES_OK;
    struct snapshot_text name = {text.bytes + begin, (size_t)(end - text.bytes) - begin};
    return pyheap_intern(p, name, name.length, id);
}

static enum lines_status remember_module(struct import_pyheap *p, struct snapshot_text text)
{
    struct object *o = &p->object;
    if (!import_room(&p->modules, &p->module_room, p->module_count, sizeof *p->modules))
        return LINES_NO_MEMORY;
    struct module *module = &p->modules[p->module_count];
    *module = (struct module){o->node.address, o->node.type, GRAPH_NONE};
    enum lines_status status = module_name(p, text, &module->text);
    p->module_count += status == LINES_OK;
    return status;
}

enum lines_status pyheap_read_text(struct import_pyheap *p, struct input *in)
{
    struct object *o = &p->object;
    struct snapshot_text text = pyheap_take_text(in);
    if (in->short_of)
        return LINES_OK;
    enum lines_status status = LINES_OK;
    if (text.length != 0 && !o->begun)
        status = pyheap_intern(p, text, cut(text, TEXT_MOST), &o->node.text);
    if (status == LINES_OK && o->signs == 7) {
        status = remember_module(p, text);
        o->signs = 0;
    }
    p->state = AT_OBJECT_END;
    return status;
}

/* Nothing more is read: all of it is there. */
enum lines_status pyheap_end_object(struct import_pyheap *p, struct input *in)
{
    struct object *o = &p->object;
    enum lines_status status = LINES_OK;
    (void)in;
    if (o->signs == 7)
        status = remember_module(p, (struct snapshot_text){"", 0});
    if (status == LINES_OK && !o->begun)
        status = pyheap_from_graph(p, graph_builder_node(p->graph, &o->node));
    for (uint32_t i = 0; i < o->count && status == LINES_OK; i++)
        status = add_edge(p, o->referents[i].address, o->referents[i].name);
    p->state = --p->objects != 0 ? AT_OBJECT : AT_TYPES;
    return status;
}
