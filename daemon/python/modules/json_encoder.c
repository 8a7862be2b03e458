/* The encoder: JSON of objects in one go. Mirrors encoder_listencode_obj() of Modules/_json.c and what is
 * around it; what it does not do, chunks one after the other and (up to 3.11) indentation, is in
 * lib/json/encoder.py.
 *
 * make_encoder() answers a function bound to a tuple of what it was given. While default() and the methods of
 * the program's classes run, everything that is under way is in that tuple, in the objects that belong to
 * struct json_text and in references that are counted.
 */
#include <math.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/quick_number.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/modules/json.h"

#define WHERE " while encoding a JSON object"

/* What make_encoder() is given, in its order. */
enum setting {
    MARKERS,
    DEFAULT,
    ENCODER,
    INDENT,
    KEY_SEPARATOR,
    ITEM_SEPARATOR,
    SORT_KEYS,
    SKIPKEYS,
    ALLOW_NAN,
    SETTINGS
};

struct encoder {
    addr markers; /* the dict of what is being written, by address; 0: nobody looks */
    addr fallback, quoter, indent, key_separator, item_separator; /* indent 0: none */
    bool sort_keys, skipkeys, allow_nan;
    bool quotes, ascii; /* quoter is encode_basestring, or encode_basestring_ascii: it need not be called */
    struct json_text text;
    addr lines; /* a list: at 2k the line break before what is k levels deep, at 2k - 1 that between two items
                 */
};

static enum heap_status put_value(struct heap *h, struct encoder *e, addr o, int64_t level);

/* ---- circles --------------------------------------------------------------------------------------- */

/* *mark is to be given to leave(). */
static enum heap_status enter(struct heap *h, struct encoder *e, addr o, addr *mark)
{
    bool found;
    *mark = 0;
    if (!e->markers)
        return HEAP_OK;
    addr number = int_new(h, (int64_t)o);
    if (!number)
        return raise_status(h);
    enum heap_status status = dict_contains(h, e->markers, number, &found);
    if (status == HEAP_OK && found)
        status = raise_error(h, EXC_VALUE_ERROR, "Circular reference detected");
    if (status == HEAP_OK)
        status = dict_set(h, e->markers, number, o);
    if (status == HEAP_OK)
        *mark = number;
    else
        decref(h, number);
    return status;
}

/* Where writing has failed the mark stays: nobody will ask. */
static enum heap_status leave(struct heap *h, struct encoder *e, addr mark, enum heap_status status)
{
    bool found;
    if (!mark)
        return status;
    if (status == HEAP_OK)
        status = dict_delete(h, e->markers, mark, &found);
    if (status == HEAP_OK && !found)
        status = raise_key_error(h, mark);
    decref(h, mark);
    return status;
}

/* ---- indentation ----------------------------------------------------------------------------------- */

static enum heap_status append_new(struct heap *h, addr list, addr s)
{
    enum heap_status status = s ? list_append(h, list, s) : raise_status(h);
    xdecref(h, s);
    return status;
}

static enum heap_status begin_lines(struct heap *h, struct encoder *e, int64_t level)
{
    addr line = incref(h, str_latin1_char(h, '\n')), deep = 0;
    enum heap_status status = HEAP_OK;
    if (level) {
        status = sequence_repeat(h, KIND_STR, e->indent, level, &deep);
        if (status == HEAP_OK)
            status = str_append(h, &line, deep);
        xdecref(h, deep);
    }
    if (status == HEAP_OK && !(e->lines = list_new(h, 0)))
        status = raise_status(h);
    if (status == HEAP_OK)
        status = list_append(h, e->lines, line);
    xdecref(h, line);
    return status;
}

static addr joined(struct heap *h, addr a, addr b)
{
    addr both;
    enum heap_status status = object_concat(h, a, b, false, &both);
    return status == HEAP_OK ? both : status == HEAP_ABANDONED ? raise_abandoned(h) : 0;
}

/* *new*. The collector knows the list, so that a program can have changed it. */
static enum heap_status find_line(struct heap *h, struct encoder *e, size_t at, addr *out)
{
    if (at >= list_length(h, e->lines) || !str_is_kind(h, list_item(h, e->lines, at)))
        return raise_error(h, EXC_RUNTIME_ERROR, "the encoder's line breaks have changed");
    *out = incref(h, list_item(h, e->lines, at));
    return HEAP_OK;
}

/* Those of one level more. */
static enum heap_status add_lines(struct heap *h, struct encoder *e)
{
    addr last, line;
    enum heap_status status = find_line(h, e, list_length(h, e->lines) - 1, &last);
    if (status != HEAP_OK)
        return status;
    line = joined(h, last, e->indent);
    decref(h, last);
    if (!line)
        return raise_status(h);
    status = append_new(h, e->lines, joined(h, e->item_separator, line));
    if (status == HEAP_OK)
        status = list_append(h, e->lines, line);
    decref(h, line);
    return status;
}

/* What is between two items of a container: *new*. The containers around it have asked for theirs. */
static enum heap_status find_separator(struct heap *h, struct encoder *e, int64_t level, addr *out)
{
    enum heap_status status = HEAP_OK;
    if (!e->lines)
        return answer(h, incref(h, e->item_separator), out);
    if ((size_t)level * 2 > list_length(h, e->lines))
        status = add_lines(h, e);
    return status == HEAP_OK ? find_line(h, e, (size_t)level * 2 - 1, out) : status;
}

static enum heap_status put_line(struct heap *h, struct encoder *e, int64_t level)
{
    addr line;
    if (!e->lines)
        return HEAP_OK;
    enum heap_status status = find_line(h, e, (size_t)level * 2, &line);
    return status == HEAP_OK ? json_text_put_new(h, &e->text, line) : status;
}

/* ---- scalars --------------------------------------------------------------------------------------- */

static enum heap_status put_quoted(struct heap *h, struct encoder *e, addr s)
{
    addr quoted;
    enum heap_status status = e->quotes ? json_quote(h, s, e->ascii, &quoted)
                                        : object_call(h, e->quoter, &s, 1, NULL, NULL, 0, &quoted);
    if (status != HEAP_OK)
        return status;
    if (HEAP_UNLIKELY(!str_is_kind(h, quoted))) {
        status = raise_error(h, EXC_TYPE_ERROR, "encoder() must return a string, not %.80s",
                             object_type_name(h, quoted));
        decref(h, quoted);
        return status;
    }
    return json_text_put_new(h, &e->text, quoted);
}

/* int.__repr__(o): *new*. */
static addr int_text(struct heap *h, addr o)
{
    char buffer[64];
    struct text text;
    int64_t value;
    if (int_fits(h, o, &value))
        return int_str(h, value);
    text_begin(h, &text, buffer, sizeof buffer);
    return text_end(&text, text_put_decimal(h, &text, o));
}

static enum heap_status put_int(struct heap *h, struct encoder *e, addr o)
{
    char digits[32];
    size_t length;
    if (e->text.pieces || !object_is_exact(h, o, KIND_INT) || int_decimal_size(h, o) > sizeof digits)
        return json_text_put_new(h, &e->text, int_text(h, o));
    enum heap_status status = int_decimal(h, o, digits, sizeof digits, &length);
    return status == HEAP_OK ? json_text_put_ascii(h, &e->text, digits, length) : status;
}

/* *new* */
static enum heap_status float_text(struct heap *h, struct encoder *e, addr o, addr *out)
{
    char text[32];
    double value = float_value(h, o);
    if (isfinite(value)) {
        size_t length = float_repr(value, text);
        return answer(h, str_new_from_units(h, text, length, 1), out);
    }
    if (e->allow_nan)
        return answer(h, str_from_ascii(h, isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity"), out);
    if (!h->abi.json_adds_notes)
        return raise_error(h, EXC_VALUE_ERROR, "Out of range float values are not JSON compliant");
    return raise_about(h, EXC_VALUE_ERROR, "Out of range float values are not JSON compliant: ", o, "");
}

static enum heap_status put_float(struct heap *h, struct encoder *e, addr o)
{
    addr text;
    enum heap_status status = float_text(h, e, o, &text);
    return status == HEAP_OK ? json_text_put_new(h, &e->text, text) : status;
}

/* Is it one of the three that are words? */
static inline bool find_word(const struct heap *h, addr o, enum json_word *out)
{
    if (o == none(h))
        *out = JSON_NULL;
    else if (o == h->singleton[SINGLETON_TRUE])
        *out = JSON_TRUE;
    else if (o == h->singleton[SINGLETON_FALSE])
        *out = JSON_FALSE;
    else
        return false;
    return true;
}

/* ---- arrays ---------------------------------------------------------------------------------------- */

static enum heap_status put_items(struct heap *h, struct encoder *e, addr o, addr items, int64_t level)
{
    addr separator;
    enum heap_status status = find_separator(h, e, level, &separator);
    if (status != HEAP_OK)
        return status;
    status = put_line(h, e, level);
    for (size_t i = 0; status == HEAP_OK && i < sequence_length(h, items); i++) {
        addr item = incref(h, sequence_items(h, items)[i]);
        if (i)
            status = json_text_put(h, &e->text, separator);
        if (status == HEAP_OK)
            status = json_note(h, put_value(h, e, item, level), o, 0, (int64_t)i);
        decref(h, item);
        if (status == HEAP_OK)
            status = loop_check(h);
    }
    decref(h, separator);
    return status;
}

static enum heap_status put_array(struct heap *h, struct encoder *e, addr o, int64_t level)
{
    addr mark = 0, items = sequence_fast(h, o, "_iterencode_list needs a sequence");
    if (!items)
        return raise_status(h);
    enum heap_status status;
    if (sequence_length(h, items) == 0) {
        status = json_text_put_word(h, &e->text, JSON_EMPTY_ARRAY);
        decref(h, items);
        return status;
    }
    status = enter(h, e, o, &mark);
    if (status == HEAP_OK)
        status = json_text_put_char(h, &e->text, '[');
    if (status == HEAP_OK)
        status = put_items(h, e, o, items, level + 1);
    status = leave(h, e, mark, status);
    if (status == HEAP_OK)
        status = put_line(h, e, level);
    if (status == HEAP_OK)
        status = json_text_put_char(h, &e->text, ']');
    decref(h, items);
    return status;
}

/* ---- objects --------------------------------------------------------------------------------------- */

/* *new*; 0: the item is left out. */
static enum heap_status find_name(struct heap *h, struct encoder *e, addr key, addr *out)
{
    enum json_word word;
    *out = 0;
    if (HEAP_LIKELY(str_is_kind(h, key)))
        return answer(h, incref(h, key), out);
    if (object_kind(h, key) == KIND_FLOAT)
        return float_text(h, e, key, out);
    if (find_word(h, key, &word))
        return json_text_word(h, &e->text, word, out);
    if (int_is_kind(h, key))
        return answer(h, int_text(h, key), out);
    if (e->skipkeys)
        return HEAP_OK;
    return raise_error(h, EXC_TYPE_ERROR, "keys must be str, int, float, bool or None, not %.100s",
                       object_type_name(h, key));
}

/* One object that is being written. */
struct members {
    addr o, separator;
    int64_t level;
    bool any;
};

static enum heap_status put_member(struct heap *h, struct encoder *e, struct members *m, addr key, addr value)
{
    addr name;
    enum heap_status status = find_name(h, e, key, &name);
    if (status != HEAP_OK || !name)
        return status;
    status = m->any ? json_text_put(h, &e->text, m->separator) : put_line(h, e, m->level);
    m->any = true;
    if (status == HEAP_OK)
        status = put_quoted(h, e, name);
    decref(h, name);
    if (status == HEAP_OK)
        status = json_text_put(h, &e->text, e->key_separator);
    return status == HEAP_OK ? json_note(h, put_value(h, e, value, m->level), m->o, key, 0) : status;
}

/* dict.items() as a list: its tuples are all made before the first is filled, since making them may collect,
 * and what that ends may change the dict (PyDict_Items). *new* */
static enum heap_status items_of_dict(struct heap *h, addr dict, addr *out)
{
    size_t count = dict_length(h, dict), position = 0, n = 0;
    addr list = list_new(h, count), key, value;
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    work_done(h, steps_of_limbs(4 * count));
    for (size_t i = 0; status == HEAP_OK && i < count; i++) {
        addr pair = tuple_new(h, 2);
        if (pair)
            list_init(h, list, i, pair);
        status = pair ? loop_of_items_goes_on(h, i) : raise_status(h);
    }
    if (status == HEAP_OK && dict_length(h, dict) != count) {
        decref(h, list);
        return items_of_dict(h, dict, out);
    }
    for (; status == HEAP_OK && dict_next(h, dict, &position, &key, &value); n++) {
        addr pair = list_item(h, list, n);
        tuple_init(h, pair, 0, incref(h, key));
        tuple_init(h, pair, 1, incref(h, value));
        tuple_done(h, pair);
        status = loop_of_items_goes_on(h, n);
    }
    if (status == HEAP_OK)
        *out = list;
    else
        xdecref(h, list);
    return status;
}

/* As PyMapping_Items. *new* */
static enum heap_status items_of(struct heap *h, addr o, addr *out)
{
    addr shown;
    if (object_is_exact(h, o, KIND_DICT))
        return items_of_dict(h, o, out);
    enum heap_status status =
        object_call_method(h, o, known_name(h, NAME_ITEMS), NULL, 0, NULL, NULL, 0, &shown);
    if (status != HEAP_OK)
        return status;
    status = method_output_as_list(h, o, "items", shown, out);
    decref(h, shown);
    return status;
}

static enum heap_status put_listed(struct heap *h, struct encoder *e, struct members *m)
{
    addr items;
    enum heap_status status = items_of(h, m->o, &items);
    if (status != HEAP_OK)
        return status;
    if (e->sort_keys)
        status = list_sort(h, items, 0, false);
    for (size_t i = 0; status == HEAP_OK && i < list_length(h, items); i++) {
        addr item = incref(h, list_item(h, items, i));
        if (!(type_at(h, object_type(h, item))->flags & TYPE_TUPLE_SUBCLASS) || sequence_length(h, item) != 2)
            status = raise_error(h, EXC_VALUE_ERROR, "items must return 2-tuples");
        else
            status = put_member(h, e, m, tuple_item(h, item, 0), tuple_item(h, item, 1));
        decref(h, item);
        if (status == HEAP_OK)
            status = loop_check(h);
    }
    decref(h, items);
    return status;
}

/* default() may change the dict meanwhile: what comes next is what is behind the item that was written. */
static enum heap_status put_in_place(struct heap *h, struct encoder *e, struct members *m)
{
    size_t position = 0;
    addr key, value;
    enum heap_status status = HEAP_OK;
    while (status == HEAP_OK && dict_next(h, m->o, &position, &key, &value)) {
        incref(h, key);
        incref(h, value);
        status = put_member(h, e, m, key, value);
        decref(h, key);
        decref(h, value);
        if (status == HEAP_OK)
            status = loop_check(h);
    }
    return status;
}

static enum heap_status put_object(struct heap *h, struct encoder *e, addr o, int64_t level)
{
    struct members m = {.o = o, .level = level + 1};
    addr mark;
    if (dict_length(h, o) == 0)
        return json_text_put_word(h, &e->text, JSON_EMPTY_OBJECT);
    enum heap_status status = enter(h, e, o, &mark);
    if (status == HEAP_OK)
        status = json_text_put_char(h, &e->text, '{');
    if (status == HEAP_OK)
        status = find_separator(h, e, m.level, &m.separator);
    if (status == HEAP_OK) {
        bool listed = e->sort_keys || e->text.pieces || !object_is_exact(h, o, KIND_DICT);
        status = listed ? put_listed(h, e, &m) : put_in_place(h, e, &m);
        decref(h, m.separator);
    }
    status = leave(h, e, mark, status);
    if (status == HEAP_OK && m.any)
        status = put_line(h, e, level);
    return status == HEAP_OK ? json_text_put_char(h, &e->text, '}') : status;
}

/* ---- values ---------------------------------------------------------------------------------------- */

/* What default() makes of it. */
static enum heap_status put_other(struct heap *h, struct encoder *e, addr o, int64_t level)
{
    addr mark, instead;
    enum heap_status status = enter(h, e, o, &mark);
    if (status != HEAP_OK)
        return status;
    status = object_call(h, e->fallback, &o, 1, NULL, NULL, 0, &instead);
    if (status == HEAP_OK) {
        status = recursion_enter(h, WHERE);
        if (status == HEAP_OK) {
            status = put_value(h, e, instead, level);
            recursion_leave(h);
            decref(h, instead);
            status = json_note(h, status, o, 0, -1);
        } else {
            decref(h, instead);
        }
    }
    return leave(h, e, mark, status);
}

static enum heap_status put_value(struct heap *h, struct encoder *e, addr o, int64_t level)
{
    enum json_word word;
    if (find_word(h, o, &word))
        return json_text_put_word(h, &e->text, word);
    if (str_is_kind(h, o))
        return put_quoted(h, e, o);
    if (int_is_kind(h, o))
        return put_int(h, e, o);
    if (object_kind(h, o) == KIND_FLOAT)
        return put_float(h, e, o);
    uint64_t flags = type_at(h, object_type(h, o))->flags;
    if (!(flags & (TYPE_LIST_SUBCLASS | TYPE_TUPLE_SUBCLASS | TYPE_DICT_SUBCLASS)))
        return put_other(h, e, o, level);
    enum heap_status status = recursion_enter(h, WHERE);
    if (status != HEAP_OK)
        return status;
    status = flags & TYPE_DICT_SUBCLASS ? put_object(h, e, o, level) : put_array(h, e, o, level);
    recursion_leave(h);
    return status;
}

/* ---- the encoder ----------------------------------------------------------------------------------- */

static const char *const setting_names[SETTINGS] = {"markers",   "default",       "encoder",
                                                    "indent",    "key_separator", "item_separator",
                                                    "sort_keys", "skipkeys",      "allow_nan"};

static enum heap_status check_settings(struct heap *h, addr settings[SETTINGS])
{
    for (size_t i = KEY_SEPARATOR; i <= ITEM_SEPARATOR; i++)
        if (!str_is_kind(h, settings[i]))
            return raise_error(h, EXC_TYPE_ERROR, "make_encoder() argument %zu must be str, not %.50s", i + 1,
                               argument_type_name(h, settings[i]));
    for (size_t i = SORT_KEYS; i <= ALLOW_NAN; i++) {
        bool yes;
        enum heap_status status = object_truth(h, settings[i], &yes);
        if (status != HEAP_OK)
            return status;
        settings[i] = h->singleton[yes ? SINGLETON_TRUE : SINGLETON_FALSE];
    }
    if (settings[MARKERS] != none(h) && !dict_is_kind(h, settings[MARKERS]))
        return raise_error(h, EXC_TYPE_ERROR, "make_encoder() argument 1 must be dict or None, not %.200s",
                           object_type_name(h, settings[MARKERS]));
    return HEAP_OK;
}

enum heap_status json_make_encoder(struct heap *h, const struct call *call, addr *out)
{
    addr settings[SETTINGS] = {0};
    enum heap_status status =
        arguments_unpack(h, call, "make_encoder", setting_names, SETTINGS, SETTINGS, SETTINGS, settings);
    if (status == HEAP_OK)
        status = check_settings(h, settings);
    if (status != HEAP_OK)
        return status;
    addr tuple = tuple_from(h, settings, SETTINGS);
    addr made = tuple ? module_method(h, MODULE_json, JSON_ITERENCODE_INDEX, tuple) : 0;
    xdecref(h, tuple);
    return answer(h, made, out);
}

static addr unless_none(const struct heap *h, addr o)
{
    return o == none(h) ? 0 : o;
}

static void read_settings(const struct heap *h, addr tuple, struct encoder *e)
{
    const addr *settings = tuple_items(h, tuple), yes = h->singleton[SINGLETON_TRUE];
    *e = (struct encoder){.markers = unless_none(h, settings[MARKERS]),
                          .fallback = settings[DEFAULT],
                          .quoter = settings[ENCODER],
                          .indent = h->abi.json_writes_one_text ? unless_none(h, settings[INDENT]) : 0,
                          .key_separator = settings[KEY_SEPARATOR],
                          .item_separator = settings[ITEM_SEPARATOR],
                          .sort_keys = settings[SORT_KEYS] == yes,
                          .skipkeys = settings[SKIPKEYS] == yes,
                          .allow_nan = settings[ALLOW_NAN] == yes};
    if (object_kind(h, e->quoter) != KIND_BUILTIN)
        return;
    builtin_function *function = builtin_definition(builtin_at(h, e->quoter)->definition)->function;
    e->ascii = function == json_encode_basestring_ascii;
    e->quotes = e->ascii || function == json_encode_basestring;
}

/* The encoder called with an object and the level that it is on. */
enum heap_status json_iterencode(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"obj", "_current_indent_level"};
    struct encoder e;
    addr given[2] = {0};
    int64_t level;
    if (!call->self)
        return raise_error(h, EXC_TYPE_ERROR, "_iterencode() is called by way of make_encoder()");
    enum heap_status status = arguments_unpack(h, call, "_iterencode", names, 2, 2, 2, given);
    if (status == HEAP_OK)
        status = int_argument(h, given[1], &level);
    if (status != HEAP_OK)
        return status;
    read_settings(h, call->self, &e);
    status = json_text_begin(h, &e.text);
    if (status == HEAP_OK && e.indent)
        status = begin_lines(h, &e, level);
    if (status == HEAP_OK)
        status = put_value(h, &e, given[0], 0);
    xdecref(h, e.lines);
    if (status == HEAP_OK)
        status = json_text_end(h, &e.text, out);
    json_text_drop(h, &e.text);
    return status;
}
