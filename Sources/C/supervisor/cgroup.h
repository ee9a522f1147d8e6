/* The control group of one run, where the daemon has a cgroup v2 that it may divide.
 *
 * It only groups and kills: no controller is ever switched on here, because systemd could not start a unit again whose
 * own cgroup.subtree_control has one (systemd issue 24064). The supervisor itself stays outside, or it would kill
 * itself. All of it is best effort: without the group the process tree serves as it always does. */
#ifndef SUPERVISOR_CGROUP_H
#define SUPERVISOR_CGROUP_H

#include <sys/types.h>

enum { cgroup_path_bytes_most = 1024 };

struct cgroup {
    char path[cgroup_path_bytes_most + 16]; /* empty: none is wanted */
    int directory;                          /* -1: there is none */
};

/* `prefix`, a dot and our own process id: no other living supervisor has it. NULL: none. Makes nothing. */
void name_cgroup(struct cgroup *cgroup, const char *prefix);

/* After its name is in the mark, so that a daemon finds it whenever the supervisor is killed. One that is there already
 * is left alone. */
void make_cgroup(struct cgroup *cgroup);

/* As fork(2), with the child in the group from its first moment on where that is possible. */
pid_t fork_into_cgroup(const struct cgroup *cgroup);

/* SIGKILL to all in the group at once, so that nothing can fork its way out. Linux 5.14. */
void kill_cgroup(const struct cgroup *cgroup);

/* When it is empty, or within a second; a group with something in it stays for the daemon to see to. */
void remove_cgroup(struct cgroup *cgroup);

#endif
