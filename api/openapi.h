/* The contract, /openapi.json, made from openapi.yaml at build time (openapi.py). */
#ifndef API_OPENAPI_H
#define API_OPENAPI_H

#include <stddef.h>

extern const unsigned char openapi_json[];
extern const size_t openapi_json_length;
extern const unsigned char openapi_json_gzip[];
extern const size_t openapi_json_gzip_length;
extern const char openapi_etag[]; /* with its quotes */

#endif
