/// Processes by descriptor: a pid can come to mean another process, a pidfd never does. pidfd_open(2), Linux 5.4.
#ifndef CLINUX_PROCESS_H
#define CLINUX_PROCESS_H

#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clinux_result.h"

/// A close-on-exec descriptor that becomes readable when the process ends, or -ESRCH.
static inline int linux_pidfd_open(pid_t process) {
    return clinux_result(syscall(SYS_pidfd_open, process, 0));
}

/// Sends `signal`; 0 only asks whether that is allowed. Returns 0 or -errno, -ESRCH when the process has ended.
static inline int linux_pidfd_send_signal(int pidfd, int signal) {
    return clinux_result(syscall(SYS_pidfd_send_signal, pidfd, signal, (void *)0, 0));
}

/// Reaps an ended child without waiting.
///
/// Returns 1 with `exit_code` set to its exit status (128 + n for signal n), 0 while it runs, -ECHILD when it is not
/// our child.
static inline int linux_pidfd_reap(int pidfd, int *_Nonnull exit_code) {
    enum { by_pidfd = 3 }; // P_PIDFD, which older C libraries do not name.
    siginfo_t info;
    info.si_pid = 0;
    if (waitid((idtype_t)by_pidfd, (id_t)pidfd, &info, WEXITED | WNOHANG) != 0) return -errno;
    if (info.si_pid == 0) return 0;
    *exit_code = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
    return 1;
}

/// Waits until a child has ended, and does not reap it: its id stays its own. Returns 0, or -EINTR or another -errno.
static inline int linux_await_end(pid_t child) {
    siginfo_t info;
    return clinux_result(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT));
}

/// No core file and no ptrace by the same user: prctl(2), PR_SET_DUMPABLE. Returns 0 or -errno.
static inline int linux_forbid_core_dumps(void) {
    return clinux_result(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
}

/// To come behind the other actions: the new process has standard input, output and error, and no other descriptor of this one, be it
/// close-on-exec or not. Returns 0 or -errno.
int linux_spawn_close_others(posix_spawn_file_actions_t *_Nonnull actions);

#endif
