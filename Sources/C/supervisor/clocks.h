#ifndef SUPERVISOR_CLOCKS_H
#define SUPERVISOR_CLOCKS_H

#include <stdint.h>
#include <time.h>

/* Microseconds since the Unix epoch: for the records that people and the ledger read. */
static inline int64_t realtime_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Milliseconds of a clock that nobody can set: for timeouts. It stands still while the machine is suspended, as the
 * command does. */
static inline int64_t monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

#endif
