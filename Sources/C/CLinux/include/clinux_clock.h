/// What the kernel knows about how right its clock is.
#ifndef CLINUX_CLOCK_H
#define CLINUX_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/timex.h>

#include "clinux_result.h"

struct linux_clock_state {
    /// Something (chrony, systemd-timesyncd, a hypervisor's daemon) keeps it right.
    bool is_synchronized;
    /// How far from the truth it may be.
    int64_t maximum_error_microseconds;
};

/// Only reads: adjtimex(2) without a mode needs no privilege.
static inline int linux_read_clock_state(struct linux_clock_state *_Nonnull state) {
    struct timex found = {.modes = 0};
    int result = adjtimex(&found);
    if (result < 0) return clinux_result(result);
    state->is_synchronized = result != TIME_ERROR && (found.status & STA_UNSYNC) == 0;
    state->maximum_error_microseconds = found.maxerror;
    return 0;
}

#endif
