/* The token file: who may do what, by hash. One token a line, '#' begins a comment:
 *
 *   # name     scopes       SHA-256 of the token
 *   notebook   read,write   9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
 *
 * The tokens themselves are nowhere: `heapd token` prints a new one once and adds its hash to the file. */
#ifndef HEAPD_TOKENS_H
#define HEAPD_TOKENS_H

#include "api/api.h"

/* The tokens of the file, at least one. NULL with a line about what is wrong and where in `why`. */
const struct api_tokens *tokens_read(const char *path, char *why, size_t why_size);
void tokens_free(const struct api_tokens *tokens); /* NULL is ignored */

/* "read,write" as the union of enum api_scope; 0 if it is none. */
unsigned tokens_scopes(const char *text);

/* heapd token FILE NAME SCOPES. Answers the exit status. */
int tokens_command(int argc, char *const *argv);

#endif
