/* One run of heapd: started with flags and environment, its output read, its end awaited. */
#ifndef TESTS_PROCESS_PROGRAM_H
#define TESTS_PROCESS_PROGRAM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
// cmocka.h needs those before it
#include <cmocka.h>

struct program {
    pid_t pid;
    int output, errors; /* reading ends of its standard output and error */
    char out[8192], err[65536];
    size_t out_length, err_length;
    char host[64];
    unsigned port;
};

/* Starts heapd. Both lists end with NULL; the environment is only what is given, and PATH. */
void program_start(struct program *program, const char *const *flags, const char *const *environment);

/* Waits for the ready line; the test fails if it does not come. */
void program_wait_ready(struct program *program);

/* Waits for its end and reads what is left of its output. Its exit status, or -1 after a signal. */
int program_wait(struct program *program);

/* Waits until its standard error holds the text. */
void program_wait_error(struct program *program, const char *text);

/* GET over a connection of its own: the status, 0 if there was no answer. The token may be NULL. */
unsigned program_get(const struct program *program, const char *target, const char *token);

/* The same, and the beginning of the answer (head and body) as text. */
unsigned program_get_answer(const struct program *program, const char *target, char *answer, size_t size);

/* Any request with a JSON body (NULL: none), likewise. From any thread. */
unsigned program_request(const struct program *program, const char *method, const char *target,
                         const char *body);

/* Waits until a number of its metrics is as high as that: what its clients began has begun, however slow the
 * machine is. */
void program_wait_metric(const struct program *program, const char *name, double least);

/* A connection to it, for what is not a plain GET. */
int program_connect(const struct program *program);

#endif
