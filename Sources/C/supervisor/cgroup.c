#include "cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void name_cgroup(struct cgroup *cgroup, const char *prefix) {
    *cgroup = (struct cgroup){.directory = -1};
    if (prefix != NULL) snprintf(cgroup->path, sizeof cgroup->path, "%s.%d", prefix, getpid());
}

void make_cgroup(struct cgroup *cgroup) {
    if (cgroup->path[0] == '\0' || mkdir(cgroup->path, 0755) != 0) return;
    cgroup->directory = open(cgroup->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* One that cannot join runs without a group, as it would without delegation. */
static void join_cgroup(const struct cgroup *cgroup) {
    int file = openat(cgroup->directory, "cgroup.procs", O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    ssize_t written = write(file, "0", 1);
    (void)written;
    close(file);
}

pid_t fork_into_cgroup(const struct cgroup *cgroup) {
    if (cgroup->directory >= 0) {
        struct clone_args arguments = {
            .flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (uint64_t)cgroup->directory};
        pid_t id = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
        if (id >= 0) return id;
    }
    /* A filter of system calls cannot look into the arguments of clone3, and forbids it: so does a unit with
       RestrictNamespaces=. Then the child moves itself, before it becomes the command. */
    pid_t id = fork();
    if (id == 0 && cgroup->directory >= 0) join_cgroup(cgroup);
    return id;
}

void kill_cgroup(const struct cgroup *cgroup) {
    if (cgroup->directory < 0) return;
    int file = openat(cgroup->directory, "cgroup.kill", O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    /* Whom it does not reach, the look at the process tree that follows does. */
    ssize_t written = write(file, "1", 1);
    (void)written;
    close(file);
}

static bool is_populated(int events) {
    char text[128];
    ssize_t count = pread(events, text, sizeof text - 1, 0);
    if (count <= 0) return false;
    text[count] = '\0';
    return strstr(text, "populated 1") != NULL;
}

/* A process can be reaped a moment before it leaves its group. Source: cgroups(7), cgroup.events and poll. */
static void wait_until_empty(const struct cgroup *cgroup) {
    enum { round_ms = 100, rounds = 10 };
    int events = openat(cgroup->directory, "cgroup.events", O_RDONLY | O_CLOEXEC);
    if (events < 0) return;
    for (int round = 0; round < rounds && is_populated(events); round++) {
        poll(&(struct pollfd){.fd = events, .events = POLLPRI}, 1, round_ms);
    }
    close(events);
}

void remove_cgroup(struct cgroup *cgroup) {
    if (cgroup->directory < 0) return;
    if (rmdir(cgroup->path) != 0 && errno == EBUSY) {
        wait_until_empty(cgroup);
        rmdir(cgroup->path);
    }
    close(cgroup->directory);
    cgroup->directory = -1;
}
