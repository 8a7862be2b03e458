/* Uploads: bodies that are used up piece by piece as they come, instead of being kept.
 *
 * The handler of a route with BODY_STREAM is called twice. First when the head has passed all checks, on the
 * connection's thread: it puts an upload into the request and returns API_DONE, or fails. Pieces come on that
 * thread too, which serves others: what `take` does with one must be short. When the last has come the
 * handler is called again (on a worker where the route is ROUTE_LONG) and finds the upload in
 * request->upload. In the end, whatever became of the request, the upload is dropped.
 *
 * What is left of an upload that `take` has refused is read away, so that the client sees why. */
#ifndef API_UPLOAD_H
#define API_UPLOAD_H

#include "api/request.h"

struct api_upload {
    /* API_DONE, or API_FAILED with the problem written: no more pieces will come, nor the handler's call. */
    enum api_result (*take)(struct api_upload *upload, struct api_request *request, const char *bytes,
                            size_t length);
    void (*drop)(struct api_upload *upload);
};

#endif
