/* The daemon as a remote client sees it; see harness.h. */
#include "tests/api/harness.h"

#include <curl/curl.h>

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { HEADERS_MAX = 8, READY_SECONDS = 60, REQUEST_SECONDS = 120 };

/* Everything is released at the end at once. */
struct kept {
    struct kept *next;
    void (*release)(void *);
    void *thing;
};

static struct harness {
    CURL *curl;
    struct kept *kept;
    struct reply reply;
    const char *headers[HEADERS_MAX];
    int header_count;
    const char *const *options;
    char url[128], host[64], folder[4096];
    unsigned port;
    pid_t pid; /* 0: not ours */
    FILE *output;
} harness;

static void keep(void *thing, void (*release)(void *))
{
    struct kept *kept = malloc(sizeof *kept);
    assert_non_null(kept);
    *kept = (struct kept){harness.kept, release, thing};
    harness.kept = kept;
}

static const char *format_text(const char *format, va_list arguments)
{
    char *made;
    if (vasprintf(&made, format, arguments) < 0)
        fail_msg("no memory");
    keep(made, free);
    return made;
}

const char *path(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *made = format_text(format, arguments);
    va_end(arguments);
    return made;
}

const char *text(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *made = format_text(format, arguments);
    va_end(arguments);
    return made;
}

/* ---- The daemon ---------------------------------------------------------------------------------- */

const char *daemon_url(void)
{
    return harness.url;
}

const char *daemon_host(void)
{
    return harness.host;
}

unsigned daemon_port(void)
{
    return harness.port;
}

bool daemon_is_ours(void)
{
    return harness.pid != 0;
}

void daemon_options(const char *const *options)
{
    harness.options = options;
}

static int set_url(const char *url)
{
    size_t length = strcspn(url, " \r\n");
    if (length != 0 && url[length - 1] == '/')
        length--;
    snprintf(harness.url, sizeof harness.url, "%.*s", (int)length, url);
    return sscanf(harness.url, "http://%63[^:]:%u", harness.host, &harness.port) == 2 ? 0 : -1;
}

static void run_daemon(int output)
{
    const char *program = getenv("HEAPD_PROGRAM");
    const char *arguments[32] = {program != NULL ? program : HEAPD_PROGRAM,
                                 "--listen",
                                 "127.0.0.1:0",
                                 "--data",
                                 harness.folder,
                                 "--log-level",
                                 "warn"};
    size_t count = 7;
    for (const char *const *option = harness.options; option != NULL && *option != NULL && count < 31;
         option++)
        arguments[count++] = *option;
    dup2(output, STDOUT_FILENO);
    execv(arguments[0], (char *const *)(uintptr_t)arguments);
    fprintf(stderr, "%s: %s\n", arguments[0], strerror(errno));
    _exit(127);
}

/* Starts heapd and waits for the line that says where it listens. */
static int start_daemon(void)
{
    int ends[2];
    char line[256];
    if (pipe(ends) != 0)
        return -1;
    fflush(NULL);
    harness.pid = fork();
    if (harness.pid == 0) {
        close(ends[0]);
        run_daemon(ends[1]);
    }
    close(ends[1]);
    harness.output = fdopen(ends[0], "r");
    alarm(READY_SECONDS); /* a daemon that never gets ready ends the test program */
    while (harness.output != NULL && fgets(line, sizeof line, harness.output) != NULL) {
        const char *url = strstr(line, "http://");
        if (url != NULL && set_url(url) == 0) {
            alarm(0);
            return 0;
        }
    }
    fprintf(stderr, "heapd did not get ready\n");
    return -1;
}

static int stop_daemon(int signal_number)
{
    int status = 0;
    kill(harness.pid, signal_number);
    if (waitpid(harness.pid, &status, 0) != harness.pid)
        return -1;
    fclose(harness.output);
    if (signal_number == SIGKILL || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
        return 0;
    fprintf(stderr, "heapd ended with %s %d\n", WIFSIGNALED(status) ? "signal" : "status",
            WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    return -1;
}

void daemon_restart(bool kill)
{
    assert_true(daemon_is_ours());
    assert_int_equal(stop_daemon(kill ? SIGKILL : SIGTERM), 0);
    assert_int_equal(start_daemon(), 0);
}

int harness_start(void **state)
{
    const char *url = getenv("HEAPD_URL");
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    harness.curl = curl_easy_init();
    if (harness.curl == NULL)
        return -1;
    if (url != NULL && *url != '\0')
        return set_url(url);
    const char *folder = getenv("TMPDIR");
    int length = snprintf(harness.folder, sizeof harness.folder, "%s/heapd-test-XXXXXX",
                          folder != NULL && *folder != '\0' ? folder : "/tmp");
    return length < (int)sizeof harness.folder && mkdtemp(harness.folder) != NULL ? start_daemon() : -1;
}

static int remove_entry(const char *name, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(name);
}

int harness_stop(void **state)
{
    int result = 0;
    (void)state;
    while (harness.kept != NULL) {
        struct kept *next = harness.kept->next;
        harness.kept->release(harness.kept->thing);
        free(harness.kept);
        harness.kept = next;
    }
    curl_easy_cleanup(harness.curl);
    curl_global_cleanup();
    if (harness.pid != 0) {
        result = stop_daemon(SIGTERM);
        nftw(harness.folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    }
    return result;
}

/* ---- Requests ------------------------------------------------------------------------------------ */

struct gathered {
    char *bytes;
    size_t length;
};

static size_t gather(char *bytes, size_t one, size_t count, void *cls)
{
    struct gathered *to = cls;
    size_t length = one * count;
    char *grown = realloc(to->bytes, to->length + length + 1);
    if (grown == NULL)
        return 0;
    memcpy(grown + to->length, bytes, length);
    to->bytes = grown;
    to->length += length;
    grown[to->length] = '\0';
    return length;
}

void with_header(const char *header)
{
    assert_true(harness.header_count < HEADERS_MAX);
    harness.headers[harness.header_count++] = header;
}

static struct curl_slist *take_headers(bool body)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");
    bool typed = false;
    for (int i = 0; i < harness.header_count; i++) {
        typed |= strncasecmp(harness.headers[i], "Content-Type:", 13) == 0;
        list = curl_slist_append(list, harness.headers[i]);
    }
    if (body && !typed)
        list = curl_slist_append(list, "Content-Type: application/json");
    harness.header_count = 0;
    return list;
}

static void delete_tree(void *tree)
{
    cJSON_Delete(tree);
}

static void set_reply(struct gathered headers, struct gathered body)
{
    long status = 0;
    curl_easy_getinfo(harness.curl, CURLINFO_RESPONSE_CODE, &status);
    if (body.bytes == NULL)
        body.bytes = calloc(1, 1);
    if (headers.bytes == NULL)
        headers.bytes = calloc(1, 1);
    assert_true(body.bytes != NULL && headers.bytes != NULL);
    keep(body.bytes, free);
    keep(headers.bytes, free);
    cJSON *json = cJSON_ParseWithOpts(body.bytes, NULL, 1);
    if (json != NULL)
        keep(json, delete_tree);
    harness.reply = (struct reply){(unsigned)status, headers.bytes, body.bytes, body.length, json};
}

const struct reply *call_bytes(const char *method, const char *target, const void *body, size_t length)
{
    CURL *curl = harness.curl;
    struct gathered headers = {0}, answer = {0};
    struct curl_slist *list = take_headers(body != NULL);
    char url[4096];
    snprintf(url, sizeof url, "%s%s", harness.url, target);
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY,
                     ""); /* whatever the environment says: it is a daemon of this machine */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)REQUEST_SECONDS);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, gather);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, gather);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &headers);
    if (body != NULL) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    }
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    if (strcmp(method, "HEAD") == 0)
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    CURLcode code = curl_easy_perform(curl);
    curl_slist_free_all(list);
    if (code != CURLE_OK) {
        free(headers.bytes);
        free(answer.bytes);
        fail_msg("%s %s: %s", method, target, curl_easy_strerror(code));
    }
    set_reply(headers, answer);
    return &harness.reply;
}

const struct reply *call(const char *method, const char *target, const char *body)
{
    return call_bytes(method, target, body, body != NULL ? strlen(body) : 0);
}

const struct reply *last_reply(void)
{
    return &harness.reply;
}

const char *reply_header(const char *name)
{
    size_t length = strlen(name);
    const char *line = harness.reply.headers;
    while (line != NULL && *line != '\0') {
        const char *end = strstr(line, "\r\n");
        if (end == NULL)
            break;
        if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
            const char *value = line + length + 1 + strspn(line + length + 1, " ");
            return text("%.*s", (int)(end - value), value);
        }
        line = end + 2;
    }
    return NULL;
}

const cJSON *expect(unsigned status, const char *method, const char *target, const char *body)
{
    const struct reply *reply = call(method, target, body);
    if (reply->status != status)
        fail_msg("%s %s %.300s\n  answers %u instead of %u: %.1000s", method, target,
                 body != NULL ? body : "", reply->status, status, reply->text);
    return reply->json;
}

const cJSON *expect_problem(unsigned status, const char *slug, const char *method, const char *target,
                            const char *body)
{
    const cJSON *json = expect(status, method, target, body);
    const char *type = reply_header("Content-Type");
    assert_non_null(type);
    assert_string_equal(type, "application/problem+json");
    if (strcmp(text_at(json, "/type"), text("/problems/%s", slug)) != 0)
        fail_msg("%s %s %.300s\n  answers %.1000s instead of %s", method, target, body != NULL ? body : "",
                 last_reply()->text, slug);
    assert_int_equal(int_at(json, "/status"), status);
    return json;
}

double daemon_metric(const char *name)
{
    const char *found = strstr(call("GET", "/metrics", NULL)->text, text("\n%s ", name));
    return found != NULL ? strtod(found + 1 + strlen(name), NULL) : 0;
}

void wait_for_metric(const char *name, double least)
{
    enum { LOOKS = 100 * REQUEST_SECONDS };
    double value = 0;
    for (int i = 0; i < LOOKS && (value = daemon_metric(name)) < least; i++)
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    if (value < least)
        fail_msg("%s never becomes %g, but %g", name, least, value);
}

/* ---- Answers ------------------------------------------------------------------------------------- */

static const cJSON *step(const cJSON *json, const char *segment, size_t length)
{
    char name[512];
    size_t size = 0;
    for (size_t i = 0; i < length && size + 1 < sizeof name; i++) {
        if (segment[i] == '~' && i + 1 < length)
            name[size++] = segment[++i] == '0' ? '~' : '/';
        else
            name[size++] = segment[i];
    }
    name[size] = '\0';
    if (cJSON_IsArray(json))
        return cJSON_GetArrayItem(json, atoi(name));
    return cJSON_GetObjectItemCaseSensitive(json, name);
}

const cJSON *find_at(const cJSON *json, const char *pointer)
{
    while (json != NULL && *pointer == '/') {
        size_t length = strcspn(pointer + 1, "/");
        json = step(json, pointer + 1, length);
        pointer += 1 + length;
    }
    return json;
}

const cJSON *at(const cJSON *json, const char *pointer)
{
    const cJSON *found = find_at(json, pointer);
    if (found == NULL) {
        char *printed = json != NULL ? cJSON_Print(json) : NULL;
        if (printed != NULL)
            keep(printed, free);
        fail_msg("nothing at %s of %.2000s", pointer, printed != NULL ? printed : "no JSON");
    }
    return found;
}

static const cJSON *typed(const cJSON *json, const char *pointer, int types, const char *name)
{
    const cJSON *found = at(json, pointer);
    if (!(found->type & types)) {
        char *printed = cJSON_Print(found);
        keep(printed, free);
        fail_msg("%s is not %s but %.500s", pointer, name, printed);
    }
    return found;
}

const char *text_at(const cJSON *json, const char *pointer)
{
    return typed(json, pointer, cJSON_String, "a string")->valuestring;
}

int64_t int_at(const cJSON *json, const char *pointer)
{
    return (int64_t)typed(json, pointer, cJSON_Number, "a number")->valuedouble;
}

double real_at(const cJSON *json, const char *pointer)
{
    return typed(json, pointer, cJSON_Number, "a number")->valuedouble;
}

bool bool_at(const cJSON *json, const char *pointer)
{
    return typed(json, pointer, cJSON_True | cJSON_False, "true or false")->type & cJSON_True;
}

int count_at(const cJSON *json, const char *pointer)
{
    return cJSON_GetArraySize(typed(json, pointer, cJSON_Array | cJSON_Object, "an array or object"));
}

bool null_at(const cJSON *json, const char *pointer)
{
    return cJSON_IsNull(at(json, pointer));
}

/* ---- Sessions ------------------------------------------------------------------------------------ */

const char *new_session(const char *members)
{
    const cJSON *session = expect(201, "POST", "/v1/sessions", text("{%s}", members != NULL ? members : ""));
    return text_at(session, "/name");
}
