/* The concrete tree: what tree-sitter's tree says, as plain memory. Comments and other extras are not in it.
 *
 * Nodes have their children in a list; words and punctuation are among them (CONCRETE_TOKEN), for their
 * places and for what the plain text has there.
 */
#ifndef HEAPD_PYTHON_CONCRETE_H
#define HEAPD_PYTHON_CONCRETE_H

#include "daemon/python/parser.h"

/* The named nodes of the grammar that may be in a tree of ours, sorted. */
#define CONCRETE_KINDS(X)                                                                                    \
    X(aliased_import)                                                                                        \
    X(argument_list)                                                                                         \
    X(as_pattern)                                                                                            \
    X(as_pattern_target)                                                                                     \
    X(assert_statement)                                                                                      \
    X(assignment)                                                                                            \
    X(attribute)                                                                                             \
    X(augmented_assignment)                                                                                  \
    X(await)                                                                                                 \
    X(binary_operator)                                                                                       \
    X(block)                                                                                                 \
    X(boolean_operator)                                                                                      \
    X(break_statement)                                                                                       \
    X(call)                                                                                                  \
    X(case_clause)                                                                                           \
    X(case_pattern)                                                                                          \
    X(class_definition)                                                                                      \
    X(class_pattern)                                                                                         \
    X(comparison_operator)                                                                                   \
    X(complex_pattern)                                                                                       \
    X(concatenated_string)                                                                                   \
    X(conditional_expression)                                                                                \
    X(continue_statement)                                                                                    \
    X(decorated_definition)                                                                                  \
    X(decorator)                                                                                             \
    X(default_parameter)                                                                                     \
    X(delete_statement)                                                                                      \
    X(dict_pattern)                                                                                          \
    X(dictionary)                                                                                            \
    X(dictionary_comprehension)                                                                              \
    X(dictionary_splat)                                                                                      \
    X(dictionary_splat_pattern)                                                                              \
    X(dotted_name)                                                                                           \
    X(elif_clause)                                                                                           \
    X(ellipsis)                                                                                              \
    X(else_clause)                                                                                           \
    X(except_clause)                                                                                         \
    X(expression_list)                                                                                       \
    X(expression_statement)                                                                                  \
    X(false)                                                                                                 \
    X(finally_clause)                                                                                        \
    X(float)                                                                                                 \
    X(for_in_clause)                                                                                         \
    X(for_statement)                                                                                         \
    X(function_definition)                                                                                   \
    X(generator_expression)                                                                                  \
    X(global_statement)                                                                                      \
    X(identifier)                                                                                            \
    X(if_clause)                                                                                             \
    X(if_statement)                                                                                          \
    X(import_from_statement)                                                                                 \
    X(import_prefix)                                                                                         \
    X(import_statement)                                                                                      \
    X(integer)                                                                                               \
    X(keyword_argument)                                                                                      \
    X(keyword_pattern)                                                                                       \
    X(keyword_separator)                                                                                     \
    X(lambda)                                                                                                \
    X(lambda_parameters)                                                                                     \
    X(list)                                                                                                  \
    X(list_comprehension)                                                                                    \
    X(list_pattern)                                                                                          \
    X(list_splat)                                                                                            \
    X(list_splat_pattern)                                                                                    \
    X(match_statement)                                                                                       \
    X(module)                                                                                                \
    X(named_expression)                                                                                      \
    X(none)                                                                                                  \
    X(nonlocal_statement)                                                                                    \
    X(not_operator)                                                                                          \
    X(pair)                                                                                                  \
    X(parameters)                                                                                            \
    X(parenthesized_expression)                                                                              \
    X(parenthesized_list_splat)                                                                              \
    X(pass_statement)                                                                                        \
    X(pattern_list)                                                                                          \
    X(positional_separator)                                                                                  \
    X(raise_statement)                                                                                       \
    X(relative_import)                                                                                       \
    X(return_statement)                                                                                      \
    X(set)                                                                                                   \
    X(set_comprehension)                                                                                     \
    X(slice)                                                                                                 \
    X(splat_pattern)                                                                                         \
    X(string)                                                                                                \
    X(subscript)                                                                                             \
    X(true)                                                                                                  \
    X(try_statement)                                                                                         \
    X(tuple)                                                                                                 \
    X(tuple_pattern)                                                                                         \
    X(type)                                                                                                  \
    X(typed_default_parameter)                                                                               \
    X(typed_parameter)                                                                                       \
    X(unary_operator)                                                                                        \
    X(union_pattern)                                                                                         \
    X(while_statement)                                                                                       \
    X(wildcard_import)                                                                                       \
    X(with_clause)                                                                                           \
    X(with_item)                                                                                             \
    X(with_statement)                                                                                        \
    X(yield)

/* The names that the grammar gives to children, sorted. */
#define CONCRETE_FIELDS(X)                                                                                   \
    X(alias)                                                                                                 \
    X(alternative)                                                                                           \
    X(argument)                                                                                              \
    X(arguments)                                                                                             \
    X(attribute)                                                                                             \
    X(body)                                                                                                  \
    X(cause)                                                                                                 \
    X(condition)                                                                                             \
    X(consequence)                                                                                           \
    X(function)                                                                                              \
    X(key)                                                                                                   \
    X(left)                                                                                                  \
    X(module_name)                                                                                           \
    X(name)                                                                                                  \
    X(object)                                                                                                \
    X(operator)                                                                                              \
    X(operators)                                                                                             \
    X(parameters)                                                                                            \
    X(return_type)                                                                                           \
    X(right)                                                                                                 \
    X(subject)                                                                                               \
    X(subscript)                                                                                             \
    X(superclasses)                                                                                          \
    X(type)                                                                                                  \
    X(value)

#define DETACHED                                                                                             \
    "\xc2\xaa" /* what begins the name that stands for an expression on a line behind the module */

#define DETACHED_NUMBER                                                                                      \
    '0' /* or the number, where it would join the name before it: in the place of what follows its bracket   \
         */

#define DETACHED_END                                                                                         \
    '\t' /* its last character, where it would join the keyword behind it: white space, as that of except*   \
          */

#define STARRED_EXCEPT                                                                                       \
    '\t' /* the star of except*: white space, of which there is no other such character between tokens */

enum concrete_kind {
    CONCRETE_TOKEN,
    CONCRETE_OTHER, /* a node that no tree of ours may have */
#define X(name) CONCRETE_##name,
    CONCRETE_KINDS(X)
#undef X
        CONCRETE_KIND_COUNT
};

enum concrete_field {
    FIELD_NONE,
#define X(name) FIELD_##name,
    CONCRETE_FIELDS(X)
#undef X
        FIELD_COUNT
};

struct concrete {
    uint16_t kind, field;
    uint32_t start, end; /* in the plain text */
    const struct concrete *first, *next;
};

/* The first child with that field, or NULL. Only children that have few others before them have one. */
const struct concrete *concrete_field(const struct concrete *n, enum concrete_field field);
/* The first child of that kind, or NULL. */
const struct concrete *concrete_kind(const struct concrete *n, enum concrete_kind kind);
/* The first child that is a node, of n itself or from among the siblings that begin with n. */
const struct concrete *concrete_child(const struct concrete *n);
const struct concrete *concrete_node(const struct concrete *n);
/* The first token among n's children that begins with this character, or NULL. */
const struct concrete *concrete_token(const struct parser *p, const struct concrete *n, char c);

#endif
