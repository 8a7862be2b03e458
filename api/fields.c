/* Control documents by tables of fields; see fields.h. */
#include "api/fields.h"

#include <cjson/cJSON.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct decoding {
    struct api_request *request;
    const struct json_tape *tape;
    char pointer[512];
    size_t length;
};

enum {
    DEPTH_MAX = 64,  /* no control document is nested so deep */
    NUMBER_MAX = 60, /* characters: cJSON's buffer holds 63 */
};

static const double EXACT_MAX = 9007199254740992.0; /* 2^53: beyond it cJSON has rounded already */

/* Goes one step down; returns where to come back to. */
static size_t enter(struct decoding *d, const char *name)
{
    size_t mark = d->length;
    if (d->length + 1 < sizeof d->pointer)
        d->pointer[d->length++] = '/';
    for (; *name != '\0' && d->length + 3 < sizeof d->pointer; name++) {
        if (*name == '~' || *name == '/') {
            d->pointer[d->length++] = '~';
            d->pointer[d->length++] = *name == '~' ? '0' : '1';
        } else {
            d->pointer[d->length++] = *name;
        }
    }
    d->pointer[d->length] = '\0';
    return mark;
}

static void leave(struct decoding *d, size_t mark)
{
    d->length = mark;
    d->pointer[mark] = '\0';
}

#define wrong(d, ...) api_fail_at((d)->request, PROBLEM_INVALID_BODY, (d)->pointer, __VA_ARGS__)

static enum api_result decode_object(struct decoding *d, const cJSON *object, const struct field *fields,
                                     void *out);

static enum api_result decode_int(struct decoding *d, const cJSON *item, const struct field *field,
                                  int64_t *to)
{
    bool any = field->min == 0 && field->max == 0;
    double value = item->valuedouble;
    if (!cJSON_IsNumber(item) || !(fabs(value) < EXACT_MAX) || value != floor(value) ||
        (!any && (value < (double)field->min || value > (double)field->max))) {
        if (any)
            return wrong(d, "a whole number is expected");
        return wrong(d, "a whole number from %lld to %lld is expected", (long long)field->min,
                     (long long)field->max);
    }
    *to = (int64_t)value;
    return API_DONE;
}

static enum api_result decode_real(struct decoding *d, const cJSON *item, const struct field *field,
                                   double *to)
{
    double value = item->valuedouble;
    if (!cJSON_IsNumber(item) || !isfinite(value))
        return wrong(d, "a number is expected");
    if ((field->min != 0 || field->max != 0) && (value < (double)field->min || value > (double)field->max))
        return wrong(d, "a number from %lld to %lld is expected", (long long)field->min,
                     (long long)field->max);
    *to = value;
    return API_DONE;
}

static enum api_result decode_string(struct decoding *d, const cJSON *item, const struct field *field,
                                     struct api_text *to)
{
    if (!cJSON_IsString(item))
        return wrong(d, "a string is expected");
    size_t length = strlen(item->valuestring);
    if (length < (size_t)field->min || (field->max != 0 && length > (size_t)field->max))
        return wrong(d, "a string of %lld to %lld bytes is expected", (long long)field->min,
                     (long long)field->max);
    char *copy = scratch_copy(&d->request->scratch, item->valuestring, length);
    if (copy == NULL)
        return api_fail(d->request, PROBLEM_OUT_OF_MEMORY, "no memory for the request");
    *to = (struct api_text){copy, length};
    return API_DONE;
}

static enum api_result decode_choice(struct decoding *d, const cJSON *item, const struct field *field,
                                     int *to)
{
    char list[256] = "";
    for (int i = 0; field->names[i] != NULL; i++) {
        if (cJSON_IsString(item) && strcmp(item->valuestring, field->names[i]) == 0) {
            *to = i;
            return API_DONE;
        }
        size_t length = strlen(list);
        snprintf(list + length, sizeof list - length, "%s\"%s\"", i != 0 ? ", " : "", field->names[i]);
    }
    return wrong(d, "one of %s is expected", list);
}

static enum api_result decode_array(struct decoding *d, const cJSON *array, const struct field *field,
                                    char *base)
{
    unsigned count = 0;
    if (!cJSON_IsArray(array))
        return wrong(d, "an array is expected");
    for (const cJSON *item = array->child; item != NULL; item = item->next) {
        if (count == field->max_count)
            return wrong(d, "at most %u elements are expected", field->max_count);
        char place[12];
        snprintf(place, sizeof place, "%u", count);
        size_t mark = enter(d, place);
        enum api_result result =
            field->type == FIELD_INTS
                ? decode_int(d, item, field, (int64_t *)(base + field->offset) + count)
                : decode_string(d, item, field, (struct api_text *)(base + field->offset) + count);
        if (result != API_DONE)
            return result;
        leave(d, mark);
        count++;
    }
    *(unsigned *)(base + field->count_offset) = count;
    return API_DONE;
}

static enum api_result decode_map(struct decoding *d, const cJSON *object, const struct field *field,
                                  struct field_map *map)
{
    static const struct field any_string = {.type = FIELD_STRING};
    if (!cJSON_IsObject(object))
        return wrong(d, "an object is expected");
    size_t count = (size_t)cJSON_GetArraySize(object);
    if (count > field->max_count)
        return wrong(d, "at most %u members are expected", field->max_count);
    struct scratch *scratch = &d->request->scratch;
    map->names = scratch_calloc(scratch, count, sizeof *map->names);
    map->values = scratch_calloc(scratch, count, sizeof *map->values);
    if (map->names == NULL || map->values == NULL)
        return api_fail(d->request, PROBLEM_OUT_OF_MEMORY, "no memory for the request");
    map->count = 0;
    for (const cJSON *item = object->child; item != NULL; item = item->next, map->count++) {
        size_t mark = enter(d, item->string);
        size_t length = strlen(item->string);
        struct api_text *name = &map->names[map->count];
        if (!(field->null_values && cJSON_IsNull(item))) {
            enum api_result result =
                decode_string(d, item, field->max != 0 ? field : &any_string, &map->values[map->count]);
            if (result != API_DONE)
                return result;
        }
        *name = (struct api_text){scratch_copy(scratch, item->string, length), length};
        if (name->text == NULL)
            return api_fail(d->request, PROBLEM_OUT_OF_MEMORY, "no memory for the request");
        leave(d, mark);
    }
    return API_DONE;
}

static enum api_result decode_value(struct decoding *d, const cJSON *item, const struct field *field,
                                    char *base)
{
    void *to = base + field->offset;
    switch (field->type) {
    case FIELD_BOOL:
        if (!cJSON_IsBool(item))
            return wrong(d, "true or false is expected");
        *(bool *)to = cJSON_IsTrue(item);
        return API_DONE;
    case FIELD_INT:
        return decode_int(d, item, field, to);
    case FIELD_REAL:
        return decode_real(d, item, field, to);
    case FIELD_STRING:
        return decode_string(d, item, field, to);
    case FIELD_CHOICE:
        return decode_choice(d, item, field, to);
    case FIELD_INTS:
    case FIELD_STRINGS:
        return decode_array(d, item, field, base);
    case FIELD_MAP:
        return decode_map(d, item, field, to);
    case FIELD_OBJECT:
        if (!cJSON_IsObject(item))
            return wrong(d, "an object is expected");
        return decode_object(d, item, field->fields, to);
    case FIELD_TOKEN:
        *(uint32_t *)to = json_member(d->tape, 0, field->name, strlen(field->name));
        return API_DONE;
    }
    return API_DONE;
}

static enum api_result fail_unknown(struct decoding *d, const struct field *fields)
{
    char list[256] = "";
    for (size_t i = 0, length = 0; fields[i].name != NULL && length < sizeof list; i++)
        length += (size_t)snprintf(list + length, sizeof list - length, "%s\"%s\"", i != 0 ? ", " : "",
                                   fields[i].name);
    return wrong(d, "there is no such member here; there are %s", list);
}

static enum api_result decode_object(struct decoding *d, const cJSON *object, const struct field *fields,
                                     void *out)
{
    uint64_t present = 0;
    for (const cJSON *item = object->child; item != NULL; item = item->next) {
        unsigned i = 0;
        while (fields[i].name != NULL && strcmp(fields[i].name, item->string) != 0)
            i++;
        size_t mark = enter(d, item->string);
        if (fields[i].name == NULL)
            return fail_unknown(d, fields);
        if (cJSON_IsNull(item) && fields[i].nullable) {
            *(bool *)((char *)out + fields[i].null_offset) = true;
        } else {
            enum api_result result = decode_value(d, item, &fields[i], out);
            if (result != API_DONE)
                return result;
        }
        present |= FIELD(i);
        leave(d, mark);
    }
    for (unsigned i = 0; fields[i].name != NULL; i++) {
        if (fields[i].required && !(present & FIELD(i))) {
            enter(d, fields[i].name);
            return wrong(d, "\"%s\" is missing", fields[i].name);
        }
    }
    memcpy(out, &present, sizeof present);
    return API_DONE;
}

/* A value of a string token, in scratch. */
static struct api_text token_value(struct api_request *request, const struct json_tape *tape, uint32_t index)
{
    struct json_token token = tape->tokens[index];
    char *text = scratch_alloc(&request->scratch, (size_t)token.length + 1);
    if (text == NULL)
        return (struct api_text){NULL, 0};
    size_t length = json_unescape(json_text(tape, index), token.length, text);
    text[length] = '\0';
    return (struct api_text){text, length};
}

static enum api_result wrong_at(struct api_request *request, const struct json_tape *tape, uint32_t index,
                                const char *message)
{
    char pointer[512];
    json_pointer(tape, index, pointer, sizeof pointer);
    return api_fail_at(request, PROBLEM_INVALID_BODY, pointer, "%s", message);
}

/* What cJSON would lose or not take, found on the tape before it sees the text: NULs and lone surrogates in
 * strings, numbers longer than its buffer. */
static enum api_result check_scalars(struct api_request *request, const struct json_tape *tape)
{
    for (uint32_t i = 0; i < tape->count; i++) {
        if (json_is_number(tape->tokens[i]) && tape->tokens[i].length > NUMBER_MAX)
            return wrong_at(request, tape, i, "a number of fewer digits is expected");
        if (tape->tokens[i].kind != JSON_STRING_ESCAPED)
            continue;
        struct api_text value = token_value(request, tape, i);
        if (value.text == NULL)
            return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the request");
        if (memchr(value.text, '\0', value.length) != NULL)
            return wrong_at(request, tape, i, "a NUL character has no place in this string");
        for (size_t at = 0; at + 1 < value.length; at++) {
            if ((unsigned char)value.text[at] == 0xed && (unsigned char)value.text[at + 1] >= 0xa0)
                return wrong_at(request, tape, i, "a surrogate without its other half");
        }
    }
    return API_DONE;
}

static int compare_texts(const void *left, const void *right)
{
    const struct api_text *a = left, *b = right;
    int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static enum api_result check_members(struct api_request *request, const struct json_tape *tape,
                                     uint32_t object)
{
    uint32_t count = tape->tokens[object].count, filled = 0;
    struct api_text *keys = scratch_calloc(&request->scratch, count, sizeof *keys);
    if (keys == NULL)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the request");
    for (uint32_t i = object + 1; i != tape->tokens[object].next; i = tape->tokens[i + 1].next) {
        keys[filled] = token_value(request, tape, i);
        if (keys[filled++].text == NULL)
            return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the request");
    }
    qsort(keys, count, sizeof *keys, compare_texts);
    for (uint32_t i = 1; i < count; i++) {
        if (compare_texts(&keys[i - 1], &keys[i]) == 0)
            return wrong_at(request, tape, json_member(tape, object, keys[i].text, keys[i].length),
                            "the member is there twice");
    }
    return API_DONE;
}

static enum api_result check_duplicates(struct api_request *request, const struct json_tape *tape)
{
    for (uint32_t i = 0; i < tape->count; i++) {
        if (tape->tokens[i].kind != JSON_OBJECT || tape->tokens[i].count < 2)
            continue;
        enum api_result result = check_members(request, tape, i);
        if (result != API_DONE)
            return result;
    }
    return API_DONE;
}

enum api_result api_decode_with_tape(struct api_request *request, const struct field *fields, void *out,
                                     struct json_tape *tape)
{
    struct decoding d = {.request = request, .tape = tape};
    enum api_result result;
    memset(tape, 0, sizeof *tape);
    if (request->body_length == 0) {
        static const cJSON nothing = {.type = cJSON_Object};
        return decode_object(&d, &nothing, fields, out);
    }
    unsigned depth = request->json_depth;
    request->json_depth = depth < DEPTH_MAX ? depth : DEPTH_MAX; /* cJSON is recursive */
    result = api_json_body(request, tape);
    request->json_depth = depth;
    if (result == API_DONE)
        result = check_scalars(request, tape);
    if (result == API_DONE)
        result = check_duplicates(request, tape);
    if (result != API_DONE)
        return result;
    if (tape->tokens[0].kind != JSON_OBJECT)
        return wrong(&d, "an object is expected");
    cJSON *tree = cJSON_ParseWithLength(request->body, request->body_length);
    if (tree == NULL) /* the text is JSON: all that is left is memory */
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the request");
    result = decode_object(&d, tree, fields, out);
    cJSON_Delete(tree);
    return result;
}

enum api_result api_decode(struct api_request *request, const struct field *fields, void *out)
{
    struct json_tape tape;
    return api_decode_with_tape(request, fields, out, &tape);
}
