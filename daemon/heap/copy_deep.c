/* copy.deepcopy (Lib/copy.py). What is a recursion there is a stack of tasks in the tables area here: a task
 * copies one object, asks for the copies of what it holds one after the other, and hands its own copy to the
 * task below. Each counts as many levels as Lib/copy.py has Python frames at that place, so that
 * RecursionError comes where it comes in Python.
 *
 * When a copy fails, what has been copied so far is taken apart again.
 */
#include "daemon/heap/copy.h"
#include "daemon/heap/copy_memo.h"
#include "daemon/heap/copy_parts.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/slice.h"

enum phase { PHASE_ARGUMENT, PHASE_MAKE, PHASE_STATE, PHASE_SLOTS, PHASE_SET_STATE, PHASE_ITEMS };

struct task {
    addr source; /* counted */
    addr target; /* counted: the copy, once there is one; of a tuple the list of its items' copies */
    addr first;  /* counted: a copy that waits for a second one: a dict's value for its key, the state for the
                    slots */
    addr second;
    size_t position;
    uint8_t how;   /* enum copy_how */
    uint8_t phase; /* of COPY_ARGUMENT, COPY_EMPTY */
    uint8_t levels;
    bool waiting; /* for a copy that it asked for */
};

struct deep {
    struct memo memo;
    addr tasks; /* struct task[capacity] */
    size_t count, capacity;
    uint32_t levels, limit;
    addr value; /* counted: the copy that was asked for last, 0 while a task makes it */
    addr given; /* the same for the step that waited for it */
};

static struct task *top(const struct heap *h, const struct deep *d)
{
    return (struct task *)heap_at(h, d->tasks) + d->count - 1;
}

static enum heap_status too_deep(struct heap *h)
{
    return raise_error(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded");
}

/* ---- asking for a copy
 * ------------------------------------------------------------------------------------------------------------
 */

static enum heap_status push(struct heap *h, struct deep *d, addr source, enum copy_how how, uint8_t levels)
{
    if (d->count == d->capacity) {
        size_t capacity = d->capacity ? d->capacity * 2 : 16;
        addr grown = table_realloc(h, d->tasks, capacity * sizeof(struct task));
        if (!grown)
            return raise_memory(h);
        d->tasks = grown;
        d->capacity = capacity;
    }
    if (d->levels + levels > d->limit)
        return too_deep(h);
    d->levels += levels;
    d->count++;
    *top(h, d) = (struct task){.source = incref(h, source), .how = (uint8_t)how, .levels = levels};
    return HEAP_OK;
}

/* What has it may lose it while the copy is made. */
static enum heap_status ask_for_whole(struct heap *h, struct deep *d, addr source)
{
    incref(h, source);
    d->value = copy_whole(h, source);
    enum heap_status status = d->value ? memo_put(h, &d->memo, source, d->value) : HEAP_RAISED;
    decref(h, source);
    return status;
}

/* d->value is the copy at once, or a task that will make it is on top. */
static enum heap_status ask(struct heap *h, struct deep *d, addr source)
{
    if (d->levels + 1 > d->limit)
        return too_deep(h);
    addr known = memo_find(h, &d->memo, source);
    enum copy_how how = known ? COPY_SELF : copy_how(h, source, true);
    switch (how) {
    case COPY_SELF:
        d->value = incref(h, known ? known : source);
        return HEAP_OK;
    case COPY_NOT:
        return copy_refuse(h, source);
    case COPY_WHOLE:
        return ask_for_whole(h, d, source);
    case COPY_TUPLE:
        return push(h, d, source, how, h->abi.comprehensions_are_inlined ? 2 : 3);
    default:
        return push(h, d, source, how, 2);
    }
}

/* The top task is done; its copy is what it leaves. Takes over `copy`. */
static enum heap_status finish(struct heap *h, struct deep *d, addr copy)
{
    struct task t = *top(h, d);
    enum heap_status status = copy == t.source ? HEAP_OK : memo_put(h, &d->memo, t.source, copy);
    d->count--;
    d->levels -= t.levels;
    d->value = copy;
    xdecref(h, t.first);
    xdecref(h, t.second);
    decref(h, t.source);
    return status;
}

/* ---- a step of each kind of task: asks for a copy and waits, or finishes
 * ---------------------------------------------------------------- */

/* Makes the copy that goes into the memo before what it holds is copied. */
static enum heap_status begin(struct heap *h, struct deep *d, struct task *t, addr made)
{
    if (!made)
        return HEAP_RAISED;
    t->target = made;
    return memo_put(h, &d->memo, t->source, made);
}

static addr take_target(struct task *t)
{
    addr target = t->target;
    t->target = 0;
    return target;
}

static enum heap_status step_list(struct heap *h, struct deep *d, struct task *t)
{
    enum heap_status status = HEAP_OK;
    if (!t->target)
        status = begin(h, d, t, list_new(h, 0));
    if (t->waiting)
        status = list_append(h, t->target, d->given);
    if (status != HEAP_OK)
        return status;
    if (t->position >= list_length(h, t->source))
        return finish(h, d, take_target(t));
    t->waiting = true;
    return ask(h, d, list_item(h, t->source, t->position++));
}

/* The tuple itself when no item was copied to another; the copy that a cycle has made meanwhile. */
static enum heap_status finish_tuple(struct heap *h, struct deep *d, struct task *t)
{
    addr copy = memo_find(h, &d->memo, t->source);
    bool same = true;
    size_t n = tuple_length(h, t->source);
    for (size_t i = 0; i < n && i < list_length(h, t->target); i++)
        same = same && tuple_item(h, t->source, i) == list_item(h, t->target, i);
    if (copy)
        incref(h, copy);
    else if (same)
        copy = incref(h, t->source);
    else if (!(copy = tuple_from_iterable(h, t->target)))
        return raise_status(h);
    decref(h, take_target(t));
    return finish(h, d, copy);
}

static enum heap_status step_tuple(struct heap *h, struct deep *d, struct task *t)
{
    if (!t->target && !(t->target = list_new(h, 0)))
        return HEAP_RAISED;
    if (t->waiting) {
        enum heap_status status = list_append(h, t->target, d->given);
        if (status != HEAP_OK)
            return status;
    }
    if (t->position >= tuple_length(h, t->source))
        return finish_tuple(h, d, t);
    t->waiting = true;
    return ask(h, d, tuple_item(h, t->source, t->position++));
}

/* The next pair of a dict: `y[deepcopy(key)] = deepcopy(value)` copies the value first; of a dict's subclass
 * the key is first. t->first is the copy that waits. */
static enum heap_status step_pairs(struct heap *h, struct deep *d, struct task *t, bool value_first,
                                   bool *done)
{
    addr key, value;
    enum heap_status status;
    size_t position = t->position;
    *done = false;
    if (t->waiting && t->first) {
        addr copied_key = value_first ? d->given : t->first, copied_value = value_first ? t->first : d->given;
        status = copy_set_pair(h, t->target, copied_key, copied_value);
        decref(h, t->first);
        t->first = 0;
        t->waiting = false;
        if (status == HEAP_OK)
            status = copy_next_pair(h, t->source, &t->position, &key, &value);
        if (status != HEAP_OK || !key)
            return status;
        position = t->position;
    }
    status = copy_next_pair(h, t->source, &position, &key, &value);
    if (status != HEAP_OK)
        return status;
    if (!key) {
        *done = true;
        return HEAP_OK;
    }
    if (t->waiting) {
        t->first = incref(h, d->given);
        return ask(h, d, value_first ? key : value);
    }
    t->waiting = true;
    return ask(h, d, value_first ? value : key);
}

static enum heap_status step_dict(struct heap *h, struct deep *d, struct task *t)
{
    bool done;
    enum heap_status status = HEAP_OK;
    if (!t->target)
        status = begin(h, d, t, dict_new(h));
    if (status == HEAP_OK)
        status = step_pairs(h, d, t, true, &done);
    return status == HEAP_OK && done ? finish(h, d, take_target(t)) : status;
}

static enum heap_status step_method(struct heap *h, struct deep *d, struct task *t)
{
    if (!t->waiting) {
        t->waiting = true;
        return ask(h, d, method_at(h, t->source)->self);
    }
    addr copy = method_new(h, method_at(h, t->source)->function, d->given);
    return copy ? finish(h, d, copy) : HEAP_RAISED;
}

static enum heap_status step_slice(struct heap *h, struct deep *d, struct task *t)
{
    addr *fields = slice_fields(h, t->source);
    if (t->waiting) {
        addr *part = t->position == 1 ? &t->first : t->position == 2 ? &t->second : &t->target;
        *part = incref(h, d->given);
    }
    if (t->position < 3) {
        t->waiting = true;
        return ask(h, d, fields[t->position++]);
    }
    addr copy = slice_new(h, t->first, t->second, t->target);
    if (!copy)
        return HEAP_RAISED;
    decref(h, take_target(t));
    return finish(h, d, copy);
}

/* ---- copy._reconstruct
 * ---------------------------------------------------------------------------------------------------------------------
 */

/* Going on to the next phase: nothing is waited for. */
static void next_phase(struct task *t, enum phase phase)
{
    t->phase = (uint8_t)phase;
    t->waiting = false;
}

static enum heap_status step_argument(struct heap *h, struct deep *d, struct task *t)
{
    addr argument = copy_argument(h, t->source);
    if (!argument)
        return HEAP_RAISED;
    next_phase(t, PHASE_MAKE);
    enum heap_status status = ask(h, d, argument);
    decref(h, argument);
    return status;
}

static enum heap_status step_make(struct heap *h, struct deep *d, struct task *t)
{
    next_phase(t, PHASE_STATE);
    return begin(h, d, t,
                 t->how == COPY_EMPTY ? copy_empty(h, t->source)
                                      : copy_from_argument(h, t->source, d->given));
}

/* Asks for the copy of the dict of attributes, if there is one; t->first will have it. */
static enum heap_status step_state(struct heap *h, struct deep *d, struct task *t)
{
    addr state;
    enum heap_status status = copy_state(h, t->source, &state);
    if (status != HEAP_OK)
        return status;
    next_phase(t, PHASE_SLOTS);
    t->waiting = state != 0;
    status = state ? ask(h, d, state) : HEAP_OK;
    xdecref(h, state);
    return status;
}

static enum heap_status step_slots(struct heap *h, struct deep *d, struct task *t)
{
    addr slots;
    if (t->waiting)
        t->first = incref(h, d->given);
    enum heap_status status = copy_slots(h, t->source, &slots);
    if (status != HEAP_OK)
        return status;
    next_phase(t, PHASE_SET_STATE);
    t->waiting = slots != 0;
    if (!slots)
        return HEAP_OK;
    status = ask(h, d, slots);
    decref(h, slots);
    return status;
}

static enum heap_status step_set_state(struct heap *h, struct deep *d, struct task *t)
{
    if (t->waiting)
        t->second = incref(h, d->given);
    next_phase(t, PHASE_ITEMS);
    addr y = t->target, state = t->first, slots = t->second;
    t->first = t->second = 0;
    incref(h, y); /* setting attributes may run code: the task may move */
    enum heap_status status = copy_set_state(h, y, state, slots);
    decref(h, y);
    xdecref(h, state);
    xdecref(h, slots);
    return status;
}

static enum heap_status step_items(struct heap *h, struct deep *d, struct task *t)
{
    bool done = true;
    enum heap_status status = HEAP_OK;
    if (copy_has_dict_items(h, t->source)) {
        status = step_pairs(h, d, t, false, &done);
    } else if (copy_has_list_items(h, t->source)) {
        bool deque = object_kind(h, t->source) == KIND_DEQUE;
        if (t->waiting)
            status = copy_append(h, t->target, d->given);
        if (status != HEAP_OK)
            return status;
        size_t length = deque ? deque_length(h, t->source) : list_length(h, t->source);
        if (t->position < length) {
            t->waiting = true;
            size_t i = t->position++;
            return ask(h, d, deque ? deque_item(h, t->source, i) : list_item(h, t->source, i));
        }
    }
    return status == HEAP_OK && done ? finish(h, d, take_target(t)) : status;
}

static enum heap_status step_reconstruct(struct heap *h, struct deep *d, struct task *t)
{
    switch ((enum phase)t->phase) {
    case PHASE_ARGUMENT:
        if (t->how == COPY_ARGUMENT)
            return step_argument(h, d, t);
        return step_make(h, d, t);
    case PHASE_MAKE:
        return step_make(h, d, t);
    case PHASE_STATE:
        return step_state(h, d, t);
    case PHASE_SLOTS:
        return step_slots(h, d, t);
    case PHASE_SET_STATE:
        return step_set_state(h, d, t);
    default:
        return step_items(h, d, t);
    }
}

/* ---- the loop
 * ------------------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status step(struct heap *h, struct deep *d)
{
    struct task *t = top(h, d);
    switch ((enum copy_how)t->how) {
    case COPY_LIST:
        return step_list(h, d, t);
    case COPY_TUPLE:
        return step_tuple(h, d, t);
    case COPY_DICT:
        return step_dict(h, d, t);
    case COPY_METHOD:
        return step_method(h, d, t);
    case COPY_SLICE:
        return step_slice(h, d, t);
    default:
        return step_reconstruct(h, d, t);
    }
}

static void abandon(struct heap *h, struct deep *d)
{
    while (d->count) {
        struct task t = *top(h, d);
        d->count--;
        xdecref(h, t.target);
        xdecref(h, t.first);
        xdecref(h, t.second);
        decref(h, t.source);
    }
    xdecref(h, d->value);
    d->value = 0;
}

addr copy_deep(struct heap *h, addr o)
{
    struct deep d = {.levels = h->recursion_depth + 1, .limit = h->recursion_limit};
    bool asks;
    if (copy_asks_library(h, o, true, &asks) != HEAP_OK)
        return 0;
    if (asks)
        return copy_by_library(h, o, true);
    enum heap_status status = ask(h, &d, o);
    while (status == HEAP_OK && d.count) {
        if (heap_abandoned(h)) {
            h->raised.abandoned = 1;
            status = HEAP_ABANDONED;
            break;
        }
        d.given = d.value;
        d.value = 0;
        status = step(h, &d);
        xdecref(h, d.given);
    }
    if (status != HEAP_OK)
        abandon(h, &d);
    memo_free(h, &d.memo, status != HEAP_OK);
    table_free(h, d.tasks);
    return d.value;
}
