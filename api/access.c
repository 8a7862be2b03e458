/* Who may call; see access.h. */
#include "api/access.h"

#include <nettle/memops.h>
#include <nettle/sha2.h>

#include <string.h>
#include <strings.h>

/* The host of "host:port", brackets of an IPv6 address included. */
static size_t host_length(const char *host)
{
    const char *end = host[0] == '[' ? strchr(host, ']') : NULL;
    return end != NULL ? (size_t)(end - host) + 1 : strcspn(host, ":");
}

static bool same_text(const char *text, size_t length, const char *other)
{
    return strlen(other) == length && strncasecmp(text, other, length) == 0;
}

static bool is_listening_address(const struct api_config *config, const char *host, size_t length)
{
    const char *address = config->address;
    if (address == NULL)
        return false;
    if (host[0] == '[' && length > 2)
        return same_text(host + 1, length - 2, address);
    return same_text(host, length, address);
}

static const struct api_tokens *tokens_of(const struct api_config *config)
{
    return atomic_load_explicit(&config->tokens, memory_order_acquire);
}

enum access_verdict access_check_host(const struct api_config *config, const char *host)
{
    static const char *const loopback[] = {"127.0.0.1", "localhost", "[::1]"};
    if (host == NULL) /* HTTP/1.0; browsers send one always */
        return ACCESS_OK;
    size_t length = host_length(host);
    for (size_t i = 0; i < sizeof loopback / sizeof *loopback; i++) {
        if (same_text(host, length, loopback[i]))
            return ACCESS_OK;
    }
    if (tokens_of(config) != NULL && config->host_count == 0)
        return ACCESS_OK;
    for (size_t i = 0; i < config->host_count; i++) {
        if (same_text(host, length, config->hosts[i]))
            return ACCESS_OK;
    }
    return is_listening_address(config, host, length) ? ACCESS_OK : ACCESS_BAD_HOST;
}

enum access_verdict access_check_origin(const struct api_config *config, const char *origin, const char *host,
                                        bool *cross)
{
    *cross = false;
    if (origin == NULL)
        return ACCESS_OK;
    const char *authority = strstr(origin, "://");
    if (authority != NULL && host != NULL && strcasecmp(authority + 3, host) == 0)
        return ACCESS_OK;
    for (size_t i = 0; i < config->origin_count; i++) {
        if (strcasecmp(config->origins[i], origin) == 0) {
            *cross = true;
            return ACCESS_OK;
        }
    }
    return ACCESS_BAD_ORIGIN;
}

void api_token_hash(const char *token, size_t length, uint8_t hash[32])
{
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, length, (const uint8_t *)token);
    sha256_digest(&sha, 32, hash);
}

unsigned access_scopes(const struct api_config *config, const char *authorization)
{
    uint8_t hash[32];
    unsigned scopes = 0;
    const struct api_tokens *tokens = tokens_of(config);
    if (tokens == NULL)
        return API_SCOPE_READ | API_SCOPE_WRITE | API_SCOPE_ADMIN;
    if (authorization == NULL || strncasecmp(authorization, "Bearer ", 7) != 0)
        return 0;
    const char *token = authorization + 7 + strspn(authorization + 7, " ");
    api_token_hash(token, strlen(token), hash);
    for (size_t i = 0; i < tokens->count; i++) {
        unsigned equal = (unsigned)memeql_sec(tokens->items[i].hash, hash, sizeof hash);
        scopes |= tokens->items[i].scopes & (0u - equal);
    }
    return scopes;
}

enum access_verdict access_check_scope(const struct api_config *config, unsigned granted,
                                       enum api_scope needed)
{
    if (needed == API_SCOPE_NONE || tokens_of(config) == NULL || (granted & needed) != 0)
        return ACCESS_OK;
    return granted == 0 ? ACCESS_NO_TOKEN : ACCESS_NO_SCOPE;
}
