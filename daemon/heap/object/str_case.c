/* str: methods about case. Mirrors do_upper, do_title, handle_capital_sigma, ... of Objects/unicodeobject.c.
 */
#include <stdlib.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/str_methods.h"
#include "daemon/heap/object/unicode.h"

enum change { TO_UPPER, TO_LOWER, TO_TITLE, TO_CAPITAL, TO_SWAPPED, TO_FOLDED };

struct mapping {
    const void *data;
    unsigned kind, version;
    size_t length;
    bool after_cased; /* TO_TITLE: the character before is cased */
};

/* A capital sigma at the end of a word is written another way in lower case. */
static uint32_t lower_sigma(const struct mapping *m, size_t i)
{
    size_t j = i;
    bool before = false, after = false;
    while (j > 0 && unicode_is(units_get(m->data, m->kind, j - 1), UNICODE_IGNORABLE, m->version))
        j--;
    before = j > 0 && unicode_is(units_get(m->data, m->kind, j - 1), UNICODE_CASED, m->version);
    for (j = i + 1;
         j < m->length && unicode_is(units_get(m->data, m->kind, j), UNICODE_IGNORABLE, m->version);)
        j++;
    after = j < m->length && unicode_is(units_get(m->data, m->kind, j), UNICODE_CASED, m->version);
    return before && !after ? 0x3c2 : 0x3c3;
}

static size_t to_lower(const struct mapping *m, size_t i, uint32_t out[3])
{
    uint32_t c = units_get(m->data, m->kind, i);
    if (c == 0x3a3) {
        out[0] = lower_sigma(m, i);
        return 1;
    }
    return unicode_map(c, UNICODE_TO_LOWER, m->version, out);
}

static size_t change_one(struct mapping *m, size_t i, enum change change, uint32_t out[3])
{
    uint32_t c = units_get(m->data, m->kind, i);
    bool after = m->after_cased;
    switch (change) {
    case TO_UPPER:
        return unicode_map(c, UNICODE_TO_UPPER, m->version, out);
    case TO_FOLDED:
        return unicode_map(c, UNICODE_FOLD, m->version, out);
    case TO_TITLE:
        m->after_cased = unicode_is(c, UNICODE_CASED, m->version);
        return after ? to_lower(m, i, out) : unicode_map(c, UNICODE_TO_TITLE, m->version, out);
    case TO_CAPITAL:
        return i ? to_lower(m, i, out) : unicode_map(c, UNICODE_TO_TITLE, m->version, out);
    case TO_SWAPPED:
        if (unicode_is(c, UNICODE_UPPER, m->version))
            return to_lower(m, i, out);
        if (unicode_is(c, UNICODE_LOWER, m->version))
            return unicode_map(c, UNICODE_TO_UPPER, m->version, out);
        out[0] = c;
        return 1;
    default:
        return to_lower(m, i, out);
    }
}

/* ASCII gives ASCII, one character for each. */
static enum heap_status change_ascii(struct heap *h, struct mapping *m, enum change change, addr *out)
{
    enum heap_status status = HEAP_OK;
    addr s = str_new(h, m->length, 0x7f);
    if (!s)
        return HEAP_RAISED;
    uint8_t *to = str_data(h, s);
    const uint8_t *from = m->data;
    for (size_t i = 0; i < m->length && (status = loop_goes_on(h, i)) == HEAP_OK; i++) {
        uint32_t c[3];
        if (change == TO_UPPER || change == TO_LOWER || change == TO_FOLDED) {
            uint8_t letter = (uint8_t)(from[i] | 0x20),
                    flip = (uint8_t)(letter >= 'a' && letter <= 'z' ? 0x20 : 0);
            to[i] = change == TO_UPPER ? (uint8_t)(from[i] & ~flip) : (uint8_t)(from[i] | flip);
        } else {
            (void)change_one(m, i, change, c);
            to[i] = (uint8_t)c[0];
        }
    }
    if (status != HEAP_OK) {
        decref(h, s);
        return status;
    }
    return answer(h, s, out);
}

static enum heap_status changed(struct heap *h, const struct call *call, enum change change, addr *out)
{
    addr self = call->self;
    struct mapping m = {str_data(h, self), str_kind(h, self), h->abi.unicode_version, str_length(h, self),
                        false};
    enum heap_status status = HEAP_OK;
    work_done(h, steps_of_limbs(m.length));
    if (m.length == 0)
        return answer(h, incref(h, h->singleton[SINGLETON_EMPTY_STR]), out);
    if (str_is_ascii(h, self))
        return change_ascii(h, &m, change, out);
    uint32_t *units = malloc(m.length * 3 * sizeof *units);
    if (!units)
        return raise_memory(h);
    size_t n = 0;
    for (size_t i = 0; i < m.length && (status = loop_goes_on(h, i)) == HEAP_OK; i++)
        n += change_one(&m, i, change, units + n);
    addr s = status == HEAP_OK ? str_new_from_units(h, units, n, 4) : 0;
    free(units);
    return status == HEAP_OK ? answer(h, s, out) : status;
}

enum heap_status str_method_upper(struct heap *h, const struct call *call, addr *out)
{
    return changed(h, call, TO_UPPER, out);
}
enum heap_status str_method_lower(struct heap *h, const struct call *call, addr *out)
{
    return changed(h, call, TO_LOWER, out);
}
enum heap_status str_method_title(struct heap *h, const struct call *call, addr *out)
{
    return changed(h, call, TO_TITLE, out);
}
enum heap_status str_method_capitalize(struct heap *h, const struct call *call, addr *out)
{
    return changed(h, call, TO_CAPITAL, out);
}
enum heap_status str_method_swapcase(struct heap *h, const struct call *call, addr *out)
{
    return changed(h, call, TO_SWAPPED, out);
}
enum heap_status str_method_casefold(struct heap *h, const struct call *call, addr *out)
{
    return changed(h, call, TO_FOLDED, out);
}
