#ifndef SUPERVISOR_OPTIONS_H
#define SUPERVISOR_OPTIONS_H

#include <stdint.h>
#include <sys/types.h>

#include "problem.h"

struct options {
    const char *directory;         /* where the records and the output of this run go */
    const char *working_directory; /* of the command; NULL: the starter's */
    const char *cgroup;            /* path and beginning of the name of the run's control group; NULL: none */
    int64_t timeout_ms;            /* 0: none */
    int64_t grace_ms;              /* between SIGTERM and SIGKILL */
    int64_t start_by_ms;           /* of the monotonic clock: nobody waits for a later start; 0: any time */
    int64_t output_limit;          /* bytes, of all output files together */
    int64_t output_files;          /* at most */
    char **command;                /* argv, NULL-terminated, at least one element */
    pid_t starter;                 /* our parent when we began: no option, and not set by parse_options */
};

bool parse_options(int argc, char **argv, struct options *options, struct problem *problem);

#endif
