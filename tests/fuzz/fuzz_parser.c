/* ast_parse() on any bytes, as two versions: a tree whose places are in the source, or an error that says
 * something. */
#include "daemon/python/ast.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
    if (!condition)
        abort();
}

/* Statements begin in their order, on lines that there are. */
static void check_places(const struct ast_module *module, size_t size)
{
    uint32_t line = 1;
    for (size_t i = 0; i < module->body.count; i++) {
        struct ast_position at = module->body.items[i]->at;
        check(at.line >= line && at.end_line >= at.line && at.end_line <= size + 1);
        check(at.end_line > at.line || at.end_column >= at.column);
        line = at.line;
    }
}

static void parse(const uint8_t *data, size_t size, unsigned minor)
{
    struct ast_module module;
    struct syntax_error error;
    if (ast_parse((const char *)data, size, minor, NULL, &module, &error)) {
        check_places(&module, size);
        ast_free(&module);
        check(module.arena == NULL);
        return;
    }
    check(!error.no_memory && error.type[0] != '\0' && error.message[0] != '\0');
    check(error.at.line <= size + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    parse(data, size, 11);
    parse(data, size, 14);
    return 0;
}
