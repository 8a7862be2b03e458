/* Writing and reading of code objects (frozen.h). A record is a tag and words that depend on it; a reference
 * to another object is the number of its record.
 */
#include "daemon/python/frozen.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/slice.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/text.h"

enum tag {
    TAG_SINGLETON, /* which */
    TAG_INT,       /* negative, digits... */
    TAG_FLOAT,     /* the double's bytes */
    TAG_COMPLEX,   /* real, imaginary */
    TAG_STR,       /* interned state, kind, length, units... */
    TAG_BYTES,     /* length, bytes... */
    TAG_TUPLE,     /* items... */
    TAG_FROZENSET, /* items... in the order of the table */
    TAG_SLICE,     /* start, stop, step */
    TAG_CODE,      /* struct code_numbers, instructions... */
};

/* A code object's: first what it refers to. */
struct code_numbers {
    uint32_t consts, names, localsplusnames, localspluskinds, filename, name, qualname, positions, handlers;
    uint32_t flags, units, words;
    int32_t argcount, posonlyargcount, kwonlyargcount, stacksize, firstlineno;
};

#define WORDS_OF(bytes) (((bytes) + 3) / 4)

/* ---- writing
 * ----------------------------------------------------------------------------------------------------------
 */

struct place {
    addr object; /* 0: free */
    uint32_t number;
};

struct writer {
    const struct heap *h;
    uint32_t *words;
    size_t length, room;
    struct place *places; /* open addressing over a power of two */
    uint32_t mask, count;
    bool failed;
};

static struct place *find(const struct writer *w, addr o)
{
    uint32_t i = (uint32_t)(o >> 4) * 0x9e3779b1u & w->mask;
    while (w->places[i].object && w->places[i].object != o)
        i = (i + 1) & w->mask;
    return &w->places[i];
}

static void remember(struct writer *w, addr o)
{
    if ((w->count + 1) * 2 > w->mask) {
        struct writer grown = *w;
        grown.mask = w->mask * 2 + 1;
        grown.places = calloc(grown.mask + 1u, sizeof *grown.places);
        if (!grown.places) {
            w->failed = true;
            return;
        }
        for (uint32_t i = 0; i <= w->mask; i++)
            if (w->places[i].object)
                *find(&grown, w->places[i].object) = w->places[i];
        free(w->places);
        w->places = grown.places;
        w->mask = grown.mask;
    }
    *find(w, o) = (struct place){o, w->count++};
}

/* Room for a record: its tag and so many words, which are to be filled. NULL: no memory. */
static uint32_t *record(struct writer *w, enum tag tag, size_t count)
{
    size_t needed = w->length + 2 + count;
    if (needed > w->room) {
        size_t room = needed * 2 > 4096 ? needed * 2 : 4096;
        uint32_t *words = realloc(w->words, room * sizeof *words);
        if (!words) {
            w->failed = true;
            return NULL;
        }
        w->words = words;
        w->room = room;
    }
    uint32_t *to = w->words + w->length;
    to[0] = (uint32_t)tag;
    to[1] = (uint32_t)count;
    memset(to + 2, 0, count * sizeof *to);
    w->length = needed;
    return to + 2;
}

static void put_bytes(struct writer *w, enum tag tag, const void *head, size_t head_bytes, const void *bytes,
                      size_t size)
{
    uint32_t *to = record(w, tag, WORDS_OF(head_bytes) + WORDS_OF(size));
    if (!to)
        return;
    if (head_bytes)
        memcpy(to, head, head_bytes);
    if (size)
        memcpy(to + WORDS_OF(head_bytes), bytes, size);
}

static uint32_t put(struct writer *w, addr o);

static void put_items(struct writer *w, enum tag tag, const addr *items, size_t n)
{
    uint32_t *numbers = malloc((n + 1) * sizeof *numbers);
    if (!numbers) {
        w->failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        numbers[i] = put(w, items[i]);
    if (!w->failed)
        put_bytes(w, tag, NULL, 0, numbers, n * sizeof *numbers);
    free(numbers);
}

static void put_set(struct writer *w, addr o)
{
    size_t n = 0, position = 0;
    addr *items = malloc((set_length(w->h, o) + 1) * sizeof *items);
    if (!items) {
        w->failed = true;
        return;
    }
    for (addr item; set_next(w->h, o, &position, &item);)
        items[n++] = item;
    put_items(w, TAG_FROZENSET, items, n);
    free(items);
}

static void put_code(struct writer *w, addr o)
{
    const struct code_object *c = code_at(w->h, o);
    struct code_numbers n = {
        .consts = put(w, c->consts),
        .names = put(w, c->names),
        .localsplusnames = put(w, c->localsplusnames),
        .localspluskinds = put(w, c->localspluskinds),
        .filename = put(w, c->filename),
        .name = put(w, c->name),
        .qualname = put(w, c->qualname),
        .positions = put(w, c->positions),
        .handlers = put(w, c->handlers),
        .flags = c->flags,
        .units = c->units,
        .words = (uint32_t)c->words,
        .argcount = c->argcount,
        .posonlyargcount = c->posonlyargcount,
        .kwonlyargcount = c->kwonlyargcount,
        .stacksize = c->stacksize,
        .firstlineno = c->firstlineno,
    };
    if (!w->failed)
        put_bytes(w, TAG_CODE, &n, sizeof n, code_instructions(w->h, o), n.words * sizeof(uint32_t));
}

static void put_str(struct writer *w, addr o)
{
    uint32_t head[] = {*str_state(w->h, o) & STR_INTERNED, str_kind(w->h, o), (uint32_t)str_length(w->h, o)};
    put_bytes(w, TAG_STR, head, sizeof head, str_data(w->h, o), (size_t)head[1] * head[2]);
}

static void put_int(struct writer *w, addr o)
{
    uint32_t negative = int_sign(w->h, o) < 0;
    put_bytes(w, TAG_INT, &negative, sizeof negative, int_digits(w->h, o),
              int_digit_count(w->h, o) * sizeof(uint32_t));
}

static void put_new(struct writer *w, addr o)
{
    const struct heap *h = w->h;
    double parts[2];
    switch (object_kind(h, o)) {
    case KIND_INT:
        put_int(w, o);
        return;
    case KIND_FLOAT:
        parts[0] = float_value(h, o);
        put_bytes(w, TAG_FLOAT, NULL, 0, parts, sizeof *parts);
        return;
    case KIND_COMPLEX:
        parts[0] = complex_real(h, o);
        parts[1] = complex_imag(h, o);
        put_bytes(w, TAG_COMPLEX, NULL, 0, parts, sizeof parts);
        return;
    case KIND_STR:
        put_str(w, o);
        return;
    case KIND_BYTES: {
        uint32_t length = (uint32_t)bytes_length(h, o);
        put_bytes(w, TAG_BYTES, &length, sizeof length, bytes_data(h, o), length);
        return;
    }
    case KIND_TUPLE:
        put_items(w, TAG_TUPLE, tuple_items(h, o), tuple_length(h, o));
        return;
    case KIND_FROZENSET:
        put_set(w, o);
        return;
    case KIND_SLICE:
        put_items(w, TAG_SLICE, slice_fields(h, o), 3);
        return;
    case KIND_CODE:
        put_code(w, o);
        return;
    default:
        w->failed = true;
    }
}

/* The number of the object's record. */
static uint32_t put(struct writer *w, addr o)
{
    const struct place *known = find(w, o);
    if (w->failed)
        return 0;
    if (known->object)
        return known->number;
    uint32_t which = 0;
    while (which < SINGLETON_COUNT && w->h->singleton[which] != o)
        which++;
    if (which < SINGLETON_COUNT)
        put_bytes(w, TAG_SINGLETON, NULL, 0, &which, sizeof which);
    else
        put_new(w, o);
    if (!w->failed)
        remember(w, o);
    return w->count - 1;
}

bool frozen_write(const struct heap *h, addr code, struct frozen *out)
{
    struct writer w = {.h = h, .mask = 1023};
    w.places = calloc(w.mask + 1u, sizeof *w.places);
    if (!w.places)
        return false;
    put(&w, code);
    free(w.places);
    if (w.failed) {
        free(w.words);
        return false;
    }
    *out = (struct frozen){.words = w.words, .length = w.length, .count = w.count};
    return true;
}

void frozen_free(struct frozen *f)
{
    free(f->words);
    *f = (struct frozen){0};
}

/* ---- reading
 * -----------------------------------------------------------------------------------------------------------
 */

/* Few of the items are long, so that mostly there is no block for their addresses. */
static addr read_items(struct heap *h, enum tag tag, const addr *made, const uint32_t *numbers, size_t count)
{
    enum { FEW = 32 };
    addr few[FEW], *items = count <= FEW ? few : malloc(count * sizeof *items), o;
    if (!items) {
        (void)raise_memory(h);
        return 0;
    }
    for (size_t i = 0; i < count; i++)
        items[i] = made[numbers[i]];
    o = tag == TAG_TUPLE       ? tuple_from(h, items, count)
        : tag == TAG_FROZENSET ? frozenset_from(h, items, count)
                               : slice_new(h, items[0], items[1], items[2]);
    if (items != few)
        free(items);
    return o;
}

static addr read_str(struct heap *h, const uint32_t *w)
{
    addr s = str_from_units(h, w + 3, w[2], w[1]);
    return s && w[0] ? str_intern(h, s, w[0] >= STR_INTERNED_IMMORTAL) : s;
}

static addr read_code(struct heap *h, const addr *made, const uint32_t *w)
{
    struct code_numbers n;
    memcpy(&n, w, sizeof n);
    const struct code_spec spec = {
        .consts = made[n.consts],
        .names = made[n.names],
        .localsplusnames = made[n.localsplusnames],
        .localspluskinds = made[n.localspluskinds],
        .filename = made[n.filename],
        .name = made[n.name],
        .qualname = made[n.qualname],
        .positions = made[n.positions],
        .handlers = made[n.handlers],
        .instructions = w + WORDS_OF(sizeof n),
        .words = n.words,
        .flags = n.flags,
        .units = n.units,
        .argcount = n.argcount,
        .posonlyargcount = n.posonlyargcount,
        .kwonlyargcount = n.kwonlyargcount,
        .stacksize = n.stacksize,
        .firstlineno = n.firstlineno,
    };
    return code_new(h, &spec);
}

static addr read_record(struct heap *h, enum tag tag, const addr *made, const uint32_t *w, size_t count)
{
    double parts[2];
    switch (tag) {
    case TAG_SINGLETON:
        return incref(h, h->singleton[w[0]]);
    case TAG_INT:
        return int_from_digits(h, w[0], w + 1, count - 1);
    case TAG_FLOAT:
        memcpy(parts, w, sizeof *parts);
        return float_new(h, parts[0]);
    case TAG_COMPLEX:
        memcpy(parts, w, sizeof parts);
        return complex_new(h, parts[0], parts[1]);
    case TAG_STR:
        return read_str(h, w);
    case TAG_BYTES:
        return bytes_new_of(h, h->type[KIND_BYTES], w + 1, w[0]);
    case TAG_CODE:
        return read_code(h, made, w);
    default:
        return read_items(h, tag, made, w, count);
    }
}

enum heap_status frozen_read(struct heap *h, const struct frozen *f, addr *out)
{
    addr *made = malloc(f->count * sizeof *made);
    if (!made)
        return raise_memory(h);
    uint32_t n = 0;
    for (const uint32_t *w = f->words; n < f->count; n++) {
        made[n] = read_record(h, (enum tag)w[0], made, w + 2, w[1]);
        if (!made[n])
            break;
        w += 2 + w[1];
    }
    bool whole = n == f->count;
    work_done(h, n / 4);
    if (whole)
        *out = incref(h, made[n - 1]);
    while (n)
        decref(h, made[--n]);
    free(made);
    return whole ? HEAP_OK : raise_status(h);
}
