#ifndef SUPERVISOR_OPTIONS_H
#define SUPERVISOR_OPTIONS_H

#include <stdint.h>

#include "problem.h"

struct options {
    const char *directory;         /* where the records and the output of this run go */
    const char *working_directory; /* of the command; NULL: the starter's */
    int64_t timeout_ms;            /* 0: none */
    int64_t grace_ms;              /* between SIGTERM and SIGKILL */
    int64_t output_limit;          /* bytes, of both output files together */
    char **command;                /* argv, NULL-terminated, at least one element */
};

bool parse_options(int argc, char **argv, struct options *options, struct problem *problem);

#endif
