/* Number literals (CPython's tok_get: fraction, exponent, and what may follow). */
#include "daemon/python/token_private.h"

#include <string.h>

static bool is_digit(char c, unsigned base)
{
    unsigned value = c >= '0' && c <= '9'                     ? (unsigned)(c - '0')
                     : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (unsigned)((c | 0x20) - 'a' + 10)
                                                              : 16;
    return value < base;
}

static bool continues_name(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c >= 0x80;
}

/* Is a keyword that may stand right behind a number (1if x else y) at `at`? */
static bool keyword_follows(const char *s)
{
    static const char *const words[] = {"and", "else", "for", "if", "in", "is", "not", "or"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(s, words[i], strlen(words[i])) == 0 &&
            !continues_name((unsigned char)s[strlen(words[i])]))
            return true;
    return false;
}

/* What follows a number at `at` may not look like part of it; beyond ASCII it is a token of its own, if any.
 */
static bool number_ends(struct tokenizer *t, uint32_t at, const char *what)
{
    unsigned char c = (unsigned char)t->text[at];
    if (at >= t->end || c >= 0x80 || keyword_follows(t->text + at) || !continues_name(c))
        return true;
    token_error(t, at, "invalid %s literal", what);
    return false;
}

/* Digits with single underscores between them from `at` on: where they end, or UINT32_MAX after an error. */
static uint32_t decimal_digits(struct tokenizer *t, uint32_t at)
{
    for (;;) {
        while (is_digit(t->text[at], 10))
            at++;
        if (t->text[at] != '_')
            return at;
        at++;
        if (!is_digit(t->text[at], 10)) {
            token_error(t, at, "invalid decimal literal");
            return UINT32_MAX;
        }
    }
}

static void prefixed(struct tokenizer *t, unsigned base, const char *what)
{
    uint32_t at = t->at + 2;
    do {
        if (t->text[at] == '_')
            at++;
        if (!is_digit(t->text[at], base)) {
            if (is_digit(t->text[at], 10))
                token_error(t, at + 1, "invalid digit '%c' in %s literal", t->text[at], what);
            else
                token_error(t, at, "invalid %s literal", what);
            return;
        }
        while (is_digit(t->text[at], base))
            at++;
    } while (t->text[at] == '_');
    if (is_digit(t->text[at], 10)) {
        token_error(t, at + 1, "invalid digit '%c' in %s literal", t->text[at], what);
        return;
    }
    if (!number_ends(t, at, what))
        return;
    token_add(t, TOKEN_NUMBER, t->at, at);
    t->at = at;
}

/* A number that begins with 0 and is no int of another base: zeros only, or the beginning of a float. Answers
 * where its digits end. */
static uint32_t after_zero(struct tokenizer *t)
{
    uint32_t at = t->at + 1;
    bool nonzero = false;
    for (;; at++) {
        if (t->text[at] == '_') {
            at++;
            if (!is_digit(t->text[at], 10)) {
                token_error(t, at, "invalid decimal literal");
                return UINT32_MAX;
            }
        }
        if (t->text[at] != '0')
            break;
    }
    uint32_t zeros_end = at;
    if (is_digit(t->text[at], 10)) {
        nonzero = true;
        at = decimal_digits(t, at);
        if (at == UINT32_MAX)
            return at;
    }
    char c = t->text[at];
    if (nonzero && c != '.' && (c | 0x20) != 'e' && (c | 0x20) != 'j') {
        token_error_range(t, t->at, zeros_end,
                          "leading zeros in decimal integer literals are not permitted; use an 0o prefix for "
                          "octal integers");
        return UINT32_MAX;
    }
    return at;
}

void token_number(struct tokenizer *t)
{
    const char *s = t->text;
    uint32_t at = t->at;
    const char *what = "decimal";
    if (s[at] == '0') {
        char letter = s[at + 1] | 0x20;
        if (letter == 'x' || letter == 'o' || letter == 'b') {
            prefixed(t,
                     letter == 'x'   ? 16
                     : letter == 'o' ? 8
                                     : 2,
                     letter == 'x'   ? "hexadecimal"
                     : letter == 'o' ? "octal"
                                     : "binary");
            return;
        }
        at = after_zero(t);
    } else if (s[at] != '.') {
        at = decimal_digits(t, at);
    }
    if (at == UINT32_MAX)
        return;
    if (s[at] == '.') {
        at++;
        if (is_digit(s[at], 10))
            at = decimal_digits(t, at);
        if (at == UINT32_MAX)
            return;
    }
    if ((s[at] | 0x20) == 'e') {
        uint32_t exponent = at + 1;
        bool sign = s[exponent] == '+' || s[exponent] == '-';
        exponent += sign;
        if (is_digit(s[exponent], 10)) {
            at = decimal_digits(t, exponent);
            if (at == UINT32_MAX)
                return;
        } else if (sign) {
            token_error(t, exponent, "invalid decimal literal");
            return;
        }
    }
    if ((s[at] | 0x20) == 'j') {
        at++;
        what = "imaginary";
    }
    if (!number_ends(t, at, what))
        return;
    token_add(t, TOKEN_NUMBER, t->at, at);
    t->at = at;
}
