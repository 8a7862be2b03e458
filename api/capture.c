/* Captures (capture.h). */
#include "api/capture.h"

#include "daemon/unnamed_file.h"

#include <errno.h>
#include <unistd.h>

bool capture_begin(struct capture *capture, const char *directory)
{
    int file = directory ? unnamed_file_open(directory) : -1;
    *capture = (struct capture){.file = file + 1};
    return file >= 0;
}

bool capture_put(struct capture *capture, struct outbuf *piece)
{
    size_t written = 0;
    if (piece->failed || piece->length > CAPTURE_BYTES - capture->length)
        return false;
    while (written < piece->length) {
        ssize_t some = write(capture->file - 1, piece->data + written, piece->length - written);
        if (some < 0 && errno != EINTR)
            return false;
        written += some > 0 ? (size_t)some : 0;
    }
    capture->length += written;
    piece->length = 0;
    return true;
}

bool capture_take(struct capture *capture, struct outbuf *piece, size_t size)
{
    if (capture->length - capture->taken < size)
        size = (size_t)(capture->length - capture->taken);
    char *to = size > 0 ? outbuf_reserve(piece, size) : NULL;
    if (!to)
        return false;
    ssize_t some = pread(capture->file - 1, to, size, (off_t)capture->taken);
    if (some <= 0) {
        piece->failed = true;
        return false;
    }
    piece->length += (size_t)some;
    capture->taken += (size_t)some;
    return true;
}

void capture_end(struct capture *capture)
{
    if (capture->file)
        close(capture->file - 1);
    *capture = (struct capture){0};
}
