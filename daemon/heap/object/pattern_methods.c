/* The methods of re.Pattern and of the scanner that finditer() goes by. Mirrors Modules/_sre/sre.c. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/pattern.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/runtime.h"

/* (string, pos=0, endpos=sys.maxsize) */
static enum heap_status begin(struct heap *h, const struct call *call, const char *method,
                              struct pattern_run *r)
{
    static const char *const names[] = {"string", "pos", "endpos"};
    addr values[3];
    int64_t pos = 0, endpos = INT64_MAX;
    enum heap_status status = arguments_unpack(h, call, method, names, 3, 1, 3, values);
    if (status == HEAP_OK && values[1])
        status = int_argument(h, values[1], &pos);
    if (status == HEAP_OK && values[2])
        status = int_argument(h, values[2], &endpos);
    return status == HEAP_OK ? pattern_run_begin(h, r, call->self, values[0], pos, endpos) : status;
}

/* *new*: the match, or None. */
static enum heap_status answer_match(struct heap *h, const struct pattern_run *r, addr *out)
{
    if (!r->call->matched)
        return answer_none(h, HEAP_OK, out);
    return answer(h, match_new(h, r->pattern, r->call, r->pos, r->endpos), out);
}

static enum heap_status match_once(struct heap *h, const struct call *call, const char *method,
                                   enum regex_how_to_match how, addr *out)
{
    struct pattern_run r;
    enum heap_status status = begin(h, call, method, &r);
    if (status != HEAP_OK)
        return status;
    status = pattern_run_match(h, &r, (int)how);
    if (status == HEAP_OK)
        status = answer_match(h, &r, out);
    pattern_run_end(h, &r);
    return status;
}

static enum heap_status method_match(struct heap *h, const struct call *call, addr *out)
{
    return match_once(h, call, "match", REGEX_MATCH, out);
}
static enum heap_status method_fullmatch(struct heap *h, const struct call *call, addr *out)
{
    return match_once(h, call, "fullmatch", REGEX_FULLMATCH, out);
}
static enum heap_status method_search(struct heap *h, const struct call *call, addr *out)
{
    return match_once(h, call, "search", REGEX_SEARCH, out);
}

/* ---- findall
 * --------------------------------------------------------------------------------------------------------------------
 */

/* *new*: the match as findall() shows it: the whole, the group, or a tuple of the groups. */
static addr found(struct heap *h, const struct pattern_run *r)
{
    int64_t groups = (int64_t)r->call->groups;
    addr empty =
        h->singleton[pattern_at(h, r->pattern)->is_bytes ? SINGLETON_EMPTY_BYTES : SINGLETON_EMPTY_STR];
    if (groups < 2)
        return pattern_run_group(h, r, groups, empty);
    addr tuple = tuple_new(h, (size_t)groups);
    for (int64_t i = 1; tuple && i <= groups; i++) {
        addr item = pattern_run_group(h, r, i, empty);
        if (!item) {
            decref(h, tuple);
            return 0;
        }
        tuple_init(h, tuple, (size_t)i - 1, item);
    }
    if (tuple)
        tuple_done(h, tuple);
    return tuple;
}

/* *stolen* item. */
static enum heap_status append(struct heap *h, addr list, addr item)
{
    if (!item)
        return raise_status(h);
    enum heap_status status = list_append(h, list, item);
    decref(h, item);
    return status;
}

static enum heap_status method_findall(struct heap *h, const struct call *call, addr *out)
{
    struct pattern_run r;
    enum heap_status status = begin(h, call, "findall", &r);
    if (status != HEAP_OK)
        return status;
    addr list = list_new(h, 0);
    status = list ? HEAP_OK : raise_status(h);
    while (status == HEAP_OK && (status = pattern_run_match(h, &r, REGEX_SEARCH)) == HEAP_OK &&
           r.call->matched)
        status = append(h, list, found(h, &r));
    pattern_run_end(h, &r);
    if (status == HEAP_OK)
        *out = list;
    else
        xdecref(h, list);
    return status;
}

/* ---- split
 * ----------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status split(struct heap *h, struct pattern_run *r, int64_t most, addr list)
{
    int64_t last = 0;
    enum heap_status status = HEAP_OK;
    for (int64_t n = 0; status == HEAP_OK && (most == 0 || n < most); n++) {
        status = pattern_run_match(h, r, REGEX_SEARCH);
        if (status != HEAP_OK || !r->call->matched)
            break;
        status = append(h, list, pattern_run_slice(h, r, last, r->call->marks[0]));
        for (int64_t i = 1; i <= (int64_t)r->call->groups && status == HEAP_OK; i++)
            status = append(h, list, pattern_run_group(h, r, i, none(h)));
        last = r->call->marks[1];
    }
    return status == HEAP_OK ? append(h, list, pattern_run_slice(h, r, last, r->endpos)) : status;
}

static enum heap_status method_split(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"string", "maxsplit"};
    addr values[2];
    int64_t most = 0;
    struct pattern_run r;
    enum heap_status status = arguments_unpack(h, call, "split", names, 2, 1, 2, values);
    if (status == HEAP_OK && values[1])
        status = int_argument(h, values[1], &most);
    if (status == HEAP_OK)
        status = pattern_run_begin(h, &r, call->self, values[0], 0, INT64_MAX);
    if (status != HEAP_OK)
        return status;
    addr list = list_new(h, 0);
    status = list ? split(h, &r, most, list) : raise_status(h);
    pattern_run_end(h, &r);
    if (status == HEAP_OK)
        *out = list;
    else
        xdecref(h, list);
    return status;
}

/* ---- sub
 * ------------------------------------------------------------------------------------------------------------------------
 */

struct replacing {
    addr with;     /* *new*: a text, what template_read() made, or something to call */
    bool template; /* the second */
    bool calls;    /* the third */
};

static enum heap_status read_replacement(struct heap *h, addr pattern, addr with, struct replacing *out)
{
    struct textual t;
    *out = (struct replacing){0};
    if (object_is_callable(h, with)) {
        out->with = incref(h, with);
        out->calls = true;
        return HEAP_OK;
    }
    bool escapes = !textual_view(h, with, &t);
    for (size_t i = 0; !escapes && i < t.length; i++)
        escapes = units_get(t.data, t.kind, i) == '\\';
    if (!escapes) {
        out->with = incref(h, with);
        return HEAP_OK;
    }
    enum heap_status status = template_read(h, pattern, with, &out->with);
    out->template = status == HEAP_OK && object_kind(h, out->with) == KIND_TUPLE;
    return status;
}

/* *new*: what stands for the match; *out 0: nothing. */
static enum heap_status replacement(struct heap *h, const struct pattern_run *r, const struct replacing *with,
                                    addr *out)
{
    if (!with->calls && !with->template) {
        *out = incref(h, with->with);
        return HEAP_OK;
    }
    addr match = match_new(h, r->pattern, r->call, r->pos, r->endpos);
    if (!match)
        return raise_status(h);
    enum heap_status status = with->calls ? object_call(h, with->with, &match, 1, NULL, NULL, 0, out)
                                          : template_fill(h, with->with, match, out);
    decref(h, match);
    if (status == HEAP_OK && *out == none(h)) {
        decref(h, *out);
        *out = 0;
    }
    return status;
}

static enum heap_status replace(struct heap *h, struct pattern_run *r, const struct replacing *with,
                                int64_t most, addr list, int64_t *count)
{
    int64_t last = 0;
    enum heap_status status = HEAP_OK;
    for (*count = 0; status == HEAP_OK && (most == 0 || *count < most); ++*count) {
        addr item;
        status = pattern_run_match(h, r, REGEX_SEARCH);
        if (status != HEAP_OK || !r->call->matched)
            break;
        int64_t begins = r->call->marks[0], ends = r->call->marks[1];
        if (last < begins)
            status = append(h, list, pattern_run_slice(h, r, last, begins));
        if (status == HEAP_OK)
            status = replacement(h, r, with, &item);
        if (status == HEAP_OK && item)
            status = append(h, list, item);
        last = ends;
    }
    if (status == HEAP_OK && last < r->endpos)
        status = append(h, list, pattern_run_slice(h, r, last, r->endpos));
    return status;
}

static enum heap_status substitute(struct heap *h, const struct call *call, const char *method, addr *out,
                                   int64_t *count)
{
    static const char *const names[] = {"repl", "string", "count"};
    addr values[3];
    int64_t most = 0;
    struct pattern_run r;
    struct replacing with;
    enum heap_status status = arguments_unpack(h, call, method, names, 3, 2, 3, values);
    if (status == HEAP_OK && values[2])
        status = int_argument(h, values[2], &most);
    if (status == HEAP_OK)
        status = read_replacement(h, call->self, values[0], &with);
    if (status != HEAP_OK)
        return status;
    status = pattern_run_begin(h, &r, call->self, values[1], 0, INT64_MAX);
    if (status == HEAP_OK) {
        addr list = list_new(h, 0);
        status = list ? replace(h, &r, &with, most, list, count) : raise_status(h);
        if (status == HEAP_OK)
            status = subject_join(h, r.string, list, out);
        xdecref(h, list);
        pattern_run_end(h, &r);
    }
    decref(h, with.with);
    return status;
}

static enum heap_status method_sub(struct heap *h, const struct call *call, addr *out)
{
    int64_t count;
    return substitute(h, call, "sub", out, &count);
}

static enum heap_status method_subn(struct heap *h, const struct call *call, addr *out)
{
    int64_t count;
    addr pair[2], tuple = 0;
    enum heap_status status = substitute(h, call, "subn", &pair[0], &count);
    if (status != HEAP_OK)
        return status;
    pair[1] = int_new(h, count);
    if (pair[1])
        tuple = tuple_from(h, pair, 2);
    decref(h, pair[0]);
    xdecref(h, pair[1]);
    return answer(h, tuple, out);
}

/* ---- scanners
 * --------------------------------------------------------------------------------------------------------------------
 */

addr scanner_new(struct heap *h, addr pattern, addr string, int64_t pos, int64_t endpos)
{
    addr o = object_new(h, h->type[KIND_SCANNER], 0);
    if (!o)
        return 0;
    struct scanner_object *s = scanner_at(h, o);
    s->pattern = incref(h, pattern);
    s->string = incref(h, string);
    s->pos = s->next = pos;
    s->endpos = endpos;
    s->lent = true;
    subject_lend(h, string, 1);
    object_track(h, o);
    return o;
}

static enum heap_status method_scanner(struct heap *h, const struct call *call, addr *out)
{
    struct pattern_run r;
    enum heap_status status = begin(h, call, "scanner", &r);
    if (status != HEAP_OK)
        return status;
    addr s = scanner_new(h, r.pattern, r.string, r.pos, r.endpos);
    pattern_run_end(h, &r);
    return answer(h, s, out);
}

/* iter(pattern.scanner(...).search, None) */
static enum heap_status method_finditer(struct heap *h, const struct call *call, addr *out)
{
    addr scanner, name, search = 0, iterator = 0;
    struct pattern_run r;
    enum heap_status status = begin(h, call, "finditer", &r);
    if (status != HEAP_OK)
        return status;
    scanner = scanner_new(h, r.pattern, r.string, r.pos, r.endpos);
    pattern_run_end(h, &r);
    name = scanner ? str_from_ascii(h, "search") : 0;
    status = name ? object_getattr(h, scanner, name, &search) : raise_status(h);
    if (status == HEAP_OK) {
        iterator = callable_iterator_new(h, search, none(h));
        decref(h, search);
        status = iterator ? HEAP_OK : raise_status(h);
    }
    xdecref(h, name);
    xdecref(h, scanner);
    if (status == HEAP_OK)
        *out = iterator;
    return status;
}

static enum heap_status scan(struct heap *h, addr o, enum regex_how_to_match how, addr *out)
{
    struct pattern_run r;
    struct scanner_object *s = scanner_at(h, o);
    if (s->next < 0) /* there was no match any more */
        return answer_none(h, HEAP_OK, out);
    enum heap_status status = pattern_run_begin(h, &r, s->pattern, s->string, s->pos, s->endpos);
    if (status != HEAP_OK)
        return status;
    r.next = s->next;
    r.advances = s->advances;
    status = pattern_run_match(h, &r, (int)how);
    if (status == HEAP_OK)
        status = answer_match(h, &r, out);
    if (status == HEAP_OK) {
        s->next = r.call->matched ? r.next : -1;
        s->advances = r.advances;
    }
    pattern_run_end(h, &r);
    return status;
}

static enum heap_status scanner_match(struct heap *h, const struct call *call, addr *out)
{
    return scan(h, call->self, REGEX_MATCH, out);
}
static enum heap_status scanner_search(struct heap *h, const struct call *call, addr *out)
{
    return scan(h, call->self, REGEX_SEARCH, out);
}

FIELDS_SLOTS(scanner, offsetof(struct scanner_object, string), offsetof(struct scanner_object, pattern))
static bool scanner_release_lent(struct heap *h, addr o, addr *reference)
{
    struct scanner_object *s = scanner_at(h, o);
    if (s->lent)
        subject_lend(h, s->string, -1);
    s->lent = false;
    return scanner_release_next(h, o, reference);
}

extern const struct kind_ops scanner_ops;
const struct kind_ops scanner_ops = {.traverse = scanner_traverse,
                                     .release_next = scanner_release_lent,
                                     .hash = hash_self,
                                     .verify = scanner_verify};
extern const struct builtin_method scanner_methods[];
const struct builtin_method scanner_methods[] = {
    {"match", 0, 0, false, scanner_match}, {"search", 0, 0, false, scanner_search}, {0}};

/* ---- the table
 * ------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status method_itself(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, incref(h, call->self), out);
}

extern const struct builtin_method pattern_methods[];
const struct builtin_method pattern_methods[] = {
    {"match", -1, -1, METHOD_KEYWORDS, method_match},
    {"fullmatch", -1, -1, METHOD_KEYWORDS, method_fullmatch},
    {"search", -1, -1, METHOD_KEYWORDS, method_search},
    {"sub", -1, -1, METHOD_KEYWORDS, method_sub},
    {"subn", -1, -1, METHOD_KEYWORDS, method_subn},
    {"findall", -1, -1, METHOD_KEYWORDS, method_findall},
    {"split", -1, -1, METHOD_KEYWORDS, method_split},
    {"finditer", -1, -1, METHOD_KEYWORDS, method_finditer},
    {"scanner", -1, -1, METHOD_KEYWORDS, method_scanner},
    {"__copy__", 0, 0, false, method_itself},
    {"__deepcopy__", 1, 1, false, method_itself},
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {0},
};
