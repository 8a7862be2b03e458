/* heapd: reads the configuration, runs the daemon until a signal says otherwise. Exit status: 0 after an
 * orderly stop, 1 when it could not start, 2 when the configuration makes no sense. */
#include "daemon/config.h"
#include "daemon/daemon.h"
#include "daemon/notify.h"
#include "daemon/query/query.h"
#include "daemon/signals.h"
#include "daemon/tokens.h"
#include <malloc.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

enum { EXIT_DONE = 0, EXIT_NOT_STARTED = 1, EXIT_BAD_CONFIGURATION = 2 };

/* One line on standard output that says where; a program that started heapd waits for it. */
static void say_ready(const struct config *config, uint16_t port)
{
    struct listen_address address;
    (void)!config_parse_listen(config->listen, &address);
    const char *host = *address.host ? address.host : "0.0.0.0";
    printf(address.ipv6 ? "heapd ready on http://[%s]:%u\n" : "heapd ready on http://%s:%u\n", host,
           (unsigned)port);
    fflush(stdout);
    notify_manager("READY=1");
    log_info("ready", log_text("address", host), log_number("port", port), log_number("pid", getpid()),
             log_text("version", HEAPD_VERSION));
}

/* What can change while it runs: the level of the log (in the file), and the tokens. What makes no sense
 * changes nothing. */
static void reload(struct daemon *daemon, int argc, char **argv)
{
    struct config config;
    struct config_error error;
    char why[512];
    notify_manager("RELOADING=1");
    if (config_load(&config, argc, argv, environ, &error) != CONFIG_OK) {
        log_error("the configuration is not read again", log_text("error", error.text));
    } else {
        log_set_level((enum log_level)config.log_level);
        config_free(&config);
    }
    if (!daemon_reload(daemon, why, sizeof why))
        log_error("the tokens are not read again", log_text("error", why));
    else
        log_info("reloaded");
    notify_manager("READY=1");
}

static int run(const struct config *config, int argc, char **argv)
{
    char why[512];
    log_set_level((enum log_level)config->log_level);
    signals_prepare();
    if (!query_limit_memory())
        log_warn("SQLite's memory cannot be counted: queries are not bounded");
    struct daemon *daemon = daemon_start(config, why, sizeof why);
    if (!daemon) {
        fprintf(stderr, "heapd: %s\n", why);
        return EXIT_NOT_STARTED;
    }
    say_ready(config, daemon_port(daemon));

    const char *signal_name;
    while (signals_wait(&signal_name) == SIGNAL_RELOAD)
        reload(daemon, argc, argv);
    log_info("stopping", log_text("signal", signal_name));
    notify_manager("STOPPING=1");
    signals_stop_at_once();
    daemon_stop(daemon);
    log_info("stopped");
    return EXIT_DONE;
}

/* What a request has taken goes back to the system with it. Left alone, glibc raises both bounds to what has
 * been freed, up to 64 MB, and keeps so much at the end of each thread's arena. */
static void give_memory_back(void)
{
    enum { KEPT = 4 << 20 };
    mallopt(M_TRIM_THRESHOLD, KEPT);
    mallopt(M_MMAP_THRESHOLD, KEPT);
}

int main(int argc, char **argv)
{
    give_memory_back();
    if (argc >= 2 && strcmp(argv[1], "token") == 0)
        return tokens_command(argc - 1, argv + 1);
    struct config config;
    struct config_error error;
    switch (config_load(&config, argc, argv, environ, &error)) {
    case CONFIG_HELP:
        config_print_help(stdout);
        return EXIT_DONE;
    case CONFIG_VERSION:
        puts("heapd " HEAPD_VERSION);
        return EXIT_DONE;
    case CONFIG_ERROR:
        fprintf(stderr, "heapd: %s\n", error.text);
        return EXIT_BAD_CONFIGURATION;
    case CONFIG_OK:
        break;
    }
    int status = run(&config, argc, argv);
    config_free(&config);
    return status;
}
