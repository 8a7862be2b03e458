/* One subject and what is asked of it: the state of a search (state_init and its like of Modules/_sre/sre.c).
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/pattern.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/runtime.h"

static int64_t cut(int64_t at, size_t length)
{
    return at < 0 ? 0 : at > (int64_t)length ? (int64_t)length : at;
}

void subject_lend(const struct heap *h, addr string, int by)
{
    int64_t *exports = buffer_exports(h, string);
    if (exports)
        *exports += by;
}

static enum heap_status raise_no_subject(struct heap *h, addr string)
{
    return raise_error(h, EXC_TYPE_ERROR, "expected string or bytes-like object, got '%.200s'",
                       object_type_name(h, string));
}

enum heap_status pattern_run_begin(struct heap *h, struct pattern_run *r, addr pattern, addr string,
                                   int64_t pos, int64_t endpos)
{
    const struct pattern_object *p = pattern_at(h, pattern);
    struct textual t;
    if (!textual_view(h, string, &t))
        return raise_no_subject(h, string);
    if (p->is_bytes && t.type == KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "cannot use a bytes pattern on a string-like object");
    if (!p->is_bytes && t.type != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "cannot use a string pattern on a bytes-like object");
    if (!runtime_regex_run)
        return raise_error(h, EXC_RUNTIME_ERROR, "nobody here knows regular expressions");
    size_t marks = (size_t)(p->groups + 1) * 2 * sizeof(int64_t);
    addr table = table_alloc(h, sizeof(struct regex_call) + marks);
    if (!table)
        return raise_memory(h);
    *r = (struct pattern_run){.pattern = incref(h, pattern),
                              .string = incref(h, string),
                              .table = table,
                              .call = heap_at(h, table)};
    r->pos = r->next = cut(pos, t.length);
    r->endpos = cut(endpos, t.length);
    *r->call = (struct regex_call){.pattern = p->pattern,
                                   .flags = (uint32_t)p->flags,
                                   .subject = string,
                                   .groups = (size_t)p->groups,
                                   .marks = heap_at(h, table + sizeof(struct regex_call))};
    subject_lend(h, string, 1);
    return HEAP_OK;
}

void pattern_run_end(struct heap *h, struct pattern_run *r)
{
    subject_lend(h, r->string, -1);
    table_free(h, r->table);
    decref(h, r->pattern);
    decref(h, r->string);
}

enum heap_status pattern_run_match(struct heap *h, struct pattern_run *r, int how)
{
    struct regex_call *call = r->call;
    call->matched = false;
    if (r->next > r->endpos && how != REGEX_MATCH)
        return loop_check(h);
    call->how = (uint8_t)how;
    call->from = (size_t)r->next;
    call->to = (size_t)(r->endpos < r->next ? r->next : r->endpos); /* an empty match beyond the end is one */
    call->advances = r->advances;
    enum heap_status status = runtime_regex_run(h, call);
    if (status == HEAP_OK && call->matched) {
        r->next = call->marks[1];
        r->advances = call->marks[0] == call->marks[1];
    }
    return status == HEAP_OK ? loop_check(h) : status;
}

addr subject_slice(struct heap *h, addr string, int64_t from, int64_t to)
{
    struct textual t;
    if (!textual_view(h, string, &t)) { /* a view that was released behind the match's back */
        (void)raise_no_subject(h, string);
        return 0;
    }
    size_t end = to > (int64_t)t.length ? t.length : (size_t)to,
           begin = (size_t)from > end ? end : (size_t)from;
    if (t.type != KIND_BYTEARRAY)
        return textual_slice(h, &t, begin, end);
    return bytes_new(h, (const char *)t.data + begin, end - begin);
}

addr pattern_run_slice(struct heap *h, const struct pattern_run *r, int64_t from, int64_t to)
{
    return subject_slice(h, r->string, from, to);
}

addr pattern_run_group(struct heap *h, const struct pattern_run *r, int64_t i, addr missing)
{
    const int64_t *marks = r->call->marks + 2 * i;
    return marks[0] < 0 ? incref(h, missing) : pattern_run_slice(h, r, marks[0], marks[1]);
}

enum heap_status subject_join(struct heap *h, addr string, addr list, addr *out)
{
    addr joiner =
        str_is_kind(h, string) ? h->singleton[SINGLETON_EMPTY_STR] : h->singleton[SINGLETON_EMPTY_BYTES];
    if (list_length(h, list) == 0)
        return answer(h, incref(h, joiner), out);
    return textual_method_join(h, &(struct call){.self = joiner, .args = &list, .count = 1}, out);
}
