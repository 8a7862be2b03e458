#ifndef HEAPD_TESTS_ORACLE_SYNTAX_DUMP_H
#define HEAPD_TESTS_ORACLE_SYNTAX_DUMP_H

#include "daemon/python/ast.h"

#include <stdio.h>

void dump_module(FILE *out, const struct ast_module *module);

#endif
