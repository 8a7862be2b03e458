#include "daemon/vitals.h"
#include "api/outbuf.h"
#include "daemon/session/journal.h"
#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

/* One metric without labels. Values beyond 2^53 do not occur. */
static void write_metric(struct outbuf *out, const char *name, const char *type, const char *help,
                         double value)
{
    outbuf_format(out, "# HELP %s %s\n# TYPE %s %s\n%s %.15g\n", name, help, name, type, name, value);
}

#define GAUGE(name, value, help)   write_metric(out, "heapd_" name, "gauge", help, (double)(value))
#define COUNTER(name, value, help) write_metric(out, "heapd_" name, "counter", help, (double)(value))

static void write_sessions(struct registry *registry, struct outbuf *out)
{
    struct registry_stats stats;
    registry_stats(registry, &stats);
    GAUGE("sessions", stats.sessions, "Live sessions.");
    GAUGE("sessions_limit", stats.max_sessions, "Live sessions that are allowed.");
    COUNTER("sessions_created_total", stats.created, "Sessions created.");
    COUNTER("sessions_deleted_total", stats.deleted, "Sessions deleted.");
    COUNTER("sessions_expired_total", stats.expired, "Sessions that ended because nobody used them.");
    GAUGE("heap_used_bytes", stats.used, "Bytes in blocks of all live heaps.");
    GAUGE("heap_committed_bytes", stats.committed, "Bytes that all live heaps have committed.");
    GAUGE("heap_limit_bytes", stats.memory_total, "Bytes that they may commit together, 0 for no bound.");
    GAUGE("heap_objects", stats.objects, "Objects in all live heaps.");
    struct journals *journals = registry_config(registry)->journals;
    GAUGE("journal_bytes", journals ? journals_bytes(journals) : 0,
          "Bytes on the disk for the past of live sessions.");
    GAUGE("jobs_waiting", stats.waiting, "Jobs that wait for others of their session.");
}

static void write_workers(struct workers *workers, struct outbuf *out)
{
    struct workers_stats stats;
    workers_stats(workers, &stats);
    GAUGE("worker_threads", stats.threads, "Threads for long work.");
    GAUGE("jobs_accepted", stats.accepted, "Jobs waiting or running.");
    GAUGE("jobs_running", stats.running, "Jobs running.");
    COUNTER("jobs_completed_total", stats.completed, "Jobs completed.");
    COUNTER("jobs_refused_total", stats.refused, "Jobs refused because too many were there.");
}

static void write_store(struct store *store, struct outbuf *out)
{
    struct store_health health;
    store_health(store, &health);
    GAUGE("store_queued", health.queued, "Writes that wait for the store.");
    COUNTER("store_writes_total", health.writes, "Writes done.");
    COUNTER("store_commits_total", health.commits, "Transactions that they were grouped into.");
    COUNTER("store_failures_total", health.failures, "Writes that could not be done.");
    COUNTER("store_dropped_total", health.dropped, "Rows of history dropped because the queue was full.");
    GAUGE("store_file_bytes", health.file_bytes, "Size of the database.");
}

static double resident_bytes(void)
{
    unsigned long long size = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return 0;
    if (fscanf(file, "%llu %llu", &size, &resident) != 2)
        resident = 0;
    fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

static double open_files(void)
{
    double count = 0;
    DIR *directory = opendir("/proc/self/fd");
    if (!directory)
        return 0;
    while (readdir(directory))
        count++;
    closedir(directory);
    return count - 3; /* ".", ".." and this directory itself */
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void write_process(const struct vitals *vitals, struct outbuf *out)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    write_metric(out, "process_cpu_seconds_total", "counter", "Processor time.",
                 seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));
    write_metric(out, "process_resident_memory_bytes", "gauge", "Resident memory.", resident_bytes());
    write_metric(out, "process_open_fds", "gauge", "Open files.", open_files());
    GAUGE("uptime_seconds", (double)(monotonic_ns() - vitals->started_ns) / 1e9, "Time since the start.");
}

void vitals_write_metrics(void *context, struct outbuf *out)
{
    const struct vitals *vitals = context;
    write_sessions(vitals->registry, out);
    write_workers(vitals->workers, out);
    write_store(vitals->store, out);
    write_process(vitals, out);
}

bool vitals_are_good(void *context, const char **why)
{
    const struct vitals *vitals = context;
    struct store_health health;
    store_health(vitals->store, &health);
    if (health.last_failure == STORE_OK)
        return true;
    *why = store_status_text(health.last_failure);
    return false;
}
