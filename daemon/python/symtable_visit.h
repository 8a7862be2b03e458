/* What the files of the first pass share: scopes that are entered and left, names that are noted in them
 * (symtable.c), and the visits to parts of the tree (symtable_expression.c). */
#ifndef HEAPD_PYTHON_SYMTABLE_VISIT_H
#define HEAPD_PYTHON_SYMTABLE_VISIT_H

#include "daemon/python/symtable.h"

struct scope *symtable_scope_new(struct compiler *c, addr name, enum scope_type type, const void *key,
                                 struct location at);
void symtable_enter(struct compiler *c, addr name, enum scope_type type, const void *key, struct location at);
void symtable_enter_existing(struct compiler *c, struct scope *s, bool is_child);
void symtable_leave(struct compiler *c);
void symtable_check_name(struct compiler *c, addr name, struct location at, enum ast_context context);
void symtable_define(struct compiler *c, addr name, int flag, struct location at);
void symtable_define_in(struct compiler *c, struct scope *s, addr name, int flag, struct location at);
void symtable_record_directive(struct compiler *c, addr name, struct location at);
int64_t symtable_flags(struct compiler *c, const struct scope *s,
                       addr name); /* what is done with the name there */

void symtable_visit(struct compiler *c, struct ast_node *e);
void symtable_visit_all(struct compiler *c, const struct ast_list *l);
void symtable_visit_keywords(struct compiler *c, struct location call, const struct ast_keyword *k,
                             size_t count);
void symtable_visit_arguments(struct compiler *c, struct location function, const struct ast_arguments *a);
/* symtable_type_parameters.c: the scope around something generic, with its parameters in it, until
 * symtable_leave(). */
enum generic { GENERIC_FUNCTION, GENERIC_CLASS, GENERIC_ALIAS };
void symtable_enter_type_parameters(struct compiler *c, struct ast_node *s, addr name, enum generic what,
                                    const struct ast_type_parameters *l);
void symtable_visit_type_alias(struct compiler *c, struct ast_node *s);
void symtable_visit_pattern(struct compiler *c, struct ast_node *p);
void symtable_visit_annotation(struct compiler *c, struct ast_node *annotation);
void symtable_visit_function_annotations(struct compiler *c, struct ast_node *s);

#endif
