/*
 * Reads snapshots and questions from standard input, a line each, and prints the answers. Words are
 * separated by one space; text is hexadecimal, `-` being the empty text.
 *
 *   old | new                                            the lines that follow fill this snapshot
 *   trace DOMAIN SIZE COUNT TOTAL FILE LINE FILE LINE …  oldest frame first
 *   type NAME SIZE COUNT
 *   dump PIECE PATH                                      all traces of a file of Snapshot.dump(), read PIECE
 * bytes at a time; answers `dump PROTOCOL TRACES LIMIT BYTES` or `refused OFFSET OPCODE REASON` statistics
 * GROUP CUMULATIVE LIMIT [FILTER …]         of the new one compare GROUP CUMULATIVE LIMIT [FILTER …] old to
 * new flame [FILTER …]                                     of the new one match PATTERN NAME 1 or 0
 *
 * A filter is i|e,PATTERN|none,LINE|none,DOMAIN|none,0|1 (all frames). An answer ends with a line `.`. */
#include "daemon/snapshot/dump.h"
#include "daemon/snapshot/pattern.h"
#include "daemon/snapshot/snapshot.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(enum snapshot_status status)
{
    if (status != SNAPSHOT_OK) {
        fprintf(stderr, "snapshot_driver: status %d\n", status);
        exit(1);
    }
}

static unsigned char digit(char c)
{
    return (unsigned char)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* Decodes hexadecimal in place. */
static struct snapshot_text unhex(char *word)
{
    size_t length = strcmp(word, "-") == 0 ? 0 : strlen(word) / 2;
    for (size_t i = 0; i < length; i++) {
        word[i] = (char)(digit(word[2 * i]) << 4 | digit(word[2 * i + 1]));
    }
    return (struct snapshot_text){word, length};
}

static void print_hex(struct snapshot_text text)
{
    if (text.length == 0) {
        putchar('-');
    }
    for (size_t i = 0; i < text.length; i++) {
        printf("%02x", (unsigned char)text.bytes[i]);
    }
}

static char *word(char **rest)
{
    char *next = strsep(rest, " ");
    if (next == NULL) {
        fprintf(stderr, "snapshot_driver: a word is missing\n");
        exit(1);
    }
    return next;
}

static uint64_t number(char **rest)
{
    return strtoull(word(rest), NULL, 10);
}

static void add_trace(struct snapshot_builder *builder, char *rest)
{
    static uint32_t frames[70000];
    uint32_t domain = (uint32_t)number(&rest);
    uint64_t size = number(&rest), count = number(&rest);
    uint32_t total = (uint32_t)number(&rest), nframe = 0;
    while (rest != NULL) {
        struct snapshot_text file = unhex(word(&rest));
        uint32_t id;
        check(snapshot_builder_string(builder, file.bytes, file.length, &id));
        check(snapshot_builder_frame(builder, id, (uint32_t)number(&rest), &frames[nframe++]));
    }
    check(snapshot_builder_traceback(builder, frames, nframe, total, domain, size, count));
}

static size_t read_filters(char *rest, struct snapshot_filter *filters, size_t room)
{
    size_t count = 0;
    while (rest != NULL && count < room) {
        char *one = word(&rest);
        struct snapshot_filter *filter = &filters[count++];
        *filter = (struct snapshot_filter){.inclusive = strcmp(strsep(&one, ","), "i") == 0};
        char *pattern = strsep(&one, ","), *line = strsep(&one, ","), *domain = strsep(&one, ",");
        if (strcmp(pattern, "none") != 0) {
            filter->pattern = unhex(pattern);
        }
        filter->has_line = strcmp(line, "none") != 0;
        filter->line = (uint32_t)strtoull(line, NULL, 10);
        filter->has_domain = strcmp(domain, "none") != 0;
        filter->domain = (uint32_t)strtoull(domain, NULL, 10);
        filter->all_frames = strcmp(one, "1") == 0;
    }
    return count;
}

static void print_table(const struct snapshot_table *table)
{
    for (size_t i = 0; i < table->row_count; i++) {
        const struct snapshot_row *row = &table->rows[i];
        printf("%llu %llu", (unsigned long long)row->size, (unsigned long long)row->count);
        if (table->older != NULL) {
            printf(" %lld %lld", (long long)row->size_diff, (long long)row->count_diff);
        }
        for (uint32_t j = 0; j < snapshot_table_nframe(table, row); j++) {
            struct snapshot_place place = snapshot_table_frame(table, row, j);
            putchar(' ');
            print_hex(place.file);
            printf(":%u", place.line);
        }
        if (table->group_by == SNAPSHOT_BY_TYPE || table->group_by == SNAPSHOT_BY_PACKAGE) {
            putchar(' ');
            print_hex(snapshot_table_name(table, row));
        } else if (table->group_by == SNAPSHOT_BY_DOMAIN) {
            printf(" %u", snapshot_table_domain(table, row));
        }
        putchar('\n');
    }
    printf("total %zu %llu %llu %lld %lld\n", table->group_count, (unsigned long long)table->size,
           (unsigned long long)table->count, (long long)table->size_diff, (long long)table->count_diff);
}

static void answer(struct snapshot *older, struct snapshot *newer, char *rest)
{
    struct snapshot_filter filters[16];
    struct snapshot_query query = {.filters = filters};
    struct snapshot_table *table;
    if (!snapshot_group_from_name(word(&rest), &query.group_by)) {
        check(SNAPSHOT_INVALID);
    }
    query.cumulative = number(&rest) != 0;
    query.limit = number(&rest);
    query.filter_count = read_filters(rest, filters, 16);
    if (snapshot_query_check(&query) != NULL) {
        printf("invalid\n.\n");
        return;
    }
    check(older == NULL ? snapshot_statistics(newer, &query, &table)
                        : snapshot_compare(older, newer, &query, &table));
    print_table(table);
    snapshot_table_free(table);
    puts(".");
}

/* Depth and sums of each node, depth first; differences if there is an older snapshot. */
static void print_flame(struct snapshot *older, struct snapshot *newer, char *rest)
{
    struct snapshot_filter filters[16];
    struct snapshot_flame *flame;
    size_t count = read_filters(rest, filters, 16);
    check(older != NULL ? snapshot_flamegraph_diff(older, newer, filters, count, &flame)
                        : snapshot_flamegraph(newer, filters, count, &flame));
    for (uint32_t i = 1; i < flame->node_count; i++) {
        const struct snapshot_flame_node *node = &flame->nodes[i];
        struct snapshot_place place = snapshot_flame_place(flame, node);
        uint32_t depth = 1;
        for (uint32_t up = node->parent; up != 0; up = flame->nodes[up].parent) {
            depth++;
        }
        printf("%u ", depth);
        print_hex(place.file);
        printf(":%u %llu %llu %llu %llu %u", place.line, (unsigned long long)node->size,
               (unsigned long long)node->count, (unsigned long long)node->own_size,
               (unsigned long long)node->own_count, node->child_count);
        if (older != NULL) {
            printf(" %lld %lld %lld %lld", (long long)node->size_diff, (long long)node->count_diff,
                   (long long)node->own_size_diff, (long long)node->own_count_diff);
        }
        puts("");
    }
    snapshot_flame_free(flame);
    puts(".");
}

static void print_match(char *rest)
{
    struct snapshot_pattern *pattern;
    check(snapshot_pattern_new(unhex(word(&rest)), &pattern));
    printf("%d\n.\n", snapshot_pattern_match(pattern, unhex(word(&rest))));
    snapshot_pattern_free(pattern);
}

struct side {
    struct snapshot_builder *builder;
    struct snapshot *snapshot;
};

static void side_drop(struct side *side)
{
    snapshot_builder_drop(side->builder);
    snapshot_release(side->snapshot);
    *side = (struct side){0};
}

static struct side *begin(struct side *side)
{
    side_drop(side);
    check(snapshot_builder_new(&side->builder));
    return side;
}

static struct snapshot *finished(struct side *side)
{
    if (side->snapshot == NULL) {
        struct snapshot_builder *builder = side->builder;
        side->builder = NULL;
        check(snapshot_builder_finish(builder, &side->snapshot));
    }
    return side->snapshot;
}

static enum dump_status feed_file(struct snapshot_dump *dump, FILE *file, size_t piece,
                                  struct dump_error *error)
{
    static char bytes[1 << 16];
    enum dump_status status = DUMP_OK;
    size_t length;
    if (piece > sizeof bytes) {
        piece = sizeof bytes;
    }
    while (status == DUMP_OK && (length = fread(bytes, 1, piece, file)) > 0) {
        status = snapshot_dump_feed(dump, bytes, length, error);
    }
    return status;
}

static void read_dump(struct side *side, char *rest)
{
    size_t piece = number(&rest);
    FILE *file = fopen(rest, "rb");
    struct snapshot_dump *dump;
    struct snapshot_builder *builder;
    struct dump_error error = {0};
    struct dump_progress progress;
    if (file == NULL || snapshot_dump_new((size_t)1 << 30, &dump) != DUMP_OK) {
        fprintf(stderr, "snapshot_driver: %s cannot be read\n", rest);
        exit(1);
    }
    enum dump_status status = feed_file(dump, file, piece, &error);
    fclose(file);
    snapshot_dump_progress(dump, &progress);
    if (status == DUMP_OK) {
        status = snapshot_dump_finish(dump, &builder, &error);
    }
    if (status == DUMP_OK) {
        snapshot_builder_drop(side->builder);
        side->builder = builder;
        printf("dump %u %llu %u %llu\n.\n", progress.protocol, (unsigned long long)progress.traces,
               progress.limit, (unsigned long long)progress.bytes);
    } else if (status == DUMP_REFUSED) {
        printf("refused %llu %s %s\n.\n", (unsigned long long)error.offset, error.opcode, error.reason);
    } else {
        printf("status %d\n.\n", status);
    }
    snapshot_dump_drop(dump);
}

int main(void)
{
    struct side older = {0}, newer = {0}, *filling = NULL;
    char *line = NULL;
    size_t room = 0;
    for (ssize_t length; (length = getline(&line, &room, stdin)) > 0;) {
        char *rest = line;
        line[length - 1] = '\0';
        const char *what = word(&rest);
        if (strcmp(what, "old") == 0) {
            filling = begin(&older);
        } else if (strcmp(what, "new") == 0) {
            filling = begin(&newer);
        } else if (strcmp(what, "trace") == 0) {
            add_trace(filling->builder, rest);
        } else if (strcmp(what, "dump") == 0) {
            read_dump(filling, rest);
        } else if (strcmp(what, "type") == 0) {
            struct snapshot_text name = unhex(word(&rest));
            uint64_t size = number(&rest);
            check(snapshot_builder_type(filling->builder, name.bytes, name.length, size, number(&rest)));
        } else if (strcmp(what, "statistics") == 0) {
            answer(NULL, finished(&newer), rest);
        } else if (strcmp(what, "compare") == 0) {
            answer(finished(&older), finished(&newer), rest);
        } else if (strcmp(what, "flame") == 0) {
            print_flame(NULL, finished(&newer), rest);
        } else if (strcmp(what, "flamediff") == 0) {
            print_flame(finished(&older), finished(&newer), rest);
        } else {
            print_match(rest);
        }
    }
    free(line);
    side_drop(&older);
    side_drop(&newer);
    return 0;
}
