/* PCRE2 in its three widths. */
#include "daemon/python/regex/pcre.h"

#include <stdlib.h>

#define BLOCK_MAX (64ul << 20) /* of one compiled pattern */
#define NESTING   (1u << 14)   /* groups inside groups: trees have fewer */

static void *take(size_t size, void *context)
{
    (void)context;
    return size > BLOCK_MAX ? NULL : malloc(size);
}
static void give_back(void *block, void *context)
{
    (void)context;
    free(block);
}

/* While matching, the limit on the heap counts. */
static void *take_any(size_t size, void *context)
{
    (void)context;
    return malloc(size);
}

#define BY_WIDTH(width, call8, call16, call32) ((width) == 0 ? (call8) : (width) == 1 ? (call16) : (call32))

#define COMPILE(bits, unit)                                                                                  \
    static void *compile_##bits(const char *text, size_t length, uint32_t options, int *error)               \
    {                                                                                                        \
        pcre2_general_context_##bits *general = pcre2_general_context_create_##bits(take, give_back, NULL);  \
        pcre2_compile_context_##bits *context =                                                              \
            general ? pcre2_compile_context_create_##bits(general) : NULL;                                   \
        unit *units = malloc((length + 1) * sizeof *units);                                                  \
        void *code = NULL;                                                                                   \
        PCRE2_SIZE where;                                                                                    \
        *error = PCRE2_ERROR_NOMEMORY;                                                                       \
        if (context && units) {                                                                              \
            for (size_t i = 0; i < length; i++)                                                              \
                units[i] = (unit)(unsigned char)text[i];                                                     \
            pcre2_set_newline_##bits(context, PCRE2_NEWLINE_LF);                                             \
            pcre2_set_parens_nest_limit_##bits(context, NESTING);                                            \
            code = pcre2_compile_##bits(units, length, options, error, &where, context);                     \
        }                                                                                                    \
        free(units);                                                                                         \
        pcre2_compile_context_free_##bits(context);                                                          \
        pcre2_general_context_free_##bits(general);                                                          \
        return code;                                                                                         \
    }
COMPILE(8, uint8_t)
COMPILE(16, uint16_t)
COMPILE(32, uint32_t)

void *pcre_compile(unsigned width, const char *text, size_t length, uint32_t options, int *error)
{
    return BY_WIDTH(width, compile_8(text, length, options, error), compile_16(text, length, options, error),
                    compile_32(text, length, options, error));
}

void pcre_free(unsigned width, void *code)
{
    BY_WIDTH(width, pcre2_code_free_8(code), pcre2_code_free_16(code), pcre2_code_free_32(code));
}

#define MATCH_DATA(bits)                                                                                     \
    static bool match_data_##bits(const void *code, struct pcre_match_data *out)                             \
    {                                                                                                        \
        out->offsets = pcre2_match_data_create_from_pattern_##bits(code, NULL);                              \
        out->general = pcre2_general_context_create_##bits(take_any, give_back, NULL);                       \
        out->context = out->general ? pcre2_match_context_create_##bits(out->general) : NULL;                \
        if (out->context)                                                                                    \
            pcre2_set_depth_limit_##bits(out->context, UINT32_MAX);                                          \
        return out->offsets && out->context;                                                                 \
    }                                                                                                        \
    static void match_data_free_##bits(const struct pcre_match_data *d)                                      \
    {                                                                                                        \
        pcre2_match_data_free_##bits(d->offsets);                                                            \
        pcre2_match_context_free_##bits(d->context);                                                         \
        pcre2_general_context_free_##bits(d->general);                                                       \
    }
MATCH_DATA(8)
MATCH_DATA(16)
MATCH_DATA(32)

struct pcre_match_data *pcre_match_data(unsigned width, const void *code)
{
    struct pcre_match_data *d = malloc(sizeof *d);
    if (d && !BY_WIDTH(width, match_data_8(code, d), match_data_16(code, d), match_data_32(code, d))) {
        pcre_match_data_free(width, d);
        d = NULL;
    }
    return d;
}

void pcre_match_data_free(unsigned width, struct pcre_match_data *d)
{
    if (d)
        BY_WIDTH(width, match_data_free_8(d), match_data_free_16(d), match_data_free_32(d));
    free(d);
}

const PCRE2_SIZE *pcre_offsets(unsigned width, const struct pcre_match_data *d)
{
    return BY_WIDTH(width, pcre2_get_ovector_pointer_8(d->offsets), pcre2_get_ovector_pointer_16(d->offsets),
                    pcre2_get_ovector_pointer_32(d->offsets));
}

#define MATCH(bits, unit)                                                                                    \
    static int call_out_##bits(pcre2_callout_block_##bits *block, void *limits)                              \
    {                                                                                                        \
        const struct pcre_limits *l = limits;                                                                \
        const PCRE2_SIZE *group = block->offset_vector + 2 * block->callout_number;                          \
        if (block->callout_number == PCRE_AUTO_CALLOUT)                                                      \
            return l->callout ? l->callout(l->context) : 0;                                                  \
        const unit *a = block->subject + group[0], *end = block->subject + group[1];                         \
        const unit *b = block->subject + (block->current_position - (group[1] - group[0]));                  \
        for (; l->lower && a < end; a++, b++)                                                                \
            if (*a != *b && l->lower(l->lower_context, *a) != l->lower(l->lower_context, *b))                \
                return 1;                                                                                    \
        return 0;                                                                                            \
    }                                                                                                        \
    static int match_##bits(const void *code, const void *subject, size_t length, size_t start,              \
                            uint32_t options, const struct pcre_match_data *data,                            \
                            const struct pcre_limits *limits)                                                \
    {                                                                                                        \
        struct pcre_limits own = *limits;                                                                    \
        pcre2_set_match_limit_##bits(data->context, own.match);                                              \
        pcre2_set_heap_limit_##bits(data->context, own.heap);                                                \
        pcre2_set_offset_limit_##bits(data->context, own.last_start);                                        \
        pcre2_set_callout_##bits(data->context, call_out_##bits, &own);                                      \
        return pcre2_match_##bits(code, subject, length, start, options, data->offsets, data->context);      \
    }
MATCH(8, uint8_t)
MATCH(16, uint16_t)
MATCH(32, uint32_t)

int pcre_match(unsigned width, const void *code, const void *subject, size_t length, size_t start,
               uint32_t options, const struct pcre_match_data *data, const struct pcre_limits *limits)
{
    return BY_WIDTH(width, match_8(code, subject, length, start, options, data, limits),
                    match_16(code, subject, length, start, options, data, limits),
                    match_32(code, subject, length, start, options, data, limits));
}
