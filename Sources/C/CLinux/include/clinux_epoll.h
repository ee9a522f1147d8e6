/// Many descriptors watched as one: epoll(7).
#ifndef CLINUX_EPOLL_H
#define CLINUX_EPOLL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>

#include "clinux_result.h"

/// A descriptor that can be read or written now. Errors and hang-ups count as both: to read or write tells which it is.
struct linux_readiness {
    int descriptor;
    bool readable;
    bool writable;
};

/// A close-on-exec set; it is readable itself while a descriptor in it is ready. Returns its descriptor or -errno.
static inline int linux_epoll_create(void) { return clinux_result(epoll_create1(EPOLL_CLOEXEC)); }

/// Watches `descriptor` from now on, or in another way than before; as long as it is ready it is reported again and again.
/// A descriptor that is closed leaves the set. Returns 0 or -errno.
static inline int linux_epoll_watch(int set, int descriptor, bool readable, bool writable) {
    struct epoll_event event = {.events = (readable ? EPOLLIN : 0u) | (writable ? EPOLLOUT : 0u), .data = {.fd = descriptor}};
    if (epoll_ctl(set, EPOLL_CTL_MOD, descriptor, &event) == 0) return 0;
    if (errno != ENOENT) return -errno;
    return clinux_result(epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event));
}

/// Returns 0 or -errno.
static inline int linux_epoll_forget(int set, int descriptor) {
    struct epoll_event unused = {.events = 0};
    return clinux_result(epoll_ctl(set, EPOLL_CTL_DEL, descriptor, &unused));
}

/// What is ready now, without waiting: at most `capacity`, in turns when there is more. Returns how many, or -errno.
static inline int linux_epoll_ready(int set, struct linux_readiness *ready, int capacity) {
    struct epoll_event events[64];
    int count = clinux_result(epoll_wait(set, events, capacity < 64 ? capacity : 64, 0));
    for (int index = 0; index < count; index++) {
        uint32_t bits = events[index].events;
        bool is_broken = (bits & (EPOLLERR | EPOLLHUP)) != 0;
        ready[index] = (struct linux_readiness){
            .descriptor = events[index].data.fd,
            .readable = is_broken || (bits & EPOLLIN) != 0,
            .writable = is_broken || (bits & EPOLLOUT) != 0,
        };
    }
    return count;
}

#endif
