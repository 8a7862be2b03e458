/* Opcodes out of bytes: see dump.h. Each is read whole or not at all; what is cut short waits for more
 * bytes. */
#include "daemon/snapshot/dump_machine.h"
#include <stdio.h>
#include <string.h>

enum {
    TEXT_LIMIT = 1 << 20, /* bytes of a string: file names, in fact */
    COMPLETED = 64,       /* bytes that complete nearly every opcode */
};

static const char *const name_texts[NAME_COUNT] = {
    [NAME_MODULE] = "tracemalloc", [NAME_SNAPSHOT] = "Snapshot", [NAME_TRACES] = "_Traces",
    [MEMBER_TRACES] = "traces",    [MEMBER_LIST] = "_traces",    [MEMBER_LIMIT] = "traceback_limit",
};

enum dump_status snapshot_dump_new(size_t memory, struct snapshot_dump **result)
{
    struct snapshot_dump *dump = calloc(1, sizeof *dump);
    if (dump == NULL) {
        return DUMP_NO_MEMORY;
    }
    dump->memory = memory;
    enum snapshot_status status = snapshot_builder_new(&dump->builder);
    for (size_t i = 0; i < NAME_COUNT && status == SNAPSHOT_OK; i++) {
        uint32_t id; /* i, in a new builder */
        status = snapshot_builder_string(dump->builder, name_texts[i], strlen(name_texts[i]), &id);
    }
    if (status != SNAPSHOT_OK) {
        snapshot_dump_drop(dump);
        return DUMP_NO_MEMORY;
    }
    *result = dump;
    return DUMP_OK;
}

/* All but the builder and the progress. */
static void free_arrays(struct snapshot_dump *dump)
{
    free(dump->stack);
    free(dump->memo);
    free(dump->sizes);
    free(dump->ranks);
    free(dump->frames);
    free(dump->paths);
    free(dump->sums);
    free(dump->wide);
    free(dump->pending);
    dump->stack = NULL;
    dump->memo = NULL;
    dump->sizes = dump->ranks = dump->frames = NULL;
    dump->paths = NULL;
    dump->sums = NULL;
    dump->wide = NULL;
    dump->pending = NULL;
}

void snapshot_dump_drop(struct snapshot_dump *dump)
{
    if (dump == NULL) {
        return;
    }
    snapshot_builder_drop(dump->builder);
    free_arrays(dump);
    free(dump);
}

void snapshot_dump_progress(const struct snapshot_dump *dump, struct dump_progress *progress)
{
    *progress = dump->progress;
}

static size_t footprint(const struct snapshot_dump *dump)
{
    return snapshot_builder_footprint(dump->builder) + dump->stack_count * sizeof *dump->stack +
           dump->memo_count * sizeof *dump->memo + dump->size_count * sizeof *dump->sizes +
           dump->rank_count * sizeof *dump->ranks + dump->frame_room * sizeof *dump->frames +
           dump->path_count * (sizeof *dump->paths + sizeof *dump->sums) +
           dump->wide_count * sizeof *dump->wide + dump->pending_count;
}

/* ---- Arguments ----------------------------------------------------------------------------------- */

static uint64_t little_endian(const unsigned char *bytes, size_t count)
{
    uint64_t number = 0;
    for (size_t i = count; i-- > 0;) {
        number = number << 8 | bytes[i];
    }
    return number;
}

/* How many bytes of argument follow an opcode. False: more bytes are needed to say so. */
static bool argument_length(unsigned char opcode, const unsigned char *bytes, size_t available,
                            uint64_t *length)
{
    size_t counted = 0; /* bytes of the length itself */
    switch (opcode) {
    case 'K':
    case 'h':
    case 0x80:
        *length = 1;
        return true;
    case 'M':
        *length = 2;
        return true;
    case 'J':
    case 'j':
        *length = 4;
        return true;
    case 0x95:
        *length = 8;
        return true;
    case 0x8a:
    case 0x8c:
        counted = 1;
        break;
    case 'X':
        counted = 4;
        break;
    default:
        *length = 0;
        return true;
    }
    if (available < counted) {
        return false;
    }
    *length = counted + little_endian(bytes, counted);
    return true;
}

/* ---- Opcodes ------------------------------------------------------------------------------------- */

static enum dump_status push_text(struct snapshot_dump *dump, const unsigned char *bytes, size_t length)
{
    uint32_t id;
    if (!snapshot_is_text((const char *)bytes, length)) {
        return dump_refuse(dump, "a string that is not UTF-8");
    }
    enum dump_status status =
        dump_from_snapshot(dump, snapshot_builder_string(dump->builder, (const char *)bytes, length, &id));
    if (status == DUMP_OK && id >= DUMP_MAX_NUMBERS) {
        status = dump_from_snapshot(dump, SNAPSHOT_TOO_LARGE);
    }
    return status == DUMP_OK ? dump_push(dump, DUMP_TEXT, id) : status;
}

/* LONG1: two's complement of any length up to 255 bytes. */
static enum dump_status push_long(struct snapshot_dump *dump, const unsigned char *bytes, size_t length)
{
    if (length > 0 && (bytes[length - 1] & 0x80) != 0) {
        return dump_push(dump, DUMP_NEGATIVE, 0);
    }
    while (length > 0 && bytes[length - 1] == 0) {
        length--;
    }
    if (length > 8) {
        return dump_refuse(dump, "a number beyond 64 bits");
    }
    return dump_push(dump, DUMP_NUMBER, little_endian(bytes, length));
}

enum dump_status dump_memoize(struct snapshot_dump *dump)
{
    if (dump->stack_count == 0) {
        return dump_refuse(dump, "the stack is empty");
    }
    const struct dump_value *value = &dump->stack[dump->stack_count - 1];
    if (value->kind == DUMP_MARK || value->kind == DUMP_NUMBER || value->kind == DUMP_NEGATIVE) {
        return dump_refuse(dump, "a number or a mark to be remembered");
    }
    if (dump->memo_count >= SNAPSHOT_MAX_IDS) {
        return dump_too_large(dump, "more values to be remembered than can be counted");
    }
    if (snapshot_reserve(&dump->memo, &dump->memo_room, dump->memo_count + 1, sizeof *dump->memo)) {
        return DUMP_NO_MEMORY;
    }
    uint64_t number = value->number;
    if (value->kind == DUMP_TRACE) {
        if (snapshot_reserve(&dump->sizes, &dump->size_room, dump->size_count + 1, sizeof *dump->sizes)) {
            return DUMP_NO_MEMORY;
        }
        dump->sizes[dump->size_count++] = (uint32_t)(number >> DUMP_NUMBER_BITS);
        number &= DUMP_NUMBER_MASK;
    }
    dump->memo[dump->memo_count++] = (dump_memo)(number << MEMO_KIND_BITS | value->kind);
    return DUMP_OK;
}

/* How many traces there are among the first `count` of the memo. */
static enum dump_status count_traces(struct snapshot_dump *dump, size_t count, size_t *traces)
{
    size_t ranks = count / DUMP_RANK + 1;
    if (snapshot_reserve(&dump->ranks, &dump->rank_room, ranks, sizeof *dump->ranks)) {
        return DUMP_NO_MEMORY;
    }
    while (dump->rank_count < ranks) {
        size_t at = dump->rank_count++;
        dump->ranks[at] = at == 0 ? 0 : dump->ranks[at - 1];
        for (size_t i = at == 0 ? 0 : (at - 1) * DUMP_RANK; i < at * DUMP_RANK; i++) {
            dump->ranks[at] += dump_memo_kind(dump->memo[i]) == DUMP_TRACE;
        }
    }
    *traces = dump->ranks[ranks - 1];
    for (size_t i = (ranks - 1) * DUMP_RANK; i < count; i++) {
        *traces += dump_memo_kind(dump->memo[i]) == DUMP_TRACE;
    }
    return DUMP_OK;
}

static enum dump_status recall(struct snapshot_dump *dump, uint64_t index)
{
    size_t place;
    if (index >= dump->memo_count) {
        return dump_refuse(dump, "a reference to number %llu of %zu", (unsigned long long)index,
                           dump->memo_count);
    }
    uint32_t number = dump->memo[index] >> MEMO_KIND_BITS;
    enum dump_kind kind = dump_memo_kind(dump->memo[index]);
    if (kind == DUMP_WIDE) {
        return dump_push_trace(dump, kind, number);
    }
    if (kind != DUMP_TRACE) {
        return dump_push(dump, kind, number);
    }
    enum dump_status status = count_traces(dump, (size_t)index, &place);
    return status == DUMP_OK ? dump_push_trace(dump, kind, dump_trace_number(dump->sizes[place], number))
                             : status;
}

typedef enum dump_status ending(struct snapshot_dump *dump, size_t count);

/* How many values there are after the last mark. */
static enum dump_status count_since_mark(struct snapshot_dump *dump, size_t *count)
{
    size_t at = dump->stack_count;
    while (at > 0 && dump->stack[at - 1].kind != DUMP_MARK) {
        at--;
    }
    if (at == 0) {
        return dump_refuse(dump, "there is no mark");
    }
    *count = dump->stack_count - at;
    return DUMP_OK;
}

/* What goes back to the last mark: the mark is taken out, and `end` has the values after it. */
static enum dump_status since_mark(struct snapshot_dump *dump, ending *end)
{
    size_t count = 0;
    enum dump_status status = count_since_mark(dump, &count);
    if (status != DUMP_OK) {
        return status;
    }
    struct dump_value *first = &dump->stack[dump->stack_count - count];
    memmove(first - 1, first, count * sizeof *first);
    dump->stack_count--;
    return end(dump, count);
}

static enum dump_status append_since_mark(struct snapshot_dump *dump)
{
    size_t count = 0;
    enum dump_status status = count_since_mark(dump, &count);
    return status == DUMP_OK ? dump_append(dump, count, true) : status;
}

static enum dump_status make_list(struct snapshot_dump *dump)
{
    if (dump->listed) {
        return dump_refuse(dump, "a second list");
    }
    dump->listed = true;
    return dump_push(dump, DUMP_LIST, 0);
}

static enum dump_status make_members(struct snapshot_dump *dump)
{
    if (dump->member_count == sizeof dump->members / sizeof *dump->members) {
        return dump_refuse(dump, "a third dict");
    }
    return dump_push(dump, DUMP_MEMBERS, dump->member_count++);
}

static enum dump_status begin(struct snapshot_dump *dump, unsigned protocol)
{
    if (dump->progress.protocol != 0 || (protocol != 4 && protocol != 5)) {
        return dump_refuse(dump, "snapshots are pickles of protocol 4 or 5");
    }
    dump->progress.protocol = protocol;
    return DUMP_OK;
}

static enum dump_status execute(struct snapshot_dump *dump, unsigned char opcode,
                                const unsigned char *argument, size_t length)
{
    switch (opcode) {
    case 0x80: /* PROTO */
        return begin(dump, argument[0]);
    case 0x95: /* FRAME: how much to read at a time, which is no concern of ours */
        return DUMP_OK;
    case '.': /* STOP */
        return dump_stop(dump);
    case '(': /* MARK */
        return dump_push(dump, DUMP_MARK, 0);
    case 0x94: /* MEMOIZE */
        return dump_memoize(dump);
    case 'h': /* BINGET */
    case 'j': /* LONG_BINGET */
        return recall(dump, little_endian(argument, length));
    case 0x8c: /* SHORT_BINUNICODE */
        return push_text(dump, argument + 1, length - 1);
    case 'X': /* BINUNICODE */
        return push_text(dump, argument + 4, length - 4);
    case 'J': /* BININT */
        return dump_push(dump, (argument[3] & 0x80) != 0 ? DUMP_NEGATIVE : DUMP_NUMBER,
                         little_endian(argument, 4));
    case 'K': /* BININT1 */
    case 'M': /* BININT2 */
        return dump_push(dump, DUMP_NUMBER, little_endian(argument, length));
    case 0x8a: /* LONG1 */
        return push_long(dump, argument + 1, length - 1);
    case ']': /* EMPTY_LIST */
        return make_list(dump);
    case '}': /* EMPTY_DICT */
        return make_members(dump);
    case ')': /* EMPTY_TUPLE */
        return dump_tuple(dump, 0);
    case 0x85: /* TUPLE1 */
    case 0x86: /* TUPLE2 */
    case 0x87: /* TUPLE3 */
        return dump_tuple(dump, opcode - 0x84u);
    case 't': /* TUPLE */
        return since_mark(dump, dump_tuple);
    case 'a': /* APPEND */
        return dump_append(dump, 1, false);
    case 'e': /* APPENDS */
        return append_since_mark(dump);
    case 's': /* SETITEM */
        return dump_set_items(dump, 2);
    case 'u': /* SETITEMS */
        return since_mark(dump, dump_set_items);
    case 0x93: /* STACK_GLOBAL */
        return dump_class(dump);
    case 0x81: /* NEWOBJ */
        return dump_new_object(dump);
    case 'b': /* BUILD */
        return dump_build(dump);
    default:
        return dump_refuse(dump, "an opcode that no snapshot contains");
    }
}

/* Names the opcode that the reason in the error is about. */
static enum dump_status locate(struct snapshot_dump *dump, uint64_t offset, const char *opcode)
{
    dump->error->offset = offset;
    snprintf(dump->error->opcode, sizeof dump->error->opcode, "%s", opcode);
    return DUMP_REFUSED;
}

/* One opcode from bytes[0..available). *taken 0: it is not whole yet. */
static enum dump_status step(struct snapshot_dump *dump, const unsigned char *bytes, size_t available,
                             size_t *taken)
{
    uint64_t length;
    enum dump_status status = DUMP_OK;
    *taken = 0;
    if (dump->stopped) {
        dump_refuse(dump, "more bytes after the end of the pickle");
        return locate(dump, dump->progress.bytes, "");
    }
    if (dump->progress.protocol == 0 && bytes[0] != 0x80) {
        status = dump_refuse(dump, "this is no pickle of protocol 4 or 5, and so no file of Snapshot.dump()");
    } else if (!argument_length(bytes[0], bytes + 1, available - 1, &length)) {
        return DUMP_OK;
    } else if (length > TEXT_LIMIT) {
        status = dump_refuse(dump, "a string of %llu bytes", (unsigned long long)length);
    } else if (length > available - 1) {
        return DUMP_OK;
    } else {
        status = execute(dump, bytes[0], bytes + 1, (size_t)length);
        *taken = 1 + (size_t)length;
    }
    return status == DUMP_REFUSED ? locate(dump, dump->progress.bytes, snapshot_dump_opcode(bytes[0]))
                                  : status;
}

/* Reads opcodes that begin before `end` and are whole; what is whole may go on after it. */
static enum dump_status read_bytes(struct snapshot_dump *dump, const unsigned char *bytes, size_t available,
                                   size_t end, size_t *read)
{
    size_t at = 0, taken = 1;
    enum dump_status status = DUMP_OK;
    while (status == DUMP_OK && taken > 0 && at < end) {
        taken = dump_usual(dump, bytes + at, available - at);
        if (taken == 0) {
            status = step(dump, bytes + at, available - at, &taken);
        }
        at += taken;
        dump->progress.bytes += taken;
    }
    *read = at;
    return status == DUMP_OK && footprint(dump) > dump->memory
               ? dump_too_large(dump, "it needs more memory than an import may have (--max-import-memory)")
               : status;
}

static enum dump_status keep(struct snapshot_dump *dump, const unsigned char *bytes, size_t length)
{
    if (snapshot_reserve(&dump->pending, &dump->pending_room, dump->pending_count + length, 1)) {
        return DUMP_NO_MEMORY;
    }
    memcpy(dump->pending + dump->pending_count, bytes, length);
    dump->pending_count += length;
    return DUMP_OK;
}

/* Reads the opcode whose beginning is pending with as many of these bytes as it needs, or keeps them all. */
static enum dump_status complete(struct snapshot_dump *dump, const unsigned char *bytes, size_t length,
                                 size_t *read)
{
    size_t before = dump->pending_count, taken = 0;
    enum dump_status status = DUMP_OK;
    *read = 0;
    for (size_t more = COMPLETED; status == DUMP_OK && taken == 0 && *read < length; more *= 2) {
        size_t piece = length - *read < more ? length - *read : more;
        status = keep(dump, bytes + *read, piece);
        *read += piece;
        if (status == DUMP_OK) {
            status = step(dump, dump->pending, dump->pending_count, &taken);
        }
    }
    if (taken > 0) {
        *read = taken - before;
        dump->pending_count = 0;
        dump->progress.bytes += taken;
    }
    return status;
}

enum dump_status snapshot_dump_feed(struct snapshot_dump *dump, const void *bytes, size_t length,
                                    struct dump_error *error)
{
    enum dump_status status = DUMP_OK;
    const unsigned char *from = bytes;
    size_t at = 0, read = 0;
    dump->error = error;
    if (dump->pending_count > 0) {
        status = complete(dump, from, length, &at);
    }
    while (status == DUMP_OK && at < length) {
        size_t end = length - at < DUMP_SLICE ? length - at : DUMP_SLICE;
        status = read_bytes(dump, from + at, length - at, end, &read);
        at += read;
        if (status == DUMP_OK && read < end) { /* the rest is no whole opcode */
            status = keep(dump, from + at, length - at);
            at = length;
        }
    }
    dump->error = NULL;
    return status;
}

enum dump_status snapshot_dump_finish(struct snapshot_dump *dump, struct snapshot_builder **builder,
                                      struct dump_error *error)
{
    dump->error = error;
    if (!dump->stopped) {
        dump_refuse(dump, "the file ends before the pickle does");
        return locate(dump, dump->progress.bytes + dump->pending_count, "");
    }
    enum dump_status status = dump_settle(dump);
    dump->error = NULL;
    if (status != DUMP_OK) {
        return status;
    }
    snapshot_builder_traced(dump->builder, dump->progress.limit, 0);
    *builder = dump->builder;
    dump->builder = NULL;
    free_arrays(dump); /* what is to come needs memory too */
    return DUMP_OK;
}
