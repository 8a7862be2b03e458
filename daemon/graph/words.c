/* A suspect in sentences (questions.h). */
#include "daemon/graph/questions.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct sentence {
    char *out;
    size_t room, length;
};

static void say(struct sentence *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct sentence *s, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(s->out + s->length, s->room - s->length, format, arguments);
    va_end(arguments);
    if (length > 0)
        s->length += (size_t)length < s->room - s->length ? (size_t)length : s->room - s->length - 1;
}

/* 1234567 as 1,234,567. */
static void say_number(struct sentence *s, uint64_t number)
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (int i = 0; i < count; i++)
        say(s, "%s%c", i > 0 && (count - i) % 3 == 0 ? "," : "", digits[i]);
}

static void say_type(struct sentence *s, const struct graph *g, uint32_t type)
{
    struct graph_text name = graph_text_of(g, g->type_name[type]);
    say(s, "%.*s", (int)(name.length < 200 ? name.length : 200), name.bytes);
}

static void say_object(struct sentence *s, const struct graph *g, uint32_t node)
{
    say_type(s, g, g->type[node]);
    if (g->text != NULL && g->text[node] != GRAPH_NONE) {
        struct graph_text text = graph_text_of(g, g->text[node]);
        say(s, " %.*s", (int)(text.length < 80 ? text.length : 80), text.bytes);
    }
    say(s, " at 0x%llx", (unsigned long long)g->address[node]);
}

/* "name cache ['rows'].items": the root, and the labels down to it; of a long way its beginning and its
 * end. */
static void say_path(struct sentence *s, const struct graph_analysis *a, uint32_t node)
{
    enum { SHOWN = 6 };
    struct graph_paths paths;
    char label[120];
    if (graph_find_paths(a, node, 1, 0, NULL, &paths) != GRAPH_OK)
        return;
    if (paths.count > 0) {
        const struct graph_path *path = &paths.items[0];
        (void)graph_root_text(a->graph, &path->root, label, sizeof label);
        say(s, "%s", label);
        for (size_t i = 1; i < path->length; i++) {
            if (path->length > 2 * SHOWN + 1 && i == SHOWN + 1) {
                say(s, " ... (%zu references) ...", path->length - 1 - 2 * SHOWN);
                i = path->length - SHOWN;
            }
            (void)graph_edge_text(a->graph, path->steps[i].edge, label, sizeof label);
            say(s, "%s", label);
        }
    }
    graph_paths_drop(&paths);
}

static void say_suspect(struct sentence *s, const struct graph_analysis *a,
                        const struct graph_suspect *suspect)
{
    if (suspect->is_group) {
        say_number(s, suspect->count);
        say(s, " objects of type ");
        say_type(s, a->graph, suspect->type);
        say(s, ", held by roots, together retain ");
    } else {
        say(s, "The ");
        say_object(s, a->graph, suspect->node);
        say(s, " (");
        say_path(s, a, suspect->node);
        say(s, ") retains ");
    }
    say_number(s, suspect->retained);
    say(s, " bytes in ");
    say_number(s, suspect->retained_count);
    say(s, " object%s, %.1f %% of the heap.", suspect->retained_count == 1 ? "" : "s", 100 * suspect->share);
    if (suspect->is_group) {
        say(s, " The largest is the ");
        say_object(s, a->graph, suspect->node);
        say(s, " (");
        say_path(s, a, suspect->node);
        say(s, ") with ");
        say_number(s, graph_retained(a, suspect->node));
        say(s, " bytes.");
    }
}

/* Of a group whose largest is small among the others nothing accumulates in one place. */
#define STANDS_OUT 0.05

static void say_accumulation(struct sentence *s, const struct graph_analysis *a,
                             const struct graph_suspect *suspect)
{
    if (suspect->is_group && (double)suspect->accumulated < STANDS_OUT * (double)suspect->retained) {
        say(s, " None of them stands out: it is their number.");
        return;
    }
    if (suspect->depth == 0 && suspect->held_type == GRAPH_NONE) {
        say(s, " The bytes are its own.");
        return;
    }
    if (suspect->depth == 0) {
        say(s, " The memory accumulates in it:");
    } else {
        say(s, " The memory accumulates in the ");
        say_object(s, a->graph, suspect->accumulation);
        say(s, " (");
        say_path(s, a, suspect->accumulation);
        say(s, "), %u %s further down, which retains ", suspect->depth,
            suspect->depth == 1 ? "step" : "steps");
        say_number(s, suspect->accumulated);
        say(s, " bytes:");
    }
    if (suspect->held_type == GRAPH_NONE) {
        say(s, " they are its own.");
        return;
    }
    say(s, " it alone holds ");
    say_number(s, suspect->held_total);
    say(s, suspect->held_total == 1 ? " object, " : " objects, ");
    if (suspect->held_count < suspect->held_total) {
        say(s, "foremost ");
        say_number(s, suspect->held_count);
        say(s, " ");
    }
    say(s, "of type ");
    say_type(s, a->graph, suspect->held_type);
    say(s, " with ");
    say_number(s, suspect->held_retained);
    say(s, " bytes.");
}

/* What was said; of what filled the room, no character is cut in two. */
static size_t end_sentence(struct sentence *s)
{
    while (s->length > 0 && s->length == s->room - 1 && ((unsigned char)s->out[s->length - 1] & 0x80) != 0)
        s->out[--s->length] = 0;
    return s->length;
}

size_t graph_suspect_words(const struct graph_analysis *analysis, const struct graph_suspect *suspect,
                           char *out, size_t room)
{
    struct sentence s = {out, room, 0};
    if (room == 0)
        return 0;
    out[0] = 0;
    say_suspect(&s, analysis, suspect);
    say_accumulation(&s, analysis, suspect);
    return end_sentence(&s);
}

size_t graph_path_words(const struct graph_analysis *analysis, uint32_t node, char *out, size_t room)
{
    struct sentence s = {out, room, 0};
    if (room == 0)
        return 0;
    out[0] = 0;
    if (!graph_is_garbage(analysis, node))
        say_path(&s, analysis, node);
    return end_sentence(&s);
}
