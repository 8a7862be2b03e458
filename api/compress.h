/* gzip for answers. */
#ifndef API_COMPRESS_H
#define API_COMPRESS_H

#include "api/outbuf.h"

#include <zlib.h>

/* Does an Accept-Encoding value (NULL: no) take gzip? */
bool accepts_gzip(const char *accept_encoding);

/* Compresses `body` into `packed`. False when that fails or saves nothing: send it as it is. */
bool gzip_pack(const struct outbuf *body, struct outbuf *packed);

/* A gzip file, piece by piece: what is one by its nature. */
struct gzip {
    z_stream stream;
};
bool gzip_begin(struct gzip *gzip); /* false: no memory */
/* What is packed is appended to `packed`, which fails where there is no memory. The last piece ends the
 * file. */
void gzip_put(struct gzip *gzip, const void *bytes, size_t length, bool last, struct outbuf *packed);
void gzip_end(struct gzip *gzip);

#endif
