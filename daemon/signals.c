#include "daemon/signals.h"
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

static void taken_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
}

void signals_prepare(void)
{
    sigset_t set;
    taken_signals(&set);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of the write (ulimit -f, LimitFSIZE=) */
}

enum signal_wish signals_wait(const char **name)
{
    sigset_t set;
    int number = 0;
    taken_signals(&set);
    while (sigwait(&set, &number) != 0)
        ;
    *name = number == SIGTERM ? "SIGTERM" : number == SIGINT ? "SIGINT" : "SIGHUP";
    return number == SIGHUP ? SIGNAL_RELOAD : SIGNAL_STOP;
}

/* timeout(1) sends its signal twice, to its child and to its group: what comes so soon is the same wish. */
#define SAME_WISH_NS 200000000

static int64_t asked_at;

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void end_at_once(int number)
{
    (void)number;
    if (now() - asked_at < SAME_WISH_NS)
        return;
    static const char words[] = "heapd: asked again to stop, ending at once\n";
    ssize_t ignored = write(STDERR_FILENO, words, sizeof words - 1);
    (void)ignored;
    _exit(1);
}

void signals_stop_at_once(void)
{
    struct sigaction action = {.sa_handler = end_at_once, .sa_flags = SA_RESTART};
    sigset_t set;
    asked_at = now();
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}
