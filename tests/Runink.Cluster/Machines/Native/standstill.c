// Watches for times in which a processor does not run at all, as when the machine below a virtual one gives it to somebody else: on each one a
// thread that goes before everybody else wakes every two milliseconds, and says by how many milliseconds it came too late.
// usage: standstill LEAST_MS
// Runs until its input ends. Exit code 1: it may not go before everybody else.
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PERIOD_NS 2000000

static long least_ms;

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void *watch(void *processor) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((long)processor, &one);
    struct sched_param first = {.sched_priority = 50};
    if (pthread_setaffinity_np(pthread_self(), sizeof one, &one) != 0) return NULL;
    if (pthread_setschedparam(pthread_self(), SCHED_FIFO, &first) != 0) exit(1);
    for (int64_t before = now_ns();;) {
        struct timespec period = {.tv_nsec = PERIOD_NS};
        nanosleep(&period, NULL);
        int64_t after = now_ns();
        long late_ms = (after - before - PERIOD_NS) / 1000000;
        if (late_ms >= least_ms) printf("%ld\n", late_ms);
        before = after;
    }
}

int main(int count, char **words) {
    if (count != 2) return 2;
    least_ms = atol(words[1]);
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (long processor = 0; processor < sysconf(_SC_NPROCESSORS_CONF); processor++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, watch, (void *)processor) != 0) return 1;
    }

    for (char byte; read(STDIN_FILENO, &byte, 1) > 0;) continue;
    return 0;
}
