/* gzip taken apart as it comes, and what is not gzip let through: which of both it is, the first two bytes
 * say. */
#ifndef API_INFLATE_H
#define API_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct inflater;

enum inflate_status {
    INFLATE_OK,
    INFLATE_NO_MEMORY,
    INFLATE_DAMAGED, /* it begins as gzip and is none, or ends too early */
    INFLATE_BOMB,    /* it becomes too much */
    INFLATE_STOPPED, /* the sink did not want more */
};

/* Takes what comes out, in pieces of bounded size. False: no more is wanted. */
typedef bool inflate_sink(void *cls, const unsigned char *bytes, size_t length);

/* At most `limit` bytes come out; of compressed ones no more than 64 MiB or, if that is more, 200 times what
 * went in. NULL: no memory. */
struct inflater *inflater_new(uint64_t limit, inflate_sink *sink, void *cls);
void inflater_delete(struct inflater *inflater); /* NULL is ignored */

enum inflate_status inflater_feed(struct inflater *inflater, const void *bytes, size_t length);
/* All has come. */
enum inflate_status inflater_end(struct inflater *inflater);

bool inflater_is_gzip(const struct inflater *inflater);

#endif
