/* Values from JSON to the heap (value_read.h). */
#include "api/value_read.h"

#include <string.h>

#include "api/base64.h"

void value_reader_begin(struct value_reader *r, struct heap *h, const struct json_tape *tape,
                        struct scratch *scratch)
{
    *r = (struct value_reader){.heap = h, .tape = tape, .scratch = scratch};
}

void value_reader_end(struct value_reader *r)
{
    if (r->memo)
        decref(r->heap, r->memo);
    r->memo = 0;
}

addr value_fail(struct value_reader *r, enum problem problem, uint32_t token, const char *detail)
{
    r->problem = problem;
    r->token = token;
    r->detail = detail;
    return 0;
}

addr value_raised(struct value_reader *r, uint32_t token)
{
    return value_fail(r, PROBLEM_EXCEPTION, token, NULL);
}

static addr checked(struct value_reader *r, uint32_t token, addr value)
{
    return value ? value : value_raised(r, token);
}

static const struct json_token *token_at(const struct value_reader *r, uint32_t token)
{
    return &r->tape->tokens[token];
}

/* ---- plain JSON ---------------------------------------------------------------------------------- */

const char *value_text(struct value_reader *r, uint32_t token, size_t *length)
{
    const struct json_token *t = token_at(r, token);
    const char *text = json_text(r->tape, token);
    char *copy = scratch_alloc(r->scratch, (size_t)t->length + 1);
    if (!copy)
        return NULL;
    *length = t->kind == JSON_STRING_ESCAPED ? json_unescape(text, t->length, copy) : t->length;
    if (t->kind != JSON_STRING_ESCAPED)
        memcpy(copy, text, t->length);
    copy[*length] = '\0';
    return copy;
}

static addr read_string(struct value_reader *r, uint32_t token)
{
    const struct json_token *t = token_at(r, token);
    const char *text = json_text(r->tape, token);
    size_t length = t->length;
    if (t->kind == JSON_STRING_ESCAPED) {
        char *plain = scratch_alloc(r->scratch, length);
        if (!plain)
            return value_fail(r, PROBLEM_OUT_OF_MEMORY, token, NULL);
        length = json_unescape(text, length, plain);
        text = plain;
    }
    return checked(r, token, str_from_utf8(r->heap, text, length));
}

static addr read_int(struct value_reader *r, uint32_t token)
{
    int64_t small;
    if (json_int64(r->tape, token, &small))
        return checked(r, token, int_new(r->heap, small));
    return checked(r, token,
                   int_from_text(r->heap, json_text(r->tape, token), token_at(r, token)->length, 10));
}

static addr read_float(struct value_reader *r, uint32_t token)
{
    double value = 0;
    (void)json_double(r->tape, token, &value);
    return checked(r, token, float_new(r->heap, value));
}

/* json.loads' array: an empty list, and append for each. */
static addr read_list(struct value_reader *r, uint32_t token)
{
    addr list = list_new(r->heap, 0);
    if (!list)
        return value_raised(r, token);
    for (uint32_t i = token + 1; i != token_at(r, token)->next; i = token_at(r, i)->next) {
        addr item = value_read(r, i);
        if (!item)
            goto fail;
        enum heap_status status = list_append(r->heap, list, item);
        decref(r->heap, item);
        if (status != HEAP_OK) {
            value_raised(r, i);
            goto fail;
        }
    }
    return list;
fail:
    decref(r->heap, list);
    return 0;
}

/* The one str for this key in the document: *new*. */
static addr read_key(struct value_reader *r, uint32_t token)
{
    if (!r->memo && !(r->memo = dict_new(r->heap)))
        return value_raised(r, token);
    addr key = read_string(r, token);
    if (!key)
        return 0;
    addr known = dict_get_str(r->heap, r->memo, key);
    if (known) {
        incref(r->heap, known);
        decref(r->heap, key);
        return known;
    }
    if (dict_set(r->heap, r->memo, key, key) != HEAP_OK) {
        decref(r->heap, key);
        return value_raised(r, token);
    }
    return key;
}

static addr read_dict(struct value_reader *r, uint32_t token)
{
    addr dict = dict_new(r->heap);
    if (!dict)
        return value_raised(r, token);
    for (uint32_t i = token + 1; i != token_at(r, token)->next;) {
        uint32_t at = i + 1; /* a key is one token */
        i = token_at(r, at)->next;
        addr key = read_key(r, at - 1), value = key ? value_read(r, at) : 0;
        enum heap_status status = value ? dict_set(r->heap, dict, key, value) : HEAP_OK;
        if (value)
            decref(r->heap, value);
        if (key)
            decref(r->heap, key);
        if (status != HEAP_OK)
            value_raised(r, at);
        if (!value || status != HEAP_OK) {
            decref(r->heap, dict);
            return 0;
        }
    }
    return dict;
}

/* ---- what JSON cannot say ------------------------------------------------------------------------ */

/* The elements of an array as *new* references in scratch: released by release_all. False: failed, all
 * released. */
static bool read_all(struct value_reader *r, uint32_t array, addr **items, size_t *count)
{
    *count = 0;
    if (token_at(r, array)->kind != JSON_ARRAY)
        return value_fail(r, PROBLEM_INVALID_VALUE, array, "an array is expected here");
    *items = scratch_alloc(r->scratch, (token_at(r, array)->count + 1u) * sizeof **items);
    if (!*items)
        return value_fail(r, PROBLEM_OUT_OF_MEMORY, array, NULL);
    for (uint32_t i = array + 1; i != token_at(r, array)->next; i = token_at(r, i)->next) {
        addr item = value_read(r, i);
        if (!item) {
            while (*count > 0)
                decref(r->heap, (*items)[--*count]);
            return false;
        }
        (*items)[(*count)++] = item;
    }
    return true;
}

static void release_all(struct value_reader *r, const addr *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        decref(r->heap, items[i]);
}

static addr read_tuple(struct value_reader *r, uint32_t token)
{
    addr *items;
    size_t count;
    if (!read_all(r, token, &items, &count))
        return 0;
    addr tuple = checked(r, token, tuple_from(r->heap, items, count));
    release_all(r, items, count);
    return tuple;
}

static addr read_frozenset(struct value_reader *r, uint32_t token)
{
    addr *items;
    size_t count;
    if (!read_all(r, token, &items, &count))
        return 0;
    addr set = checked(r, token, frozenset_from(r->heap, items, count));
    release_all(r, items, count);
    return set;
}

typedef enum heap_status adder(struct heap *h, addr container, addr item);

/* Fills a *new* container (stolen; 0 is passed on) item by item. */
static addr fill(struct value_reader *r, uint32_t array, addr container, adder *add)
{
    if (!container)
        return value_raised(r, array);
    if (token_at(r, array)->kind != JSON_ARRAY) {
        decref(r->heap, container);
        return value_fail(r, PROBLEM_INVALID_VALUE, array, "an array is expected here");
    }
    for (uint32_t i = array + 1; i != token_at(r, array)->next; i = token_at(r, i)->next) {
        addr item = value_read(r, i);
        enum heap_status status = item ? add(r->heap, container, item) : HEAP_OK;
        if (item)
            decref(r->heap, item);
        if (status != HEAP_OK)
            value_raised(r, i);
        if (!item || status != HEAP_OK) {
            decref(r->heap, container);
            return 0;
        }
    }
    return container;
}

static addr read_set(struct value_reader *r, uint32_t token)
{
    return fill(r, token, set_new(r->heap), set_add);
}

/* What calling the type makes, so that it is as large as one that a program makes. */
static addr construct(struct value_reader *r, uint32_t token, enum kind kind, const addr *arguments,
                      size_t count)
{
    addr made = 0;
    if (object_call(r->heap, r->heap->type[kind], arguments, count, NULL, NULL, 0, &made) != HEAP_OK)
        return value_raised(r, token);
    return made;
}

static addr read_deque(struct value_reader *r, uint32_t token)
{
    if (token_at(r, token)->kind != JSON_ARRAY)
        return value_fail(r, PROBLEM_INVALID_VALUE, token, "an array is expected here");
    addr items = read_list(r, token), deque = items ? construct(r, token, KIND_DEQUE, &items, 1) : 0;
    xdecref(r->heap, items);
    return deque;
}

static addr read_big_int(struct value_reader *r, uint32_t token)
{
    size_t length;
    if (token_at(r, token)->kind == JSON_INT)
        return read_int(r, token);
    if (!json_is_string(*token_at(r, token)))
        return value_fail(r, PROBLEM_INVALID_VALUE, token,
                          "$int takes a string: decimal, or with 0x, 0o, 0b");
    const char *text = value_text(r, token, &length);
    if (!text)
        return value_fail(r, PROBLEM_OUT_OF_MEMORY, token, NULL);
    size_t sign = length > 0 && (text[0] == '-' || text[0] == '+');
    bool prefixed = length > sign + 1 && text[sign] == '0' && (text[sign + 1] | 32) >= 'a';
    return checked(r, token, int_from_text(r->heap, text, length, prefixed ? 0 : 10));
}

static addr read_text_float(struct value_reader *r, uint32_t token)
{
    size_t length;
    double value;
    if (json_is_number(*token_at(r, token)))
        return read_float(r, token);
    const char *text = json_is_string(*token_at(r, token)) ? value_text(r, token, &length) : NULL;
    if (!text || !float_from_text(text, length, &value))
        return value_fail(r, PROBLEM_INVALID_VALUE, token,
                          "$float takes a number or a string such as \"nan\", \"inf\", \"1e400\"");
    return checked(r, token, float_new(r->heap, value));
}

/* A part: a number, or {"$float": "nan"}. */
static bool read_part(struct value_reader *r, uint32_t token, double *part)
{
    if (json_double(r->tape, token, part))
        return true;
    addr value = token_at(r, token)->kind == JSON_OBJECT ? value_read(r, token) : 0;
    bool real = value && object_kind(r->heap, value) == KIND_FLOAT;
    if (real)
        *part = float_value(r->heap, value);
    xdecref(r->heap, value);
    return real;
}

static addr read_complex(struct value_reader *r, uint32_t token)
{
    double part[2];
    uint32_t first = token + 1;
    if (token_at(r, token)->kind != JSON_ARRAY || token_at(r, token)->count != 2 ||
        !read_part(r, first, &part[0]) || !read_part(r, token_at(r, first)->next, &part[1])) {
        heap_clear_raised(r->heap);
        return value_fail(r, PROBLEM_INVALID_VALUE, token, "$complex takes [real, imaginary]");
    }
    return checked(r, token, complex_new(r->heap, part[0], part[1]));
}

/* Decoded base64 in scratch; NULL: failed. */
static const void *read_base64(struct value_reader *r, uint32_t token, size_t *size)
{
    size_t length;
    if (!json_is_string(*token_at(r, token))) {
        value_fail(r, PROBLEM_INVALID_VALUE, token, "a string in base64 is expected here");
        return NULL;
    }
    const char *text = value_text(r, token, &length);
    void *bytes = text ? scratch_alloc(r->scratch, length / 4 * 3 + 3) : NULL;
    if (!bytes)
        value_fail(r, PROBLEM_OUT_OF_MEMORY, token, NULL);
    else if (base64_decode(text, length, bytes, size))
        return bytes;
    else
        value_fail(r, PROBLEM_INVALID_VALUE, token, "this is not base64");
    return NULL;
}

static addr read_bytes(struct value_reader *r, uint32_t token)
{
    size_t size;
    const void *bytes = read_base64(r, token, &size);
    return bytes ? checked(r, token, bytes_new(r->heap, bytes, size)) : 0;
}

static addr read_bytearray(struct value_reader *r, uint32_t token)
{
    size_t size;
    const void *bytes = read_base64(r, token, &size);
    return bytes ? checked(r, token, bytearray_new(r->heap, bytes, size)) : 0;
}

/* [stop], [start, stop] or [start, stop, step], each an int. */
static addr read_range(struct value_reader *r, uint32_t token)
{
    addr *part;
    size_t count;
    if (token_at(r, token)->kind != JSON_ARRAY || token_at(r, token)->count < 1 ||
        token_at(r, token)->count > 3)
        return value_fail(r, PROBLEM_INVALID_VALUE, token, "$range takes [start, stop, step]");
    if (!read_all(r, token, &part, &count))
        return 0;
    for (size_t i = 0; i < count; i++)
        if (object_kind(r->heap, part[i]) != KIND_INT && object_kind(r->heap, part[i]) != KIND_BOOL) {
            release_all(r, part, count);
            return value_fail(r, PROBLEM_INVALID_VALUE, token, "$range takes ints");
        }
    addr zero = int_new(r->heap, 0), one = int_new(r->heap, 1);
    addr range = checked(r, token,
                         range_new(r->heap, count > 1 ? part[0] : zero, count > 1 ? part[1] : part[0],
                                   count > 2 ? part[2] : one));
    decref(r->heap, zero);
    decref(r->heap, one);
    release_all(r, part, count);
    return range;
}

static addr read_array(struct value_reader *r, uint32_t token)
{
    uint32_t code = token + 1;
    if (token_at(r, token)->kind != JSON_ARRAY || token_at(r, token)->count != 2 ||
        !json_is_string(*token_at(r, code)) || token_at(r, token_at(r, code)->next)->kind != JSON_ARRAY)
        return value_fail(r, PROBLEM_INVALID_VALUE, token, "$array takes [typecode, [items]]");
    addr typecode = read_string(r, code), items = typecode ? read_list(r, token_at(r, code)->next) : 0;
    const addr arguments[] = {typecode, items};
    addr array = items ? construct(r, token, KIND_ARRAY, arguments, 2) : 0;
    xdecref(r->heap, items);
    xdecref(r->heap, typecode);
    return array;
}

/* [[key, value], ...], any keys. */
static addr read_pairs(struct value_reader *r, uint32_t token)
{
    if (token_at(r, token)->kind != JSON_ARRAY)
        return value_fail(r, PROBLEM_INVALID_VALUE, token, "$dict takes [[key, value], ...]");
    addr dict = dict_new(r->heap);
    if (!dict)
        return value_raised(r, token);
    for (uint32_t i = token + 1; i != token_at(r, token)->next; i = token_at(r, i)->next) {
        addr *pair;
        size_t count;
        if (token_at(r, i)->kind != JSON_ARRAY || token_at(r, i)->count != 2) {
            value_fail(r, PROBLEM_INVALID_VALUE, i, "$dict takes pairs: [key, value]");
            goto fail;
        }
        if (!read_all(r, i, &pair, &count))
            goto fail;
        enum heap_status status = dict_set(r->heap, dict, pair[0], pair[1]);
        release_all(r, pair, count);
        if (status != HEAP_OK) {
            value_raised(r, i);
            goto fail;
        }
    }
    return dict;
fail:
    decref(r->heap, dict);
    return 0;
}

/* ---- references ---------------------------------------------------------------------------------- */

addr value_resolve(struct value_reader *r, uint32_t token, const char *text, size_t length)
{
    addr found = 0;
    bool dead = false;
    if (path_resolve(r->heap, text, length, &found, &dead) == HEAP_OK)
        return found;
    if (dead) {
        heap_clear_raised(r->heap);
        return value_fail(r, PROBLEM_GONE, token, "this address is no live object");
    }
    return value_raised(r, token);
}

addr value_read_reference(struct value_reader *r, uint32_t token)
{
    if (token_at(r, token)->kind == JSON_OBJECT) {
        uint32_t inner = json_member_literal(r->tape, token, "$ref");
        if (!inner || token_at(r, token)->count != 1)
            return value_fail(r, PROBLEM_INVALID_REFERENCE, token,
                              "a reference is {\"$ref\": \"name or address\"}");
        token = inner;
    }
    size_t length;
    const char *text = json_is_string(*token_at(r, token)) ? value_text(r, token, &length) : NULL;
    if (!text)
        return value_fail(r, PROBLEM_INVALID_REFERENCE, token,
                          "a reference is a string: a name, a path or an address");
    return value_resolve(r, token, text, length);
}

/* ---- instances ----------------------------------------------------------------------------------- */

/* The keyword arguments of an object: names and values, *new*, in scratch. */
static bool read_keywords(struct value_reader *r, uint32_t token, addr **names, addr **values, size_t *count)
{
    *count = 0;
    if (token_at(r, token)->kind != JSON_OBJECT)
        return value_fail(r, PROBLEM_INVALID_VALUE, token, "an object is expected here");
    size_t room = (token_at(r, token)->count + 1u) * sizeof **names;
    *names = scratch_alloc(r->scratch, room);
    *values = scratch_alloc(r->scratch, room);
    if (!*names || !*values)
        return value_fail(r, PROBLEM_OUT_OF_MEMORY, token, NULL);
    for (uint32_t i = token + 1; i != token_at(r, token)->next;) {
        uint32_t at = i + 1;
        size_t length;
        const char *text = value_text(r, i, &length);
        i = token_at(r, at)->next;
        addr name = text ? str_intern_utf8(r->heap, text, length) : 0;
        addr value = name   ? value_read(r, at)
                     : text ? value_raised(r, at)
                            : value_fail(r, PROBLEM_OUT_OF_MEMORY, at, NULL);
        if (!value) {
            if (name)
                decref(r->heap, name);
            release_all(r, *names, *count);
            release_all(r, *values, *count);
            return false;
        }
        (*names)[*count] = name;
        (*values)[(*count)++] = value;
    }
    return true;
}

bool value_read_arguments(struct value_reader *r, uint32_t args, uint32_t kwargs, struct value_arguments *a)
{
    *a = (struct value_arguments){0};
    if (args && !read_all(r, args, &a->args, &a->count))
        return false;
    if (kwargs && !read_keywords(r, kwargs, &a->kwnames, &a->kwvalues, &a->kwcount)) {
        release_all(r, a->args, a->count);
        return false;
    }
    return true;
}

void value_release_arguments(struct value_reader *r, const struct value_arguments *a)
{
    release_all(r, a->args, a->count);
    release_all(r, a->kwnames, a->kwcount);
    release_all(r, a->kwvalues, a->kwcount);
}

static bool set_attributes(struct value_reader *r, uint32_t token, addr object)
{
    addr *names, *values;
    size_t count;
    if (!read_keywords(r, token, &names, &values, &count))
        return false;
    enum heap_status status = HEAP_OK;
    uint32_t at = token + 2; /* the first value */
    for (size_t i = 0; i < count && status == HEAP_OK; i++) {
        status = object_setattr(r->heap, object, names[i], values[i]);
        if (status != HEAP_OK)
            value_raised(r, at);
        at = token_at(r, at)->next + 1;
    }
    release_all(r, names, count);
    release_all(r, values, count);
    return status == HEAP_OK;
}

/* The members beside the first, all from `allowed` (NULL at the end). */
static bool only_members(struct value_reader *r, uint32_t object, const char *const *allowed)
{
    for (uint32_t i = object + 1; i != token_at(r, object)->next; i = token_at(r, i + 1)->next) {
        bool known = false;
        for (size_t k = 0; allowed[k] && !known; k++)
            known = json_equals(r->tape, i, allowed[k], strlen(allowed[k]));
        if (!known)
            return value_fail(r, PROBLEM_INVALID_VALUE, i + 1, "no such member beside this $-notation");
    }
    return true;
}

/* {"$new": class, "args", "kwargs", "attrs"} */
static addr read_new(struct value_reader *r, uint32_t object, uint32_t token)
{
    static const char *const members[] = {"$new", "args", "kwargs", "attrs", NULL};
    if (!only_members(r, object, members))
        return 0;
    addr class = value_read_reference(r, token);
    if (!class)
        return 0;
    struct value_arguments a;
    if (!value_read_arguments(r, json_member_literal(r->tape, object, "args"),
                              json_member_literal(r->tape, object, "kwargs"), &a)) {
        decref(r->heap, class);
        return 0;
    }
    addr made = 0;
    if (object_kind(r->heap, class) != KIND_TYPE)
        value_fail(r, PROBLEM_INVALID_VALUE, token, "$new takes the name of a class");
    else if (object_call(r->heap, class, a.args, a.count, a.kwnames, a.kwvalues, a.kwcount, &made) != HEAP_OK)
        made = value_raised(r, token);
    value_release_arguments(r, &a);
    decref(r->heap, class);
    uint32_t attrs = json_member_literal(r->tape, object, "attrs");
    if (made && attrs && !set_attributes(r, attrs, made)) {
        decref(r->heap, made);
        return 0;
    }
    return made;
}

/* {"$weakref": value, "callback": value} */
static addr read_weakref(struct value_reader *r, uint32_t object, uint32_t token)
{
    static const char *const members[] = {"$weakref", "callback", NULL};
    if (!only_members(r, object, members))
        return 0;
    uint32_t at = json_member_literal(r->tape, object, "callback");
    addr referent = value_read(r, token), callback = referent && at ? value_read(r, at) : 0;
    addr ref = 0;
    if (referent && (callback || !at))
        ref = checked(r, token, weakref_new(r->heap, referent, callback == none(r->heap) ? 0 : callback));
    if (callback)
        decref(r->heap, callback);
    if (referent)
        decref(r->heap, referent);
    return ref;
}

/* ---- all of it ----------------------------------------------------------------------------------- */

struct notation {
    const char *name;
    addr (*read)(struct value_reader *r, uint32_t token);
    addr (*read_with)(struct value_reader *r, uint32_t object, uint32_t token); /* may have more members */
};

static const struct notation notations[] = {
    {"$ref", value_read_reference, NULL}, {"$int", read_big_int, NULL}, {"$float", read_text_float, NULL},
    {"$complex", read_complex, NULL},     {"$bytes", read_bytes, NULL}, {"$bytearray", read_bytearray, NULL},
    {"$tuple", read_tuple, NULL},         {"$set", read_set, NULL},     {"$frozenset", read_frozenset, NULL},
    {"$deque", read_deque, NULL},         {"$range", read_range, NULL}, {"$array", read_array, NULL},
    {"$dict", read_pairs, NULL},          {"$new", NULL, read_new},     {"$weakref", NULL, read_weakref},
};

/* The notation that an object is written in: NULL and *plain for a dict, NULL alone for a mistake. */
static const struct notation *find_notation(struct value_reader *r, uint32_t object, uint32_t *member,
                                            bool *plain)
{
    *plain = true;
    for (uint32_t i = object + 1; i != token_at(r, object)->next; i = token_at(r, i + 1)->next) {
        const struct json_token *key = token_at(r, i);
        if (key->length == 0 || (*json_text(r->tape, i) != '$' && key->kind != JSON_STRING_ESCAPED))
            continue;
        size_t length;
        const char *text = value_text(r, i, &length);
        if (!text || text[0] != '$')
            continue;
        *plain = false;
        *member = i + 1;
        for (size_t k = 0; k < sizeof notations / sizeof *notations; k++)
            if (!strcmp(text, notations[k].name) &&
                (token_at(r, object)->count == 1 || notations[k].read_with))
                return &notations[k];
        return NULL;
    }
    return NULL;
}

static addr read_object(struct value_reader *r, uint32_t token)
{
    uint32_t member = 0;
    bool plain;
    const struct notation *n = find_notation(r, token, &member, &plain);
    if (plain)
        return read_dict(r, token);
    if (!n)
        return value_fail(r, PROBLEM_INVALID_VALUE, member,
                          "a member that begins with $ is a notation, and this is none; {\"$dict\": [[key, "
                          "value]]} takes any keys");
    return n->read ? n->read(r, member) : n->read_with(r, token, member);
}

/* A large document takes long: every container is a place where it can be given up. */
static addr read_container(struct value_reader *r, uint32_t token)
{
    if (heap_abandoned(r->heap)) {
        (void)raise_abandoned(r->heap);
        return value_raised(r, token);
    }
    return token_at(r, token)->kind == JSON_ARRAY ? read_list(r, token) : read_object(r, token);
}

addr value_read(struct value_reader *r, uint32_t token)
{
    switch (token_at(r, token)->kind) {
    case JSON_NULL:
        return incref(r->heap, none(r->heap));
    case JSON_TRUE:
    case JSON_FALSE:
        return checked(r, token, bool_new(r->heap, token_at(r, token)->kind == JSON_TRUE));
    case JSON_INT:
        return read_int(r, token);
    case JSON_FLOAT:
        return read_float(r, token);
    case JSON_ARRAY:
    case JSON_OBJECT:
        return read_container(r, token);
    default:
        return read_string(r, token);
    }
}
