/* The HTTP library alone, as the measure for heapd's requests: answers every request with a constant
 * document, or with what it got, parsed and printed by cJSON. Configured as api/server.c configures it.
 *
 * bench_bare constant|json: prints its port, and ends when standard input does. */
#include <arpa/inet.h>
#include <cjson/cJSON.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char constant[] = "{\"status\":\"ok\",\"version\":\"0.1.0\",\"uptime_s\":12}";

struct upload {
    size_t length;
    char bytes[65536];
};

static struct MHD_Response *answer(const struct upload *upload, bool json)
{
    if (!json)
        return MHD_create_response_from_buffer(sizeof constant - 1, (void *)(uintptr_t)constant,
                                               MHD_RESPMEM_PERSISTENT);
    cJSON *document = cJSON_ParseWithLength(upload->length ? upload->bytes : constant,
                                            upload->length ? upload->length : sizeof constant - 1);
    char *text = cJSON_PrintUnformatted(document);
    cJSON_Delete(document);
    return text ? MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE) : NULL;
}

static enum MHD_Result on_request(void *json, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *bytes, size_t *length,
                                  void **context)
{
    struct upload *upload = *context;
    (void)url, (void)method, (void)version;
    if (!upload) {
        *context = upload = malloc(sizeof *upload);
        if (upload)
            upload->length = 0;
        return upload ? MHD_YES : MHD_NO;
    }
    if (*length) {
        if (*length > sizeof upload->bytes - upload->length)
            return MHD_NO;
        memcpy(upload->bytes + upload->length, bytes, *length);
        upload->length += *length;
        *length = 0;
        return MHD_YES;
    }
    struct MHD_Response *response = answer(upload, json);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return result;
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    (void)cls, (void)connection, (void)code;
    free(*context);
    *context = NULL;
}

int main(int argc, char **argv)
{
    bool json = argc == 2 && strcmp(argv[1], "json") == 0;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_request,
                                                 json ? (void *)&json : NULL, MHD_OPTION_SOCK_ADDR, &address,
                                                 MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
                                                 MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_END);
    const union MHD_DaemonInfo *info = daemon ? MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!info)
        return 1;
    printf("http://127.0.0.1:%u\n", info->port);
    fflush(stdout);
    while (getchar() != EOF)
        ;
    MHD_stop_daemon(daemon);
    return 0;
}
