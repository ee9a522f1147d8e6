/// Timers as descriptors: timerfd_create(2).
#ifndef CLINUX_TIMER_H
#define CLINUX_TIMER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "clinux_result.h"

/// A disarmed, non-blocking, close-on-exec timer on CLOCK_REALTIME. Returns the descriptor or -errno.
static inline int linux_timerfd_create_realtime(void) {
    return clinux_result(timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC));
}

/// The same on CLOCK_MONOTONIC, which no clock step moves and which stands still while the machine is suspended.
static inline int linux_timerfd_create_monotonic(void) {
    return clinux_result(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
}

/// Arms the timer for an instant of its clock; an instant that has passed expires at once.
///
/// With `cancel_on_set` a step of the realtime clock ends the wait too: the next read then gives -ECANCELED.
/// Both zero would mean "disarm" to the kernel; here it is the instant 0 s + 1 ns, so that no instant is special.
static inline int linux_timerfd_arm(int timer, int64_t seconds, int64_t nanoseconds, bool cancel_on_set) {
    struct itimerspec when = {.it_value = {.tv_sec = seconds, .tv_nsec = nanoseconds}};
    if (seconds == 0 && nanoseconds == 0) when.it_value.tv_nsec = 1;
    int flags = TFD_TIMER_ABSTIME | (cancel_on_set ? TFD_TIMER_CANCEL_ON_SET : 0);
    return clinux_result(timerfd_settime(timer, flags, &when, (struct itimerspec *)0));
}

/// No expiry until it is armed again. Returns 0 or -errno.
static inline int linux_timerfd_disarm(int timer) {
    struct itimerspec never = {.it_value = {.tv_sec = 0, .tv_nsec = 0}};
    return clinux_result(timerfd_settime(timer, 0, &never, (struct itimerspec *)0));
}

/// The expiries since the last read: at least 1; -EAGAIN when there was none, -ECANCELED when the clock was set.
static inline int64_t linux_timerfd_read(int timer) {
    uint64_t expiries = 0;
    ssize_t count = read(timer, &expiries, sizeof expiries);
    if (count < 0) return -errno;
    return (int64_t)expiries;
}

#endif
