/* Base64 (RFC 4648) to bytes; the other way is json_base64 of the writer. */
#ifndef API_BASE64_H
#define API_BASE64_H

#include <stdbool.h>
#include <stddef.h>

/* Decodes all of `text`: the standard alphabet, padded or not, no white space. `out` has room for length / 4
 * * 3 + 3 bytes. False: it is no base64, or bits are left over. */
bool base64_decode(const char *text, size_t length, void *out, size_t *size);

#endif
