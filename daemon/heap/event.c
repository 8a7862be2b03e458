/* Events: two buffers in the tables area, one for what is recorded on request and one for what the owner must
 * always learn. The first has the capacity asked for, and a quarter more for what is rarer than objects that
 * come and go; the second grows by doubling from NOTABLE_MIN to NOTABLE_MAX events. Nothing here fails for
 * the heap: an event that finds no room is counted as dropped.
 */
#include "daemon/heap/event.h"

#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/event_ledger.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/object.h"

#define NOTABLE_MIN 16
#define NOTABLE_MAX 4096

struct event_buffer {
    addr events; /* struct heap_event[capacity], in the tables area; 0: none */
    uint32_t capacity, count;
};

enum recording { EACH, BALANCED, COUNTED };

struct event_state {
    struct event_buffer recorded, notable;
    struct event_totals totals;
    uint32_t recording; /* enum recording */
    uint32_t held;
    uint32_t compiling;           /* until events_compiled() */
    uint32_t passing;             /* events recorded of objects that came and went */
    struct ledger holders, plain; /* while BALANCED: objects that hold others, and the rest, */
    struct ledger compiled;       /* and what was made before the program began, its constants for one */
};

static struct event_state *state_of(const struct heap *h)
{
    return heap_at(h, h->events);
}

static struct heap_event *event_of(const struct heap *h, const struct event_buffer *b, size_t index)
{
    return (struct heap_event *)heap_at(h, b->events) + index;
}

void event_boot(struct heap *h)
{
    addr a = table_alloc(h, sizeof(struct event_state));
    memset(heap_at(h, a), 0, sizeof(struct event_state));
    h->events = a;
}

static size_t room_for(uint32_t capacity)
{
    return (size_t)capacity + capacity / 4;
}

enum heap_status events_record(struct heap *h, uint32_t capacity)
{
    struct event_state *s = state_of(h);
    addr events = 0;
    if (capacity) {
        events = table_alloc(h, room_for(capacity) * sizeof(struct heap_event));
        if (!events)
            return raise_memory(h);
    }
    events_each(h);
    table_free(h, s->recorded.events);
    s->recorded = (struct event_buffer){events, capacity, 0};
    h->recording_events = capacity != 0;
    return HEAP_OK;
}

void events_totals(const struct heap *h, struct event_totals *out)
{
    *out = state_of(h)->totals;
}

size_t events_count(const struct heap *h)
{
    return state_of(h)->recorded.count;
}

const struct heap_event *events_at(const struct heap *h, size_t index)
{
    return event_of(h, &state_of(h)->recorded, index);
}

void events_reset(struct heap *h)
{
    struct event_state *s = state_of(h);
    s->recorded.count = 0;
    memset(&s->totals, 0, sizeof s->totals);
}

size_t events_notable_count(const struct heap *h)
{
    return state_of(h)->notable.count;
}

const struct heap_event *events_notable_at(const struct heap *h, size_t index)
{
    return event_of(h, &state_of(h)->notable, index);
}

void events_notable_reset(struct heap *h)
{
    struct event_buffer *b = &state_of(h)->notable;
    b->count = 0;
    if (b->capacity > NOTABLE_MIN) {
        table_free(h, b->events);
        *b = (struct event_buffer){0, 0, 0};
    }
}

static struct heap_event *next_recorded(struct heap *h, enum event_kind kind)
{
    struct event_state *s = state_of(h);
    bool common = kind == EVENT_ALLOCATED || kind == EVENT_FREED || kind == EVENT_RESIZED;
    if (s->recorded.count < (common ? s->recorded.capacity : room_for(s->recorded.capacity)))
        return event_of(h, &s->recorded, s->recorded.count++);
    if (h->recording_events)
        s->totals.dropped++;
    return NULL;
}

static struct heap_event *next_notable(struct heap *h)
{
    struct event_state *s = state_of(h);
    struct event_buffer *b = &s->notable;
    if (b->count == b->capacity && b->capacity < NOTABLE_MAX) {
        uint32_t capacity = b->capacity ? 2 * b->capacity : NOTABLE_MIN;
        addr grown = table_realloc(h, b->events, capacity * sizeof(struct heap_event));
        if (grown)
            *b = (struct event_buffer){grown, capacity, b->count};
    }
    if (b->count < b->capacity)
        return event_of(h, b, b->count++);
    s->totals.dropped++;
    return NULL;
}

static void fill(struct heap *h, struct heap_event *e, enum event_kind kind, addr object, const char *text,
                 size_t length)
{
    if (!e)
        return;
    e->kind = kind;
    e->object = object;
    e->type = object ? object_type(h, object) : 0;
    e->size = 0;
    if (length > sizeof e->u.text) {
        length = sizeof e->u.text;
        while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--; /* cut before a character, not inside it */
    }
    memcpy(e->u.text, text, length);
    e->text_length = (uint32_t)length;
}

static uint64_t block_size(const struct heap *h, addr object)
{
    return object_in_blocks(object) ? memory_block_size(h, object_block(h, object)) : 0;
}

static void fill_object(struct heap *h, struct heap_event *e, enum event_kind kind, addr object)
{
    if (!e)
        return;
    const char *name = object_type_name(h, object);
    fill(h, e, kind, object, name, strlen(name));
    e->size = block_size(h, object);
}

static void count(struct event_totals *t, enum event_kind kind, uint64_t size)
{
    switch (kind) {
    case EVENT_ALLOCATED:
        t->allocated++;
        t->allocated_bytes += size;
        break;
    case EVENT_FREED:
        t->freed++;
        t->freed_bytes += size;
        break;
    case EVENT_RESIZED:
        t->resized++;
        break;
    case EVENT_FINALIZED:
        t->finalized++;
        break;
    case EVENT_COLLECTION:
        t->collections++;
        break;
    default:
        break;
    }
}

/* ---- what a program has made ---------------------------------------------------------------------- */

static void close_ledgers(struct heap *h, struct event_state *s)
{
    ledger_close(h, &s->holders);
    ledger_close(h, &s->plain);
    ledger_close(h, &s->compiled);
}

void events_balance(struct heap *h)
{
    struct event_state *s = state_of(h);
    uint32_t most = s->recorded.capacity;
    if (!most || s->recording != EACH)
        return;
    if (ledger_open(h, &s->holders, most) && ledger_open(h, &s->plain, most) &&
        ledger_open(h, &s->compiled, 4 * most)) {
        s->recording = BALANCED;
        s->compiling = true;
        s->held = s->passing = 0;
    } else {
        close_ledgers(h, s);
    }
}

void events_compiled(struct heap *h)
{
    state_of(h)->compiling = false;
}

void events_hold(struct heap *h)
{
    state_of(h)->held++;
}

void events_go_on(struct heap *h)
{
    struct event_state *s = state_of(h);
    if (s->held)
        s->held--;
}

static void record_ledger(struct heap *h, const struct ledger *l)
{
    uint32_t position = 0;
    for (addr object; (object = ledger_next(h, l, &position)) != 0;)
        fill_object(h, next_recorded(h, EVENT_ALLOCATED), EVENT_ALLOCATED, object);
}

void events_settle(struct heap *h)
{
    struct event_state *s = state_of(h);
    if (s->recording != BALANCED)
        return;
    record_ledger(h, &s->holders);
    record_ledger(h, &s->plain);
    if (!s->compiling) /* else there is no program */
        record_ledger(h, &s->compiled);
    close_ledgers(h, s);
    s->recording = COUNTED;
}

void events_each(struct heap *h)
{
    struct event_state *s = state_of(h);
    if (s->recording == BALANCED)
        close_ledgers(h, s);
    s->recording = EACH;
}

/* Does it hold no other objects, or nothing but those that it was made of? */
static bool is_plain(const struct heap *h, addr object)
{
    addr type = object_type(h, object);
    return type == h->type[KIND_TUPLE] || !(type_at(h, type)->flags & (TYPE_HAS_GC | TYPE_HEAP));
}

/* Only as long as there is room. */
static bool is_resized_already(const struct heap *h, const struct event_state *s, addr object)
{
    const struct event_buffer *b = &s->recorded;
    for (size_t i = 0; i < b->count && b->count < b->capacity / 2; i++)
        if (event_of(h, b, i)->kind == EVENT_RESIZED && event_of(h, b, i)->object == object)
            return true;
    return false;
}

/* Half of the room is for what is made, half of the rest for holders among what goes. */
static struct heap_event *next_within(struct heap *h, struct event_state *s, enum event_kind kind,
                                      uint32_t most)
{
    if (s->recorded.count < most)
        return next_recorded(h, kind);
    s->totals.dropped++;
    return NULL;
}

/* Instances of classes that came and went are recorded as long as there are few. */
static bool is_worth_telling(const struct heap *h, const struct event_state *s, addr object)
{
    uint32_t capacity = s->recorded.capacity;
    return s->passing + 2 <= capacity / 4 && s->recorded.count + 2 <= capacity / 2 &&
           type_at(h, object_type(h, object))->flags & TYPE_HEAP;
}

/* Of what was there before: what there is no ledger of. Its class may be another one than when it was made.
 */
static void record_end(struct heap *h, struct event_state *s, bool plain, addr object)
{
    uint32_t capacity = s->recorded.capacity;
    bool is_new = ledger_take(h, &s->holders, object) || ledger_take(h, &s->plain, object);
    if (is_new) {
        if (!s->held && is_worth_telling(h, s, object)) {
            s->passing += 2;
            fill_object(h, next_recorded(h, EVENT_ALLOCATED), EVENT_ALLOCATED, object);
            fill_object(h, next_recorded(h, EVENT_FREED), EVENT_FREED, object);
        }
    } else if (!ledger_take(h, &s->compiled, object) && !s->held && !s->compiling) {
        bool unsure = plain ? s->plain.overflowed || s->compiled.overflowed : s->holders.overflowed;
        if (!unsure)
            fill_object(h, next_within(h, s, EVENT_FREED, plain ? capacity / 4 : capacity / 2), EVENT_FREED,
                        object);
    }
}

static void record_balanced(struct heap *h, struct event_state *s, enum event_kind kind, addr object)
{
    bool plain = is_plain(h, object);
    struct ledger *l = plain ? &s->plain : &s->holders;
    if (kind == EVENT_FREED)
        record_end(h, s, plain, object);
    else if (s->held)
        return;
    else if (s->compiling)
        (void)(kind == EVENT_ALLOCATED && ledger_add(h, &s->compiled, object));
    else if (kind == EVENT_ALLOCATED)
        s->totals.dropped += !ledger_add(h, l, object);
    else if (!plain && !l->overflowed && !ledger_has(h, l, object) && !is_resized_already(h, s, object))
        fill_object(h, next_within(h, s, kind, s->recorded.capacity / 2), kind, object);
}

void event_object(struct heap *h, enum event_kind kind, addr object)
{
    struct event_state *s = state_of(h);
    bool common = kind == EVENT_ALLOCATED || kind == EVENT_FREED || kind == EVENT_RESIZED;
    count(&s->totals, kind, block_size(h, object));
    if (s->recording == BALANCED && common)
        record_balanced(h, s, kind, object);
    else if (s->recording == BALANCED && kind == EVENT_FINALIZED)
        fill_object(h, next_within(h, s, kind, s->recorded.capacity / 2), kind, object);
    else if (s->recording == EACH || !common)
        fill_object(h, next_recorded(h, kind), kind, object);
}

void event_text(struct heap *h, enum event_kind kind, addr object, const char *text, size_t length)
{
    count(&state_of(h)->totals, kind, 0);
    if (h->recording_events)
        fill(h, next_recorded(h, kind), kind, object, text, length);
    fill(h, next_notable(h), kind, object, text, length);
}

/* Goes on where the last line that was written has not ended. */
static bool append_output(struct heap *h, const struct event_buffer *b, const char *text, size_t length)
{
    for (size_t i = b->count; i > 0 && b->count - i < 64; i--) { /* near: the pieces of a print() */
        struct heap_event *e = event_of(h, b, i - 1);
        if (e->kind != EVENT_LOG)
            continue;
        if (e->object != none(h) || !e->text_length || e->u.text[e->text_length - 1] == '\n' ||
            e->text_length + length > sizeof e->u.text)
            return false;
        memcpy(e->u.text + e->text_length, text, length);
        e->text_length += (uint32_t)length;
        return true;
    }
    return false;
}

void event_output(struct heap *h, const char *text, size_t length)
{
    struct event_state *s = state_of(h);
    count(&s->totals, EVENT_LOG, 0);
    if (h->recording_events && !append_output(h, &s->recorded, text, length))
        fill(h, next_recorded(h, EVENT_LOG), EVENT_LOG, none(h), text, length);
    if (!append_output(h, &s->notable, text, length))
        fill(h, next_notable(h), EVENT_LOG, none(h), text, length);
}

void event_collection(struct heap *h, const struct collection *c)
{
    struct heap_event *both[2] = {h->recording_events ? next_recorded(h, EVENT_COLLECTION) : NULL,
                                  next_notable(h)};
    count(&state_of(h)->totals, EVENT_COLLECTION, 0);
    for (int i = 0; i < 2; i++) {
        if (!both[i])
            continue;
        memset(both[i], 0, sizeof *both[i]);
        both[i]->kind = EVENT_COLLECTION;
        both[i]->u.collection = *c;
    }
}
