/* The command's own process: a new session, /dev/null as input, one pipe as output, nothing else inherited. */
#ifndef SUPERVISOR_COMMAND_H
#define SUPERVISOR_COMMAND_H

#include <stdint.h>
#include <sys/types.h>

#include "cgroup.h"
#include "options.h"
#include "run_directory.h"

struct command {
    pid_t id;           /* of the process, 0 when it could not be forked */
    int output;         /* our end of the pipe, non-blocking */
    int failure;        /* our end of a pipe that tells why the command could not be executed */
    int output_end;     /* the command's ends, closed here once it is forked */
    int failure_end;
    int nothing;        /* /dev/null */
    struct cgroup cgroup;
};

/* Opens what the command needs: everything that can fail is done before the run is claimed. */
bool prepare_command(struct command *command, struct problem *problem);

/* Forks, into the control group if there is one, and executes, as execvp does with the environment's own PATH. A failed
 * fork is written to `ending`.
 *
 * The command is killed when the supervisor is: nobody would be left to enforce its timeout or to know its end. */
void start_command(struct command *command, const struct options *options, const struct run_directory *run,
                   struct ending *ending);

/* After the command's process ended: was it ever the command? Fills `exec_error` and `exec_stage` if not. */
void read_exec_failure(const struct command *command, struct ending *ending);

#endif
