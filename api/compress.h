/* gzip for answers. */
#ifndef API_COMPRESS_H
#define API_COMPRESS_H

#include "api/outbuf.h"

/* Does an Accept-Encoding value (NULL: no) take gzip? */
bool accepts_gzip(const char *accept_encoding);

/* Compresses `body` into `packed`. False when that fails or saves nothing: send it as it is. */
bool gzip_pack(const struct outbuf *body, struct outbuf *packed);

/* The same for what is a gzip file by its nature, whatever its size. False: no memory, or too large. */
bool gzip_whole(const struct outbuf *body, struct outbuf *packed);

#endif
