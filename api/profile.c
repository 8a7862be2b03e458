/* Profiles of lines (profile.h). */
#include "api/profile.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/heap/object/code.h"
#include "daemon/heap/object/interpreter_frame.h"

enum { FIRST_ROOM = 1024, BLOCKS_MOST = 1 << 23 };

struct profile_block {
    addr block; /* 0: empty */
    uint64_t size;
    uint32_t line;
};

/* The end of the line that `position` is in; *next is behind its newline, in each of the forms that there
 * are. */
static size_t line_end(const struct python_source *source, size_t position, size_t *next)
{
    while (position < source->length && source->text[position] != '\n' && source->text[position] != '\r')
        position++;
    const char *at = source->text + position;
    *next = position + (source->length - position > 1 && at[0] == '\r' && at[1] == '\n') +
            (position < source->length);
    return position;
}

static size_t count_lines(const struct python_source *source)
{
    size_t n = 0, next = 0;
    do
        n++;
    while (line_end(source, next, &next) < source->length);
    return n;
}

bool profile_begin(struct profile *p, const struct python_source *source)
{
    *p = (struct profile){.source = source};
    p->line_count = count_lines(source) + 1;
    p->lines = calloc(p->line_count, sizeof *p->lines);
    p->blocks = calloc(FIRST_ROOM, sizeof *p->blocks);
    p->block_room = FIRST_ROOM;
    if (p->lines && p->blocks)
        return true;
    profile_end(p);
    return false;
}

void profile_end(struct profile *p)
{
    free(p->lines);
    free(p->blocks);
    p->lines = NULL;
    p->blocks = NULL;
}

/* ---- where the program is ------------------------------------------------------------------------ */

addr program_frame(const struct heap *h, addr *code, bool *own)
{
    for (addr f = h->frame; f; f = iframe_at(h, f)->previous) {
        addr c = iframe_at(h, f)->code;
        if (c != *code) {
            *code = c;
            *own = code_at(h, c)->filename == h->program.filename;
        }
        if (*own && !iframe_incomplete(h, f))
            return f;
    }
    return 0;
}

static uint32_t line_now(struct profile *p, const struct heap *h)
{
    addr f = program_frame(h, &p->code, &p->own);
    uint32_t line = f ? iframe_line(h, f) : 0;
    return line < p->line_count ? line : 0;
}

/* ---- blocks -------------------------------------------------------------------------------------- */

static size_t place_of(const struct profile *p, addr block)
{
    return (size_t)((block >> 4) * 0x9e3779b97f4a7c15ull >> 20) & (p->block_room - 1);
}

static struct profile_block *find(struct profile *p, addr block)
{
    size_t i = place_of(p, block);
    while (p->blocks[i].block && p->blocks[i].block != block)
        i = (i + 1) & (p->block_room - 1);
    return &p->blocks[i];
}

static bool grow(struct profile *p)
{
    struct profile_block *old = p->blocks;
    size_t room = p->block_room;
    if (room >= BLOCKS_MOST)
        return false;
    struct profile_block *grown = calloc(2 * room, sizeof *grown);
    if (!grown)
        return false;
    p->blocks = grown;
    p->block_room = 2 * room;
    for (size_t i = 0; i < room; i++)
        if (old[i].block)
            *find(p, old[i].block) = old[i];
    free(old);
    return true;
}

/* The entries behind it that could not be at their place move up. */
static void forget(struct profile *p, struct profile_block *b)
{
    size_t mask = p->block_room - 1, hole = (size_t)(b - p->blocks), i = hole;
    for (;;) {
        i = (i + 1) & mask;
        if (!p->blocks[i].block)
            break;
        if (((i - place_of(p, p->blocks[i].block)) & mask) >= ((i - hole) & mask)) {
            p->blocks[hole] = p->blocks[i];
            hole = i;
        }
    }
    p->blocks[hole].block = 0;
    p->block_count--;
}

static void note_made(struct profile *p, addr block, uint64_t size, uint32_t line)
{
    p->lines[line].allocated += size;
    if (p->block_count >= p->block_room / 2 && !grow(p)) {
        p->incomplete = true;
        return;
    }
    *find(p, block) = (struct profile_block){block, size, line};
    p->block_count++;
    p->lines[line].alive += size;
    p->lines[line].blocks++;
}

static void note_freed(struct profile *p, addr block, uint64_t size, uint32_t line)
{
    struct profile_block *b = find(p, block);
    if (b->block) {
        size = b->size;
        p->lines[b->line].alive -= size;
        p->lines[b->line].blocks--;
        forget(p, b);
    }
    p->lines[line].released += size;
}

void profile_note(struct profile *p, struct heap *h, addr block, size_t size, bool freed)
{
    if (p->ended)
        return;
    if (freed)
        p->code = 0; /* it may be a code object's: another one can come to its address */
    (freed ? note_freed : note_made)(p, block, size, line_now(p, h));
}

void profile_watch(struct profile *p, struct heap *h, enum python_event event, uint32_t line)
{
    if (event == PYTHON_END)
        p->ended = true;
    else if (!p->ended && program_frame(h, &p->code, &p->own) == h->frame && line < p->line_count)
        p->lines[line].hits++;
}

/* ---- the answer ---------------------------------------------------------------------------------- */

static bool is_empty(const struct profile_line *l)
{
    return !l->hits && !l->allocated && !l->released;
}

/* The text of line `n`, from where the last one ended. */
static const char *next_source_line(const struct python_source *source, size_t *position, size_t *length)
{
    const char *text = source->text + *position;
    *length = line_end(source, *position, position) - (size_t)(text - source->text);
    return text;
}

static void write_numbers(struct json_writer *w, const struct profile_line *l)
{
    json_member_uint(w, "hits", l->hits);
    json_member_uint(w, "allocated", l->allocated);
    json_member_uint(w, "released", l->released);
    json_member_int(w, "increment", (int64_t)(l->allocated - l->released));
    json_member_uint(w, "alive", l->alive);
    json_member_uint(w, "blocks", l->blocks);
}

void profile_write(const struct profile *p, struct json_writer *w)
{
    size_t position = 0, length;
    json_begin_object(w);
    json_key(w, "lines");
    json_begin_array(w);
    for (size_t i = 1; i < p->line_count; i++) {
        const char *text = next_source_line(p->source, &position, &length);
        if (is_empty(&p->lines[i]))
            continue;
        json_begin_object(w);
        json_member_uint(w, "line", i);
        write_numbers(w, &p->lines[i]);
        json_member_string(w, "source", text, length);
        json_end_object(w);
    }
    json_end_array(w);
    json_key(w, "elsewhere");
    json_begin_object(w);
    write_numbers(w, &p->lines[0]);
    json_end_object(w);
    json_member_bool(w, "complete", !p->incomplete);
    json_end_object(w);
}

static void write_row(struct outbuf *out, const char *line, const struct profile_line *l)
{
    if (is_empty(l))
        outbuf_format(out, "%5s  %50s", line, "");
    else
        outbuf_format(out, "%5s %8" PRIu64 " %10" PRIu64 " %10" PRIu64 " %10" PRIu64 " %7" PRIu64 "  ", line,
                      l->hits, l->allocated, l->released, l->alive, l->blocks);
}

void profile_write_text(const struct profile *p, struct outbuf *out)
{
    char number[24];
    size_t position = 0, length;
    outbuf_literal(out, "\n Line     Hits  Allocated   Released      Alive  Blocks  Source\n");
    for (size_t i = 1; i < p->line_count; i++) {
        const char *text = next_source_line(p->source, &position, &length);
        if (i + 1 == p->line_count && !length)
            break; /* behind the last end of line */
        snprintf(number, sizeof number, "%zu", i);
        write_row(out, number, &p->lines[i]);
        outbuf_append(out, text, length);
        outbuf_byte(out, '\n');
    }
    if (is_empty(&p->lines[0]))
        return;
    write_row(out, "", &p->lines[0]);
    outbuf_literal(out, "(elsewhere)\n");
}
