/* A tape written as JSON again: what the lexer understood, through the writer. For tests. */
#ifndef TESTS_SUPPORT_JSON_REWRITE_H
#define TESTS_SUPPORT_JSON_REWRITE_H

#include "api/json/tape.h"
#include "api/json/writer.h"

/* Integers are written as their text, floats by their double. Also checks what holds of every tape and aborts
 * where it does not. */
void json_rewrite(struct json_writer *w, const struct json_tape *tape);

#endif
