/* driver MINOR: for each path read from standard input, the code objects of that file as lines of JSON, those
 * of functions behind those that hold them, then an empty line; or its error as one line {"error": ...}. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/compile.h"
#include "daemon/python/opcode.h"

static const char *const op_names[] = {
#define X(name, caches) #name,
    PYTHON_OPCODES(X)
#undef X
};

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        return NULL;
    long size = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)size + 1);
    *length = bytes ? fread(bytes, 1, (size_t)size, file) : 0;
    fclose(file);
    return bytes;
}

static void put_text(const char *text, size_t length)
{
    putchar('"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < ' ')
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void put_str(struct heap *h, addr s)
{
    char *text = malloc(str_utf8_size(h, s) + 1);
    size_t length = str_utf8(h, s, text);
    put_text(text, length);
    free(text);
}

/* "name": [the items, as ascii() has them, code objects by name] */
static void put_tuple(struct heap *h, const char *name, addr tuple, bool strs)
{
    printf(", \"%s\": [", name);
    for (size_t i = 0; i < tuple_length(h, tuple); i++) {
        addr item = tuple_item(h, tuple, i);
        fputs(i ? ", " : "", stdout);
        if (strs) {
            put_str(h, item);
        } else if (object_kind(h, item) == KIND_CODE) {
            putchar('"');
            fputs("code\"", stdout);
        } else {
            addr text = object_ascii(h, item);
            if (!text)
                abort();
            put_str(h, text);
            decref(h, text);
        }
    }
    putchar(']');
}

/* By the kinds: all with one of these bits. */
static void put_locals(struct heap *h, const char *name, const struct code_object *code, unsigned bits)
{
    const uint8_t *kinds = heap_at(h, code->localspluskinds + BYTES_DATA);
    bool first = true;
    printf(", \"%s\": [", name);
    for (int32_t i = 0; i < code->nlocalsplus; i++)
        if (kinds[i] & bits) {
            fputs(first ? "" : ", ", stdout);
            put_str(h, tuple_item(h, code->localsplusnames, (size_t)i));
            first = false;
        }
    putchar(']');
}

static bool is_jump(const char *name)
{
    return strstr(name, "JUMP") || strcmp(name, "FOR_ITER") == 0 || strcmp(name, "SEND") == 0;
}

static void put_instructions(struct heap *h, addr code, size_t words)
{
    uint32_t *word = malloc(words * sizeof *word);
    memcpy(word, code_instructions(h, code), words * sizeof *word);
    runtime_plain_instructions(word, words); /* pairs are two */
    unsigned *ordinal = calloc(words + 1, sizeof *ordinal), n = 0;
    for (size_t i = 0; i < words; i += 1 + opcode_caches((enum opcode)(word[i] & 0xff)))
        ordinal[i] = n++;
    ordinal[words] = n;
    printf(", \"instructions\": [");
    for (size_t i = 0; i < words; i += 1 + opcode_caches((enum opcode)(word[i] & 0xff))) {
        unsigned op = word[i] & 0xff, arg = word[i] >> 8;
        const struct code_position *p = code_position_at(h, code, i);
        printf("%s[\"%s\", %u", i ? ", " : "", op_names[op], is_jump(op_names[op]) ? ordinal[arg] : arg);
        if (op == OP_CALL_NAMED)
            printf(", %u", word[i + 1]);
        printf(", [%d, %d, %d, %d]]", p->line ? (int)p->line : -1, p->line ? (int)p->end_line : -1,
               p->column == 0xffff ? -1 : p->column, p->end_column == 0xffff ? -1 : p->end_column);
    }
    printf("], \"handlers\": [");
    const uint8_t *bytes;
    size_t size;
    if (!bytes_view(h, code_at(h, code)->handlers, &bytes, &size))
        abort();
    for (size_t i = 0; i < size / sizeof(struct code_handler); i++) {
        struct code_handler e;
        memcpy(&e, bytes + i * sizeof e, sizeof e);
        printf("%s[%u, %u, %u, %u, %u]", i ? ", " : "", ordinal[e.start], ordinal[e.end], ordinal[e.target],
               e.depth, e.lasti);
    }
    printf("]");
    free(ordinal);
    free(word);
}

static void put_code(struct heap *h, addr o)
{
    const struct code_object *code = code_at(h, o);
    addr consts = code->consts;
    printf("{\"name\": ");
    put_str(h, code->name);
    printf(", \"qualname\": ");
    put_str(h, code->qualname);
    printf(", \"flags\": %u, \"argcount\": %d, \"posonlyargcount\": %d, \"kwonlyargcount\": %d, "
           "\"stacksize\": %d, "
           "\"firstlineno\": %d, \"nlocals\": %d, \"units\": %u",
           code->flags, code->argcount, code->posonlyargcount, code->kwonlyargcount, code->stacksize,
           code->firstlineno, code->nlocals, code->units);
    put_tuple(h, "names", code->names, true);
    put_locals(h, "varnames", code, CODE_LOCAL);
    put_locals(h, "cellvars", code, CODE_CELL);
    put_locals(h, "freevars", code, CODE_FREE);
    put_tuple(h, "consts", consts, false);
    put_instructions(h, o, (size_t)code->words);
    printf("}\n");
    for (size_t i = 0; i < tuple_length(h, consts); i++)
        if (object_kind(h, tuple_item(h, consts, i)) == KIND_CODE)
            put_code(h, tuple_item(h, consts, i));
}

static void put_error(struct heap *h, const struct syntax_error *e)
{
    printf("{\"error\": ");
    if (e->message[0]) {
        put_text(e->message, strlen(e->message));
        printf(", \"type\": \"%s\", \"at\": [%u, %d, %u, %d]", e->type, e->at.line, (int)e->at.column,
               e->at.end_line, (int)e->at.end_column);
    } else {
        printf("\"%s\"", heap_raised_message(h));
        heap_clear_raised(h);
    }
    printf("}\n");
}

static void compile_path(const char *path, unsigned minor)
{
    struct ast_module module;
    struct syntax_error error;
    size_t length;
    char *source = read_file(path, &length);
    struct heap *h = heap_create(&(struct heap_options){.minor = minor});
    if (!source || !h)
        abort();
    if (!ast_parse(source, length, minor, NULL, &module, &error)) {
        put_error(h, &error);
    } else {
        addr code, filename = str_from_utf8(h, "<file>", 6);
        if (compile_module(h, &module, filename, COMPILE_EXEC, &code, &error) == HEAP_OK) {
            put_code(h, code);
            decref(h, code);
        } else
            put_error(h, &error);
        decref(h, filename);
        ast_free(&module);
    }
    printf("\n");
    fflush(stdout);
    heap_destroy(h);
    free(source);
}

int main(int argc, char **argv)
{
    char path[4096];
    unsigned minor = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 11;
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        compile_path(path, minor);
    }
    return 0;
}
