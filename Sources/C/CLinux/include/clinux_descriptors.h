/// Pipes and locks. `pipe2` is hidden behind _GNU_SOURCE, and Swift takes `flock` for the struct of that name.
#ifndef CLINUX_DESCRIPTORS_H
#define CLINUX_DESCRIPTORS_H

#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clinux_result.h"

/// pipe2(2) with O_CLOEXEC: `ends[0]` is read from, `ends[1]` written to. Returns 0 or -errno.
static inline int linux_pipe(int ends[_Nonnull 2]) {
    return clinux_result(syscall(SYS_pipe2, ends, O_CLOEXEC));
}

/// Takes the exclusive flock(2) without waiting: 0, or -EWOULDBLOCK when another open file holds one.
static inline int linux_try_lock_exclusive(int descriptor) {
    return clinux_result(flock(descriptor, LOCK_EX | LOCK_NB));
}

/// Takes a shared flock(2) without waiting: 0, or -EWOULDBLOCK when another open file holds the exclusive one.
static inline int linux_try_lock_shared(int descriptor) {
    return clinux_result(flock(descriptor, LOCK_SH | LOCK_NB));
}

#endif
