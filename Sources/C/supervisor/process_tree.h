/* The processes below the supervisor, found by the parent links of /proc.
 *
 * The supervisor is their subreaper: a process whose parent ends becomes the supervisor's own child, whatever sessions
 * and groups it made, so that nothing that the command started can leave the tree. */
#ifndef SUPERVISOR_PROCESS_TREE_H
#define SUPERVISOR_PROCESS_TREE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct process {
    pid_t id;
    pid_t parent;
    bool ended;          /* a zombie that its parent has not reaped */
    uint64_t start_time; /* clock ticks since boot; with the id it names one process for ever */
};

/* False when there is no such process. */
bool read_process(pid_t id, struct process *process);

/* Sends the signal to every living descendant that one look at /proc shows, and returns how many there were.
 * Signal 0 only counts. A process forked during the look can be missed: ask again. */
int signal_descendants(int signal);

#endif
