/* The keywords that a word is like (keyword.h): the one that _suggestions of CPython names, then those that
 * difflib.get_close_matches() does with a cutoff of 0.5.
 */
#include <string.h>

#include "daemon/heap/nearest.h"
#include "daemon/python/keyword.h"
#include "daemon/python/token.h"

enum { LONGEST_KEYWORD = 8, LONGEST_WORD = 3 * LONGEST_KEYWORD }; /* what is longer is not half like any */

static const char *const keywords[] = {
#define X(name, text) text,
    PYTHON_KEYWORDS(X)
#undef X
};
enum { KEYWORD_COUNT = sizeof keywords / sizeof *keywords };

struct characters {
    uint32_t at[LONGEST_WORD];
    size_t count;
};

/* False: there are too many. */
static bool split(const char *word, size_t length, struct characters *out)
{
    out->count = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)word[i];
        if ((c & 0xc0) == 0x80) {
            out->at[out->count - 1] = out->at[out->count - 1] << 8 | c;
            continue;
        }
        if (out->count == LONGEST_WORD)
            return false;
        out->at[out->count++] = c; /* nothing but a number for each character */
    }
    return true;
}

/* How many characters the longest common part has, and what is alike left and right of it: what
 * SequenceMatcher finds. Of parts of the same length it takes the first of a, and of those the first of b. */
static size_t alike(const char *a, size_t a_length, const uint32_t *b, size_t b_length)
{
    size_t best = 0, best_a = 0, best_b = 0;
    for (size_t i = 0; i < a_length; i++)
        for (size_t k = 0; k < b_length; k++) {
            size_t n = 0;
            while (i + n < a_length && k + n < b_length && (unsigned char)a[i + n] == b[k + n])
                n++;
            if (n > best) {
                best = n;
                best_a = i;
                best_b = k;
            }
        }
    if (!best)
        return 0;
    size_t a_right = best_a + best, b_right = best_b + best;
    return best + alike(a, best_a, b, best_b) +
           alike(a + a_right, a_length - a_right, b + b_right, b_length - b_right);
}

struct likeness {
    size_t alike, of;
};

static bool is_less(struct likeness a, struct likeness b)
{
    return a.alike * b.of < b.alike * a.of;
}

/* The likest ones, and of those that are equally like the last in the order of words. */
static size_t close_matches(const char *word, size_t length, const char *out[KEYWORDS_LIKE])
{
    struct characters characters;
    struct likeness found[KEYWORDS_LIKE];
    size_t count = 0;
    if (!split(word, length, &characters))
        return 0;
    for (size_t i = KEYWORD_COUNT; i-- > 0;) {
        size_t size = strlen(keywords[i]);
        struct likeness l = {alike(keywords[i], size, characters.at, characters.count),
                             size + characters.count};
        if (4 * l.alike < l.of)
            continue;
        size_t at = count;
        while (at > 0 && is_less(found[at - 1], l))
            at--;
        if (at == KEYWORDS_LIKE)
            continue;
        count += count < KEYWORDS_LIKE;
        for (size_t k = count - 1; k > at; k--) {
            found[k] = found[k - 1];
            out[k] = out[k - 1];
        }
        found[at] = l;
        out[at] = keywords[i];
    }
    return count;
}

size_t keywords_like(const char *word, size_t length, const char *out[KEYWORDS_LIKE])
{
    const char *close[KEYWORDS_LIKE], *best = NULL;
    struct nearest nearest = {0};
    size_t count = 0, more = close_matches(word, length, close);
    for (size_t i = 0; i < KEYWORD_COUNT; i++)
        if (nearest_is(&nearest, word, length, keywords[i], strlen(keywords[i])))
            best = keywords[i];
    if (best)
        out[count++] = best;
    for (size_t i = 0; i < more && count < KEYWORDS_LIKE; i++)
        out[count++] = close[i];
    return count;
}
