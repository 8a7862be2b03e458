/* What a dump's values mean: frames, paths, traces, the two objects (see dump_machine.h). */
#include "daemon/snapshot/dump_machine.h"
#include <stdarg.h>
#include <stdio.h>

enum {
    DEEPEST = 65535,       /* frames of a traceback: more CPython does not keep */
    WORK_AHEAD = 64 << 20, /* frames looked up beyond what the bytes read account for */
    WORK_PER_BYTE = 16,
};

enum dump_status dump_refuse(struct snapshot_dump *dump, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(dump->error->reason, sizeof dump->error->reason, format, arguments);
    va_end(arguments);
    return DUMP_REFUSED;
}

enum dump_status dump_too_large(struct snapshot_dump *dump, const char *reason)
{
    snprintf(dump->error->reason, sizeof dump->error->reason, "%s", reason);
    return DUMP_TOO_LARGE;
}

enum dump_status dump_from_snapshot(struct snapshot_dump *dump, enum snapshot_status status)
{
    switch (status) {
    case SNAPSHOT_OK:
        return DUMP_OK;
    case SNAPSHOT_NO_MEMORY:
        return DUMP_NO_MEMORY;
    case SNAPSHOT_TOO_LARGE:
        return dump_too_large(dump, "more names, frames or bytes than a snapshot can count");
    case SNAPSHOT_INVALID:
    case SNAPSHOT_BAD_ID:
        break;
    }
    return dump_refuse(dump, "something that is not there is named"); /* a bug, and not a matter of size */
}

enum dump_status dump_push(struct snapshot_dump *dump, enum dump_kind kind, uint64_t number)
{
    if (dump->stack_count == DUMP_STACK_LIMIT) {
        return dump_too_large(dump, "more values that nothing is made of yet than there may be");
    }
    if (snapshot_reserve(&dump->stack, &dump->stack_room, dump->stack_count + 1, sizeof *dump->stack)) {
        return DUMP_NO_MEMORY;
    }
    dump->stack[dump->stack_count++] = (struct dump_value){number, kind, 1};
    return DUMP_OK;
}

static struct dump_value *last(struct snapshot_dump *dump, size_t count)
{
    return &dump->stack[dump->stack_count - count];
}

static bool are_traces(const struct dump_value *value)
{
    return value->kind == DUMP_TRACE || value->kind == DUMP_WIDE;
}

/* ---- Tuples -------------------------------------------------------------------------------------- */

static enum dump_status make_frame(struct snapshot_dump *dump, const struct dump_value *items)
{
    uint32_t frame;
    if (items[1].number > UINT32_MAX) {
        return dump_refuse(dump, "a line number beyond 32 bits");
    }
    enum dump_status status =
        dump_from_snapshot(dump, snapshot_builder_frame(dump->builder, (uint32_t)items[0].number,
                                                        (uint32_t)items[1].number, &frame));
    if (status == DUMP_OK) {
        dump->stack_count -= 2;
        status = dump_push(dump, DUMP_FRAME, frame); /* an id has 28 bits */
    }
    return status;
}

static bool is_path(const struct dump_value *value)
{
    return value->kind == DUMP_PATH || value->kind == DUMP_EMPTY;
}

static bool is_trace(const struct dump_value *items, size_t count)
{
    return (count == 3 || count == 4) && items[0].kind == DUMP_NUMBER && items[1].kind == DUMP_NUMBER &&
           is_path(&items[2]) && (count == 3 || items[3].kind == DUMP_NUMBER);
}

/* 0: there are as many as may be. */
static dump_shape shape_of(struct snapshot_dump *dump, uint32_t domain, uint32_t total)
{
    uint32_t i = 0;
    if (dump_shape_is_small(domain, total)) {
        return dump_small_shape(domain, total);
    }
    while (i < dump->shape_count && (dump->shapes[i].domain != domain || dump->shapes[i].total != total)) {
        i++;
    }
    if (i == DUMP_SHAPES) {
        return 0;
    }
    if (i == dump->shape_count) {
        dump->shapes[i].domain = domain;
        dump->shapes[i].total = total;
        dump->shape_count++;
    }
    return i + 1;
}

static uint32_t domain_of(const struct snapshot_dump *dump, dump_shape shape)
{
    return shape < DUMP_SMALL_SHAPE ? dump->shapes[shape - 1].domain : shape & 0xff;
}

static uint32_t total_of(const struct snapshot_dump *dump, dump_shape shape)
{
    return shape < DUMP_SMALL_SHAPE ? dump->shapes[shape - 1].total : shape >> 8 & 0xffff;
}

/* Whether a trace is in the own shape of its path, which is this one if it has none yet. */
static bool is_own(struct snapshot_dump *dump, const struct dump_value *path, uint32_t domain, uint32_t total)
{
    if (path->kind != DUMP_PATH) {
        return false;
    }
    struct dump_sum *sum = &dump->sums[path->number];
    if (sum->shape == 0) {
        sum->shape = shape_of(dump, domain, total);
        return sum->shape != 0;
    }
    return domain_of(dump, sum->shape) == domain && total_of(dump, sum->shape) == total;
}

static enum dump_status find_site(struct snapshot_dump *dump, const struct dump_value *path, uint32_t domain,
                                  uint32_t total, uint32_t *site)
{
    if (path->kind == DUMP_EMPTY) {
        return dump_from_snapshot(dump, snapshot_builder_site(dump->builder, NULL, 0, total, domain, site));
    }
    const struct snapshot_path *frames = &dump->paths[path->number];
    dump->work += frames->nframe;
    if (dump->work > WORK_AHEAD + WORK_PER_BYTE * dump->progress.bytes) {
        return dump_too_large(dump, "tracebacks that take more work than a file of this size may make");
    }
    return dump_from_snapshot(dump, snapshot_builder_path_site(dump->builder, *frames, total, domain, site));
}

static enum dump_status make_wide(struct snapshot_dump *dump, uint64_t size, uint32_t site, size_t count)
{
    if (dump->wide_count >= DUMP_MAX_NUMBERS) {
        return dump_too_large(dump, "more traces or tracebacks than can be counted");
    }
    if (snapshot_reserve(&dump->wide, &dump->wide_room, dump->wide_count + 1, sizeof *dump->wide)) {
        return DUMP_NO_MEMORY;
    }
    dump->wide[dump->wide_count] = (struct dump_trace){size, site};
    dump->stack_count -= count;
    return dump_push_trace(dump, DUMP_WIDE, dump->wide_count++);
}

static enum dump_status make_trace(struct snapshot_dump *dump, const struct dump_value *items, size_t count)
{
    struct dump_value path = items[2];
    uint64_t size = items[1].number, domain = items[0].number, total = count == 4 ? items[3].number : 0;
    uint32_t site;
    if (domain > UINT32_MAX || total > UINT32_MAX) {
        return dump_refuse(dump, "a domain or a number of frames beyond 32 bits");
    }
    dump->progress.totals = dump->progress.totals || count == 4;
    if (size <= UINT32_MAX && is_own(dump, &path, (uint32_t)domain, (uint32_t)total)) {
        dump->stack_count -= count;
        return dump_push_trace(dump, DUMP_TRACE, dump_trace_number(size, (uint32_t)path.number));
    }
    enum dump_status status = find_site(dump, &path, (uint32_t)domain, (uint32_t)total, &site);
    return status == DUMP_OK ? make_wide(dump, size, site, count) : status;
}

enum dump_status dump_push_trace(struct snapshot_dump *dump, enum dump_kind kind, uint64_t number)
{
    enum dump_status status = DUMP_OK;
    if (dump->traces == UINT32_MAX) {
        return dump_too_large(dump, "more traces or tracebacks than can be counted");
    }
    dump->traces++;
    if (kind == DUMP_TRACE) { /* of 32 bits: no sum of them passes 64 */
        struct dump_sum *sum = &dump->sums[number & DUMP_NUMBER_MASK];
        sum->size += number >> DUMP_NUMBER_BITS;
        sum->count++;
    } else {
        const struct dump_trace *trace = &dump->wide[number];
        status =
            dump_from_snapshot(dump, snapshot_builder_blocks(dump->builder, trace->site, trace->size, 1));
    }
    if (status != DUMP_OK) {
        return status;
    }
    struct dump_value *top = dump->stack_count > 0 ? last(dump, 1) : NULL;
    if (top == NULL || !are_traces(top)) {
        return dump_push(dump, kind, number);
    }
    top->number = number;
    top->kind = kind;
    top->count++;
    return DUMP_OK;
}

static enum dump_status make_path(struct snapshot_dump *dump, const struct dump_value *items, size_t count)
{
    if (count > DEEPEST) {
        return dump_refuse(dump, "a tuple of %zu values", count);
    }
    if (dump->path_count >= DUMP_MAX_NUMBERS) {
        return dump_too_large(dump, "more traces or tracebacks than can be counted");
    }
    if (snapshot_reserve(&dump->frames, &dump->frame_room, count, sizeof *dump->frames) ||
        snapshot_reserve(&dump->paths, &dump->path_room, dump->path_count + 1, sizeof *dump->paths) ||
        snapshot_reserve(&dump->sums, &dump->sum_room, dump->path_count + 1, sizeof *dump->sums)) {
        return DUMP_NO_MEMORY;
    }
    uint32_t *frames = dump->frames;
    for (size_t i = 0; i < count; i++) {
        if (items[i].kind != DUMP_FRAME) {
            return dump_refuse(dump, "a tuple that is neither a frame, nor frames, nor a trace");
        }
        frames[i] = (uint32_t)items[i].number;
    }
    enum dump_status status = dump_from_snapshot(
        dump, snapshot_builder_path(dump->builder, frames, (uint32_t)count, &dump->paths[dump->path_count]));
    if (status != DUMP_OK) {
        return status;
    }
    dump->sums[dump->path_count] = (struct dump_sum){0, 0, 0};
    dump->stack_count -= count;
    return dump_push(dump, DUMP_PATH, dump->path_count++);
}

enum dump_status dump_tuple(struct snapshot_dump *dump, size_t count)
{
    if (count > dump->stack_count) {
        return dump_refuse(dump, "the stack is empty");
    }
    if (count == 0) {
        return dump_push(dump, DUMP_EMPTY, 0);
    }
    const struct dump_value *items = last(dump, count);
    if (count == 2 && items[0].kind == DUMP_TEXT && items[1].kind == DUMP_NUMBER) {
        return make_frame(dump, items);
    }
    return is_trace(items, count) ? make_trace(dump, items, count) : make_path(dump, items, count);
}

/* ---- The list ------------------------------------------------------------------------------------ */

enum dump_status dump_append(struct snapshot_dump *dump, size_t count, bool marked)
{
    size_t under = count + marked + 1;
    uint64_t traces = 0;
    if (dump->stack_count < under || last(dump, under)->kind != DUMP_LIST ||
        (!marked && last(dump, 1)->count != 1)) {
        return dump_refuse(dump, "there is no list to append to");
    }
    const struct dump_value *items = last(dump, count);
    for (size_t i = 0; i < count; i++) {
        if (!are_traces(&items[i])) {
            return dump_refuse(dump, "the list of traces has something else in it");
        }
        traces += items[i].count;
    }
    dump->progress.traces += traces;
    dump->stack_count -= under - 1;
    return DUMP_OK;
}

enum dump_status dump_settle(struct snapshot_dump *dump)
{
    for (size_t i = 0; i < dump->path_count; i++) {
        const struct dump_sum *sum = &dump->sums[i];
        if (sum->count == 0) {
            continue;
        }
        enum snapshot_status status =
            snapshot_builder_path_blocks(dump->builder, dump->paths[i], total_of(dump, sum->shape),
                                         domain_of(dump, sum->shape), sum->size, sum->count);
        if (status != SNAPSHOT_OK) {
            return dump_from_snapshot(dump, status);
        }
    }
    return DUMP_OK;
}

/* ---- The two objects ----------------------------------------------------------------------------- */

static bool is_name(const struct dump_value *value, enum dump_name name)
{
    return value->kind == DUMP_TEXT && value->number == name;
}

static enum dump_status set_member(struct snapshot_dump *dump, struct dump_members *members,
                                   const struct dump_value *key, const struct dump_value *value)
{
    if (is_name(key, MEMBER_TRACES) && value->kind == DUMP_OBJECT && value->number == NAME_TRACES) {
        members->traces = true;
    } else if (is_name(key, MEMBER_LIST) && value->kind == DUMP_LIST) {
        members->list = true;
    } else if (is_name(key, MEMBER_LIMIT) && value->kind == DUMP_NUMBER && value->number <= UINT32_MAX) {
        members->limit = true;
        dump->progress.limit = (uint32_t)value->number;
    } else {
        return dump_refuse(dump, "a member that no snapshot has");
    }
    return DUMP_OK;
}

enum dump_status dump_set_items(struct snapshot_dump *dump, size_t count)
{
    if (dump->stack_count < count + 1 || count % 2 != 0 || last(dump, count + 1)->kind != DUMP_MEMBERS) {
        return dump_refuse(dump, "there is no dict for these items");
    }
    struct dump_members *members = &dump->members[last(dump, count + 1)->number];
    const struct dump_value *items = last(dump, count);
    for (size_t i = 0; i < count; i += 2) {
        enum dump_status status = set_member(dump, members, &items[i], &items[i + 1]);
        if (status != DUMP_OK) {
            return status;
        }
    }
    dump->stack_count -= count;
    return DUMP_OK;
}

enum dump_status dump_class(struct snapshot_dump *dump)
{
    if (dump->stack_count < 2 || last(dump, 2)->kind != DUMP_TEXT || last(dump, 1)->kind != DUMP_TEXT) {
        return dump_refuse(dump, "a class is named by two strings");
    }
    const struct dump_value *words = last(dump, 2);
    if (!is_name(&words[0], NAME_MODULE) ||
        !(is_name(&words[1], NAME_SNAPSHOT) || is_name(&words[1], NAME_TRACES))) {
        struct snapshot_text module = snapshot_builder_text(dump->builder, (uint32_t)words[0].number);
        struct snapshot_text name = snapshot_builder_text(dump->builder, (uint32_t)words[1].number);
        return dump_refuse(
            dump, "%.*s.%.*s is refused: only tracemalloc.Snapshot and tracemalloc._Traces are known",
            module.length > 50 ? 50 : (int)module.length, module.bytes,
            name.length > 50 ? 50 : (int)name.length, name.bytes);
    }
    uint64_t name = words[1].number;
    dump->stack_count -= 2;
    return dump_push(dump, DUMP_CLASS, name);
}

enum dump_status dump_new_object(struct snapshot_dump *dump)
{
    if (dump->stack_count < 2 || last(dump, 2)->kind != DUMP_CLASS || last(dump, 1)->kind != DUMP_EMPTY) {
        return dump_refuse(dump, "an object is made of a class and no arguments");
    }
    uint64_t name = last(dump, 2)->number;
    if (dump->made[name]) {
        return dump_refuse(dump, "a second object of this class");
    }
    dump->made[name] = true;
    dump->stack_count -= 2;
    return dump_push(dump, DUMP_OBJECT, name);
}

enum dump_status dump_build(struct snapshot_dump *dump)
{
    if (dump->stack_count < 2 || last(dump, 2)->kind != DUMP_OBJECT || last(dump, 1)->kind != DUMP_MEMBERS) {
        return dump_refuse(dump, "there is no object, or no state for it");
    }
    uint64_t name = last(dump, 2)->number;
    const struct dump_members *members = &dump->members[last(dump, 1)->number];
    if (name == NAME_SNAPSHOT ? !members->traces || !members->limit : !members->list) {
        return dump_refuse(dump, "the object lacks a member");
    }
    dump->built[name] = true;
    dump->stack_count--;
    return DUMP_OK;
}

enum dump_status dump_stop(struct snapshot_dump *dump)
{
    if (dump->stack_count != 1 || dump->stack[0].kind != DUMP_OBJECT ||
        dump->stack[0].number != NAME_SNAPSHOT || !dump->built[NAME_SNAPSHOT] || !dump->built[NAME_TRACES]) {
        return dump_refuse(dump, "what the file holds is no tracemalloc.Snapshot");
    }
    dump->stopped = true;
    return DUMP_OK;
}
