/* The token file: who may do what, by hash. One token a line, '#' begins a comment:
 *
 *   # name     scopes       SHA-256 of the token
 *   notebook   read,write   9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
 *
 * The tokens themselves are nowhere: `heapd token` prints a new one once and adds its hash to the file.
 */
#ifndef HEAPD_TOKENS_H
#define HEAPD_TOKENS_H

#include "api/api.h"

struct tokens {
    struct api_token *items;
    size_t count;
};

/* Reads the file. False with a line about what is wrong and where in `why`; *tokens is untouched then. */
bool tokens_read(const char *path, struct tokens *tokens, char *why, size_t why_size)
    __attribute__((warn_unused_result));
void tokens_free(struct tokens *tokens);

/* "read,write" as the union of enum api_scope; 0 if it is none. */
unsigned tokens_scopes(const char *text);

/* heapd token FILE NAME SCOPES. Answers the exit status. */
int tokens_command(int argc, char *const *argv);

#endif
